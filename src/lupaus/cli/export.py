"""``lupaus export``: write the whole site as files, and the configurations that serve them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from lupaus.errors import ExportError

if TYPE_CHECKING:
    from lupaus.engine.base import Engine
    from lupaus.web.site import Site

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus export /srv/lupaus-site --public-url https://data.example.org"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to write; another export is replaced")
    parser.add_argument(
        "--public-url", metavar="URL", required=True, help="scheme, host and port where the files will be served"
    )
    parser.add_argument(
        "--release", metavar="DIR", type=Path, help="the release to export (default: the packaged data)"
    )
    parser.add_argument(
        "--kept", metavar="DIR", type=Path, help="a folder of earlier releases, which stay reachable by version"
    )


def run(arguments: argparse.Namespace) -> int:
    """Export, and say what was written."""
    from lupaus.cli.build import ends_cleanly
    from lupaus.cli.progress import show_progress
    from lupaus.dataset.release import open_kept, open_release
    from lupaus.engine.pool import WorkerPool
    from lupaus.settings import Settings
    from lupaus.web.export.export import export_site
    from lupaus.web.opening import site_of_release

    url: str = arguments.public_url.rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise ExportError(f"--public-url is {url!r}, but must begin with https:// or http://.")
    path: Path = arguments.release or _packaged()

    def open_site() -> "Site":
        kept = open_kept(arguments.kept) if arguments.kept is not None else ()
        return site_of_release(open_release(path), url, kept)

    def engine_of(site: "Site") -> "Engine":
        return WorkerPool(site.source, Settings())

    with ends_cleanly(), show_progress() as progress:
        made = export_site(open_site, engine_of, arguments.folder, progress)
    size = f"{made.bytes / 1e6:,.0f}"
    print(f"{arguments.folder}: {made.addresses:,} addresses in {made.files:,} files, {size} MB.")
    print(f"To serve it: {arguments.folder}/nginx/example.conf, or {arguments.folder}/apache/site.conf.")
    return 0


def _packaged() -> Path:
    from lupaus.dataset.build import ensure_release
    from lupaus.dataset.inputs import find_inputs

    return ensure_release(find_inputs()).path

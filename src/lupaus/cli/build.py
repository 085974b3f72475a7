"""``lupaus build``: make a release from the sources."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

__all__ = ["EXAMPLE", "add_arguments", "ends_cleanly", "run"]

EXAMPLE = "lupaus build --base http://localhost:8000/ --out release"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--base", metavar="IRI", help="what every IRI of ours begins with (default: w3id.org's)")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="the release's folder (default: one in your cache)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Build, and say where and what. Broken rules are listed and give 1."""
    from lupaus.cli.progress import show_progress
    from lupaus.dataset.build import BrokenRules, build_release, default_release_path
    from lupaus.dataset.inputs import find_inputs
    from lupaus.dataset.report_text import report_as_text
    from lupaus.namespaces import BASE

    inputs = find_inputs(arguments.base or BASE)
    out = arguments.out or default_release_path(inputs)
    try:
        with ends_cleanly(), show_progress() as progress:
            release = build_release(inputs, out, progress)
    except BrokenRules as error:
        sys.stdout.write(report_as_text(error.report))
        raise
    graphs = release.manifest.graphs
    total = sum(graph.triples for graph in graphs)
    print(f"{out}: version {release.version[:12]}, {total} triples in {len(graphs)} named graphs.")
    release.close()
    return 0


@contextmanager
def ends_cleanly() -> Iterator[None]:
    """A termination signal leaves nothing half written either: it ends the build as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

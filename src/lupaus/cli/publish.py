"""``lupaus publish``: load a release into an engine elsewhere, or go back to the one before."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from lupaus.errors import PublishError

if TYPE_CHECKING:
    from lupaus.dataset.release import Release
    from lupaus.publishing.publisher import Publisher

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus publish --engine-url http://127.0.0.1:7878/query --update-url http://127.0.0.1:7878/update"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--engine-url", metavar="URL", required=True, help="where the engine takes queries")
    parser.add_argument("--update-url", metavar="URL", help="where it takes updates (default: --engine-url)")
    parser.add_argument("--engine-profile", metavar="NAME", default="any", help="what it is, as for lupaus serve")
    parser.add_argument(
        "--release", metavar="DIR", type=Path, help="the release to load (default: the packaged data)"
    )
    parser.add_argument(
        "--batch-triples", metavar="N", type=int, default=500, help="most triples of one update (default: 500)"
    )
    parser.add_argument(
        "--time-limit-s", metavar="S", type=float, default=300.0, help="longest request, in seconds (default: 300)"
    )
    parser.add_argument(
        "--take-altered", action="store_true", help="take terms that the engine keeps in another form"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--roll-back", action="store_true", help="make the release before the current one current"
    )
    instead.add_argument("--remove", metavar="VERSION", help="remove a release that is not current")
    instead.add_argument("--list", action="store_true", help="say which releases the engine holds whole")


def run(arguments: argparse.Namespace) -> int:
    """Do it, and say what was done."""
    import asyncio

    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    from lupaus import __version__
    from lupaus.cli.progress import show_progress
    from lupaus.engine.remote.address import Address, Secrets
    from lupaus.engine.remote.client import Client
    from lupaus.engine.remote.profiles import profile_of
    from lupaus.publishing.publisher import Publisher
    from lupaus.publishing.store import RemoteStore

    if arguments.batch_triples < 1:
        raise PublishError("--batch-triples must be at least 1.")
    query = Address.of(arguments.engine_url)
    update = Address.of(arguments.update_url or arguments.engine_url, "--update-url")
    secrets = Secrets.from_environment(os.environ)
    profile = profile_of(arguments.engine_profile)
    client = Client(profile, secrets, 2, f"lupaus/{__version__}")
    try:
        with show_progress() as progress:
            store = RemoteStore(client, query, update, arguments.time_limit_s, profile.shortfalls)
            publisher = Publisher(
                store,
                progress,
                batch_triples=arguments.batch_triples,
                takes_altered=arguments.take_altered,
                opaque_types=profile.opaque_types,
            )
            said = await _do(arguments, publisher)
    finally:
        await client.aclose()
    print(said)
    return 0


async def _do(arguments: argparse.Namespace, publisher: "Publisher") -> str:
    if arguments.list:
        listing = await publisher.listing()
        return "\n".join(f"{version} {mark}".strip() for version, mark in listing) or "no release"
    if arguments.roll_back:
        now, before = await publisher.roll_back()
        return f"{now} is current again, in place of {before}."
    if arguments.remove:
        return f"{arguments.remove} and its {await publisher.remove(arguments.remove)} graphs are gone."
    release = _release(arguments.release)
    is_new = await publisher.publish(release)
    return f"{release.version} is {'now' if is_new else 'already'} current."


def _release(path: Path | None) -> "Release":
    if path is not None:
        from lupaus.dataset.release import open_release

        return open_release(path)
    from lupaus.dataset.build import ensure_release
    from lupaus.dataset.inputs import find_inputs

    return ensure_release(find_inputs())

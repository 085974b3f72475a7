"""``lupaus serve``: serve a release, or any RDF files, over HTTP."""

import argparse
import asyncio
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from lupaus.errors import StartError
from lupaus.settings import SETTINGS, Settings, cache_folder, resolve

if TYPE_CHECKING:
    from socket import socket

    from lupaus.engine.base import Engine
    from lupaus.web.front import Front
    from lupaus.web.site import Site

__all__ = ["EXAMPLE", "add_arguments", "run"]

_MIB = 1_048_576
EXAMPLE = "lupaus serve --port 8000\n  lupaus serve --default-graph union my.ttl more.nq"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: what to serve, and one flag for each setting."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", type=Path, help="RDF files to serve as they are, by their suffix"
    )
    parser.add_argument(
        "--release", metavar="DIR", type=Path, help="the release to serve (default: the packaged data)"
    )
    parser.add_argument(
        "--kept",
        metavar="DIR",
        type=Path,
        help="a folder of earlier releases, which stay reachable by version and time",
    )
    parser.add_argument(
        "--watch",
        metavar="DIR",
        type=Path,
        help="like --release, and go over to the release that is there later; SIGHUP looks at once",
    )
    parser.add_argument("--config", metavar="FILE", type=Path, help="a TOML file with settings")
    files = parser.add_argument_group("with files")
    files.add_argument(
        "--graph",
        action="append",
        default=[],
        metavar="IRI=FILE",
        help="a file of triples and the named graph they go to; may be repeated",
    )
    files.add_argument(
        "--default-graph",
        choices=("unnamed", "union"),
        help="what a query without GRAPH sees: the triples of no named graph (default), or all of them",
    )
    files.add_argument("--base", metavar="IRI", help="what relative IRIs are resolved against (http://localhost/)")
    settings = parser.add_argument_group("settings", "also as LUPAUS_NAME in the environment, or in --config FILE")
    for setting in SETTINGS:
        settings.add_argument(
            setting.flag,
            dest=f"setting_{setting.name}",
            metavar="VALUE",
            help=f"{setting.help} (default: {setting.default!s})".replace("%", "%%"),
        )


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal ends it."""
    flags = {
        setting.name: given
        for setting in SETTINGS
        if (given := getattr(arguments, f"setting_{setting.name}")) is not None
    }
    settings = resolve(flags, config=arguments.config)
    _check_engine(settings)
    graphs = [_graph(text) for text in arguments.graph]
    has_files = bool(arguments.files or graphs)
    is_elsewhere = settings.engine == "sparql"
    if has_files and is_elsewhere:
        raise StartError("An engine elsewhere (--engine sparql) holds its own data: name a release or nothing.")
    if has_files and arguments.release is not None:
        raise StartError("Serve either a release (--release) or files, not both.")
    if arguments.watch is not None and (has_files or arguments.release is not None):
        raise StartError("--watch DIR names the release itself: leave --release and files out.")
    if has_files and arguments.kept is not None:
        raise StartError("--kept is for a release; files have no versions.")
    is_bare = is_elsewhere and arguments.release is None and arguments.watch is None
    if not has_files and (arguments.default_graph or (arguments.base and not is_bare)):
        raise StartError("--base and --default-graph are for files; name at least one.")

    from lupaus.web.server import bind

    listener = bind(settings.host, settings.port)  # first: a port in use is known before anything is built
    try:
        settings = replace(settings, port=listener.getsockname()[1])
        public_url = settings.public_url.rstrip("/") or _local_url(settings)
        if arguments.watch is not None:
            _serve_watched(listener, arguments.watch, arguments.kept, public_url, settings)
            return 0
        if has_files:
            from lupaus.web.opening import site_of_files

            site = site_of_files(
                [*((path, None) for path in arguments.files), *graphs],
                public_url,
                base=arguments.base or "http://localhost/",
                default_graph=arguments.default_graph or "unnamed",
            )
        elif is_bare:
            from lupaus.web.opening import site_of_engine

            site = site_of_engine(public_url, base=arguments.base or "http://localhost/")
        else:
            site = _site_of_release(arguments.release, arguments.kept, public_url)
        _serve(listener, _placed(site, settings), settings)
    finally:
        listener.close()
    return 0


def _site_of_release(path: Path | None, kept: Path | None, public_url: str) -> "Site":
    """The site of a release whose files may still have to be checked, which can be done while the data load."""
    from lupaus.cli.progress import show_progress
    from lupaus.dataset.release import open_kept
    from lupaus.web.opening import site_of_release

    earlier = open_kept(kept) if kept is not None else ()

    if path is not None:
        from lupaus.dataset.release import read_release

        release = read_release(path)
        try:
            return site_of_release(release, public_url, earlier)
        except (OSError, SyntaxError, ValueError):
            release.check()  # it says which file is damaged
            raise
    from lupaus.dataset.build import ensure_release
    from lupaus.dataset.inputs import find_inputs

    with show_progress() as progress:
        release = ensure_release(find_inputs(), progress)
    return site_of_release(release, public_url, earlier)


def _placed(site: "Site", settings: Settings) -> "Site":
    """``site`` with its data where they belong: in memory, or, where they are too many for it, on disk."""
    from lupaus.cli.progress import show_progress
    from lupaus.engine.disk import keep_on_disk, size_of
    from lupaus.sparql.description import NamedGraph

    if settings.engine != "oxigraph" or size_of(site.source) <= settings.memory_data_mib * _MIB:
        return site
    _check(site)
    # The version of a release names its data, and not what describes them.
    key = site.version if site.release is None else site.release.digest
    with show_progress() as progress:
        kept = keep_on_disk(site.source, key, cache_folder() / "stores", progress)
    graphs = tuple(NamedGraph(iri, triples) for iri, triples in kept.graphs)
    return replace(site, source=kept.source, default_triples=kept.default_triples, graphs=graphs)


def _serve(listener: "socket", site: "Site", settings: Settings) -> None:
    from lupaus.cli.banner import show_banner
    from lupaus.web.opening import count_graphs
    from lupaus.web.server import Serving

    engine = _engine(site, settings)
    made: list[Front] = []

    async def make_app() -> "Front":
        from lupaus.web.app import create_app

        counted = await count_graphs(site, engine, settings.query_time_limit_ms)
        made.append(create_app(engine, counted, settings))
        return made[0]

    def prepare() -> None:
        _check(site)
        _prepare()

    Serving(listener, engine, make_app, settings, lambda: show_banner(site, settings), prepare).run()
    for front in made:
        front.log.flush()


def _serve_watched(listener: "socket", path: Path, kept: Path | None, public_url: str, settings: Settings) -> None:
    """Serve what is at ``path`` now, and what will be there later."""
    from lupaus.cli.banner import show_banner
    from lupaus.web.generations import Generation, Generations
    from lupaus.web.metrics import Metrics
    from lupaus.web.server import Serving

    metrics = Metrics()
    sites: list[Site] = []

    def look() -> str:
        try:
            manifest = (path / "manifest.json").resolve()
            found = manifest.stat()
        except OSError:
            return ""  # a link that is being moved
        return f"{manifest} {found.st_ino} {found.st_mtime_ns}"

    def open_site() -> "Site":
        site = _site_of_release(path.resolve(), kept, public_url)
        _check(site)
        return _placed(site, settings)

    async def make() -> Generation:
        from lupaus.web.app import create_app

        site = await asyncio.to_thread(open_site)
        engine = _engine(site, settings)
        await engine.start()
        sites.append(site)
        release = site.release
        assert release is not None
        return Generation(site.version, engine, create_app(engine, site, settings, metrics=metrics), release.close)

    generations = Generations(make, look)

    async def make_app() -> Generations:
        return generations

    Serving(listener, generations, make_app, settings, lambda: show_banner(sites[0], settings), _prepare).run()


def _check(site: "Site") -> None:
    if site.release is not None:
        site.release.check()


def _prepare() -> None:
    """Import what the first request needs: half a second of work, for which nobody waits while the data load."""
    import_module("lupaus.web.app")


def _check_engine(settings: Settings) -> None:
    """Find out before anything is built whether there is such an engine."""
    if settings.engine not in ("oxigraph", "rdflib", "sparql"):
        raise StartError(f"There is no engine {settings.engine!r}; --engine is oxigraph, sparql or rdflib.")
    if settings.engine == "sparql":
        from lupaus.engine.remote.address import addresses_of
        from lupaus.engine.remote.profiles import profile_of

        addresses_of(settings.engine_url)
        profile_of(settings.engine_profile)
    elif settings.engine_url:
        raise StartError("--engine-url names an engine elsewhere; add --engine sparql.")
    if settings.federation_allow or settings.federation_allow_private:
        if settings.engine != "oxigraph":
            raise StartError(f"--engine {settings.engine} calls no other endpoint: allow no SERVICE.")
        from lupaus.federation.targets import Targets

        Targets.from_settings(settings)


def _engine(site: "Site", settings: Settings) -> "Engine":
    if settings.engine == "sparql":
        return _engine_elsewhere(site, settings)
    from lupaus.engine.pool import WorkerPool

    if settings.federation_allow or settings.federation_allow_private:
        from lupaus.federation.engine import FederatedEngine
        from lupaus.federation.targets import Targets

        return FederatedEngine(site.source, settings, Targets.from_settings(settings))
    return WorkerPool(site.source, settings, "rdflib" if settings.engine == "rdflib" else "oxigraph")


def _engine_elsewhere(site: "Site", settings: Settings) -> "Engine":
    import os

    from lupaus.engine.remote.address import Secrets
    from lupaus.engine.remote.engine import RemoteEngine
    from lupaus.engine.remote.profiles import profile_of
    from lupaus.publishing.publisher import names_of

    opaque_types = profile_of(settings.engine_profile).opaque_types
    names = names_of(site.release, opaque_types) if site.release is not None else None
    return RemoteEngine(settings, Secrets.from_environment(os.environ), names)


def _graph(text: str) -> tuple[Path, str]:
    iri, equals, file = text.rpartition("=")
    if not equals or ":" not in iri:
        raise StartError(
            f"--graph is {text!r}, but must be IRI=FILE, as in --graph http://example.org/g=data.ttl."
        )
    return Path(file), iri


def _local_url(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"

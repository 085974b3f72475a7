"""Making a site: of a release, or of files named on the command line."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from lupaus.dataset.history import History
from lupaus.dataset.partitions import Partitions, read_partitions
from lupaus.dataset.release import Release
from lupaus.engine.base import AnswerCut, Engine, EngineRequest, StoreFile, StoreSource
from lupaus.errors import AnswerError, StartError
from lupaus.media import GRAPH_FORMATS, JSON, JSONLD, NTRIPLES, RDFXML, Format, by_suffix
from lupaus.namespaces import prefixes_for
from lupaus.sparql.counted import Counted
from lupaus.sparql.description import NamedGraph
from lupaus.web.site import ServedFile, Site
from lupaus.web.triples import read_examples

__all__ = ["count_graphs", "format_of", "site_of_engine", "site_of_files", "site_of_release"]

_MORE_SUFFIXES: dict[str, Format] = {"owl": RDFXML, "xml": RDFXML, "json": JSONLD}
_PACKED = frozenset({"gz", "bz2", "xz", "zst", "zip"})
_BLOCK_BYTES = 1_048_576


def site_of_release(release: Release, public_url: str, kept: Iterable[Release] = ()) -> Site:
    """The site that serves a release, documents and all.

    :param kept: earlier releases, whose documents and dumps stay reachable.
    :raises StartError: if one of them does not come before it.
    """
    manifest = release.manifest
    graph_files = release.graph_files()
    examples = next((graph_files[g.iri] for g in manifest.graphs if g.name == "examples"), None)
    source = StoreSource(
        (
            StoreFile(release.default_file, NTRIPLES.name),
            *(StoreFile(path, NTRIPLES.name, graph=iri) for iri, path in graph_files.items()),
        ),
        default_parts=frozenset(manifest.default_parts),
    )
    return Site(
        source=source,
        version=release.version,
        released=release.released,
        base=release.base,
        title="The Helsinki Impact Declaration Knowledge Graph",
        public_url=public_url,
        release=release,
        history=History(release, kept),
        graphs=tuple(NamedGraph(graph.iri, graph.triples) for graph in manifest.graphs),
        default_triples=manifest.default_triples,
        counted=_counted(release),
        prefixes=prefixes_for(release.base),
        examples=read_examples(examples) if examples is not None else (),
    )


def _counted(release: Release) -> Counted:
    manifest = release.manifest
    files = {graph.name: release.path / graph.file for graph in manifest.graphs}
    partitions = Partitions(None, None)
    if "void" in files:
        partitions = read_partitions(files["void"], release.base, manifest.default_triples)
    graphs = {graph.iri: graph.triples for graph in manifest.graphs if graph.triples}
    return Counted(manifest.default_triples, graphs, partitions.classes, partitions.properties)


def site_of_files(
    files: Iterable[tuple[Path, str | None]],
    public_url: str,
    *,
    base: str = "http://localhost/",
    default_graph: Literal["unnamed", "union"] = "unnamed",
) -> Site:
    """The site that serves RDF files as they are; each with the named graph its triples go to, or ``None``.

    Its version is a hash of the files' bytes, so that an ETag outlives a restart but not a change.

    :raises StartError: if a file cannot be read, or its suffix says nothing of its format.
    """
    digest = hashlib.sha256(f"{base}\n{default_graph}\n".encode())
    stored: list[StoreFile] = []
    served: list[ServedFile] = []
    latest = 0.0
    for path, graph in files:
        form = format_of(path)
        if graph is not None and form.kind == "dataset":
            raise StartError(f"{path.name} holds named graphs of its own; --graph is for files of triples.")
        try:
            latest = max(latest, path.stat().st_mtime)
            digest.update(f"{graph or ''}\n{form.name}\n{_hash(path)}\n".encode())
        except OSError as error:
            raise StartError(f"{path} cannot be read: {error.strerror}.") from None
        stored.append(StoreFile(path, form.name, graph, base))
        served.append(ServedFile(path.name, graph))
    return Site(
        source=StoreSource(tuple(stored), default_graph),
        version=digest.hexdigest(),
        released=datetime.fromtimestamp(int(latest), UTC),
        base=base,
        title="RDF files, served by lupaus",
        public_url=public_url,
        files=tuple(served),
    )


def site_of_engine(public_url: str, *, base: str = "http://localhost/") -> Site:
    """The site of an engine elsewhere, with whatever it holds; it may change, so that nothing of it is kept."""
    return Site(
        source=StoreSource(()),
        version="live",
        released=datetime.now(UTC).replace(microsecond=0),
        base=base,
        title="A SPARQL engine, served by lupaus",
        public_url=public_url,
        is_live=True,
    )


def format_of(path: Path) -> Format:
    """The RDF format that a file's suffix says.

    :raises StartError: if it says none that we read.
    """
    suffix = path.suffix.lower().lstrip(".")
    form = by_suffix(suffix, GRAPH_FORMATS) or _MORE_SUFFIXES.get(suffix)
    if form is None:
        known = ", ".join(f".{f.suffix}" for f in GRAPH_FORMATS)
        advice = "Unpack it first." if suffix in _PACKED else f"RDF files end in {known}."
        raise StartError(f"{path.name} has no suffix that names an RDF format. {advice}")
    return form


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


async def count_graphs(site: Site, engine: Engine, time_limit_ms: int) -> Site:
    """``site`` with the names and sizes of its graphs, asked of the running engine.

    A release has counted itself, and so has a store on disk. Where counting takes too long, nothing is said rather
    than something wrong.
    """
    if site.release is not None or site.source.rocksdb is not None:
        return site
    try:
        graphs = await _ask(engine, _COUNT_NAMED, time_limit_ms)
        default = await _ask(engine, _COUNT_DEFAULT, time_limit_ms)
    except (AnswerError, AnswerCut):
        return site
    named = tuple(NamedGraph(row["g"]["value"], int(row["n"]["value"])) for row in graphs if "g" in row)
    return replace(site, graphs=named, default_triples=int(default[0]["n"]["value"]))


_COUNT_NAMED = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_COUNT_DEFAULT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


async def _ask(engine: Engine, query: str, time_limit_ms: int) -> list[dict[str, dict[str, str]]]:
    answer = await engine.answer(EngineRequest(query, "select", JSON, time_limit_ms=time_limit_ms))
    try:
        body = b"".join([chunk async for chunk in answer])
    finally:
        await answer.aclose()
    rows: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
    return rows

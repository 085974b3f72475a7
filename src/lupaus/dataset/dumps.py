"""The files to download: each graph, the whole, and the part under CC0; in every format, plain and packed."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from lupaus.dataset.canonical import nquads
from lupaus.dataset.dcat import Dump
from lupaus.dataset.jsonld import dataset_jsonld
from lupaus.dataset.manifest import file_entry
from lupaus.dataset.packing import PACKED
from lupaus.dataset.rendering import render
from lupaus.dataset.terms import Graphs, by_text
from lupaus.media import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from lupaus.namespaces import graph_iri

__all__ = ["CC0", "GRAPH_FILES", "graph_dumps", "graph_files", "whole_dumps", "whole_files"]

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
GRAPH_FILES: tuple[Format, ...] = (NTRIPLES, TURTLE, RDFXML, JSONLD, TRIG, NQUADS)
_LABELS = {
    NTRIPLES: "N-Triples", TURTLE: "Turtle", RDFXML: "RDF/XML", JSONLD: "JSON-LD", TRIG: "TriG", NQUADS: "N-Quads",
}  # fmt: skip
_WHOLE = (
    ("dataset.nq", NQUADS, "Every named graph, N-Quads"),
    ("dataset.trig", TRIG, "Every named graph, TriG"),
    ("dataset.jsonld", JSONLD, "Every named graph, JSON-LD"),
    ("default.nt", NTRIPLES, "The default graph, N-Triples"),
    ("default.ttl", TURTLE, "The default graph, Turtle"),
)
_FREE = ("cc0.nq", NQUADS, "Every source graph under CC0 1.0, and the description, N-Quads")
_CANONICAL = ("canonical.nq", NQUADS, "Every graph the version is the hash of, canonical N-Quads")


def graph_files(name: str, graphs: Graphs, base: str, prefixes: Mapping[str, str]) -> dict[str, bytes]:
    """One graph in every format, by the path of its file."""
    graph = NamedNode(graph_iri(name, base))
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t in sorted(graphs[name], key=by_text)]
    return {f"graphs/{name}.{form.suffix}": render(quads, form.name, prefixes) for form in GRAPH_FILES}


def whole_files(
    graphs: Graphs, default: Iterable[Quad], free: Iterable[str], base: str, prefixes: Mapping[str, str]
) -> dict[str, bytes]:
    """The files that hold more than one graph.

    :param default: the default graph, as quads without a graph's name.
    :param free: the names of the graphs under CC0.
    """
    merged = sorted(default, key=by_text)
    quads = [
        Quad(t.subject, t.predicate, t.object, NamedNode(graph_iri(name, base)))
        for name, triples in graphs.items()
        for t in sorted(triples, key=by_text)
    ]
    return {
        "dataset.nq": nquads(graphs, base),
        "dataset.trig": render(quads, "trig", prefixes),
        "dataset.jsonld": dataset_jsonld(graphs, base, prefixes),
        "default.nt": render(merged, "ntriples", prefixes),
        "default.ttl": render(merged, "turtle", prefixes),
        "cc0.nq": nquads({name: graphs[name] for name in free}, base),
    }


def whole_dumps(free: Iterable[str], files: Mapping[str, bytes]) -> list[Dump]:
    """The entries of those files. Only what does not hold the description can have its size and hash stated in it.

    :param free: the names of the graphs under CC0.
    """
    dumps = [Dump(*row, packing=packing) for row in _WHOLE for packing in ("", *PACKED)]
    dumps += [Dump(*_FREE, packing=packing, parts=tuple(free)) for packing in ("", *PACKED)]
    dumps += [_measured(Dump(*_CANONICAL, packing=packing), files) for packing in ("", *PACKED)]
    return dumps


def graph_dumps(name: str, files: Mapping[str, bytes]) -> list[Dump]:
    """The entries of the files of one graph."""
    return [
        _measured(
            Dump(f"graphs/{name}.{form.suffix}", form, f"Graph {name}, {_LABELS[form]}", name, packing=packing),
            files,
        )
        for form in GRAPH_FILES
        for packing in ("", *PACKED)
    ]


def _measured(dump: Dump, files: Mapping[str, bytes]) -> Dump:
    if dump.path not in files:
        return dump
    entry = file_entry(files[dump.path])
    return dump.measured(entry.bytes, entry.sha256)

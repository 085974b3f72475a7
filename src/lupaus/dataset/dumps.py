"""The files to download: each graph, the whole, and the part under CC0; in every format, plain and packed."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from lupaus.dataset.canonical import turtle_with
from lupaus.dataset.dcat import Dump
from lupaus.dataset.jsonld import dataset_jsonld, to_jsonld
from lupaus.dataset.manifest import file_entry
from lupaus.dataset.packing import PACKED
from lupaus.dataset.rendering import rdfxml_with, trig_with
from lupaus.dataset.sheet import Sheet, nquads_of, ntriples_of, used_prefixes
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


def graph_files(name: str, sheet: Sheet, base: str, prefixes: Mapping[str, str]) -> dict[str, bytes]:
    """One graph in every format, by the path of its file."""
    graph = graph_iri(name, base)
    used = used_prefixes(prefixes, sheet.texts)
    written = {
        NTRIPLES: ntriples_of(sheet),
        TURTLE: turtle_with(sheet.triples, used),
        RDFXML: rdfxml_with(sheet.triples, used),
        JSONLD: to_jsonld(sheet.triples, prefixes),
        TRIG: trig_with(_quads({graph: sheet}), used_prefixes(prefixes, (*sheet.texts, graph))),
        NQUADS: nquads_of({graph: sheet}),
    }
    return {f"graphs/{name}.{form.suffix}": written[form] for form in GRAPH_FILES}


def whole_files(
    sheets: Mapping[str, Sheet], default: Sheet, free: Iterable[str], base: str, prefixes: Mapping[str, str]
) -> dict[str, bytes]:
    """The files that hold more than one graph.

    :param sheets: of the named graphs, by name.
    :param default: of the default graph.
    :param free: the names of the graphs under CC0.
    """
    named = {graph_iri(name, base): sheet for name, sheet in sheets.items()}
    used = used_prefixes(prefixes, (*named, *(text for sheet in named.values() for text in sheet.texts)))
    return {
        "dataset.nq": nquads_of(named),
        "dataset.trig": trig_with(_quads(dict(sorted(named.items()))), used),
        "dataset.jsonld": dataset_jsonld(named, prefixes),
        "default.nt": ntriples_of(default),
        "default.ttl": turtle_with(default.triples, used_prefixes(prefixes, default.texts)),
        "cc0.nq": nquads_of({graph_iri(name, base): sheets[name] for name in free}),
    }


def _quads(sheets: Mapping[str, Sheet]) -> Iterable[Quad]:
    for iri, sheet in sheets.items():
        graph = NamedNode(iri)
        for t in sheet.triples:
            yield Quad(t.subject, t.predicate, t.object, graph)


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

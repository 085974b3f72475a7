"""The description of the dataset, ``graph/void``: computed from counts, after the version is known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.beside import beside
from lupaus.dataset.dcat import Dump, describe_catalog, describe_dumps
from lupaus.dataset.pen import Pen
from lupaus.dataset.quality import describe_quality
from lupaus.dataset.ranges import type_ranges
from lupaus.dataset.report import Report
from lupaus.dataset.service import DEFAULT_GRAPH, describe_service
from lupaus.dataset.statistics import Census, count
from lupaus.dataset.store import merge
from lupaus.dataset.terms import RDF_TYPE, Graphs, Term, iri
from lupaus.dataset.void import (
    describe_linksets,
    describe_vocabularies,
    write_counts,
    write_links,
    write_partitions,
)
from lupaus.namespaces import graph_iri

__all__ = ["Subject", "describe", "licence_of", "rights_of"]

_ROUNDS = 8
_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
"""Those of documents and dumps, by their names among the W3C's unique URIs for file formats."""


@dataclass(frozen=True)
class Subject:
    """What is described."""

    base: str
    graphs: Graphs
    """Every named graph except the description itself."""
    described: frozenset[Triple]
    """What ``data/dataset.ttl`` says; all of it becomes part of the description."""
    report: Report
    version: str
    modified: Literal

    @property
    def dataset(self) -> NamedNode:
        """The dataset's IRI."""
        return NamedNode(self.base + "dataset")


def licence_of(subject: Subject, name: str) -> str | None:
    """The licence of a named graph: its own; or the dataset's, unless rights are stated instead of a licence."""
    own = _values(subject, NamedNode(graph_iri(name, subject.base)), "dcterms:license")
    if not own and not rights_of(subject, name):
        own = _values(subject, subject.dataset, "dcterms:license")
    return own[0].value if own and isinstance(own[0], NamedNode) else None


def rights_of(subject: Subject, name: str) -> list[str]:
    """What ``data/dataset.ttl`` says of rights and attribution due for a named graph, English first."""
    stated = _values(subject, NamedNode(graph_iri(name, subject.base)), "dcterms:rights")
    literals = [term for term in stated if isinstance(term, Literal)]
    return [
        literal.value for literal in sorted(literals, key=lambda r: (r.language != "en", r.language or "", str(r)))
    ]


def describe(subject: Subject, dumps: Callable[[], Iterable[Dump]] = tuple) -> frozenset[Triple]:
    """The triples of ``graph/void``.

    The totals count the description too, so that they equal what the endpoint counts: it is written again with its
    own counts until nothing changes. Only the number of distinct objects can be without a solution, since that
    number is itself an object; it is then left out.

    :param dumps: gives the files to download. It is called last, for they may still be in the making.
    """
    counted = _Counted(subject.graphs, subject.base)
    fixed = _without_counts(subject, counted, dumps)
    described: frozenset[Triple] = frozenset()
    for has_objects in (True, False):
        for _ in range(_ROUNDS):
            written = _with_counts(subject, fixed, counted, described, has_objects=has_objects)
            if written == described:
                return described
            described = written
    raise AssertionError("a description without its number of objects has a fixed form")


def _without_counts(
    subject: Subject, counted: "_Counted", dumps: Callable[[], Iterable[Dump]]
) -> frozenset[Triple]:
    """Everything whose form does not depend on how large the description is."""
    dataset, modified = subject.dataset, iri("dcterms:modified")
    pen = Pen(subject.base, (t for t in subject.described if t.subject != dataset or t.predicate != modified))
    pen.say(dataset, dcterms_modified=subject.modified)
    for name in (*subject.graphs, "void"):
        graph = pen.node(f"graph/{name}")
        pen.say(dataset, void_subset=graph)
        pen.suggest(graph, dcterms_title=f"Graph {name}")
        if (licence := licence_of(subject, name)) is not None:
            pen.suggest(graph, dcterms_license=NamedNode(licence))
    describe_catalog(pen, dataset, subject.version, subject.modified, _names(subject))
    describe_linksets(pen, dataset, subject.graphs)
    describe_quality(pen, dataset, subject.graphs, subject.report)
    _describe_access(pen, subject)
    for name, counts in counted.each.items():
        write_counts(pen, pen.node(f"graph/{name}"), counts)
        write_partitions(pen, pen.node(f"graph/{name}"), name, counts)
    describe_dumps(pen, dataset, subject.version, dumps())
    return frozenset(pen.triples)


class _Counted:
    """What stays the same while the description is written: the graphs without it, counted."""

    def __init__(self, graphs: Graphs, base: str) -> None:
        space, merged = base + "id/", merge(graphs)
        self.sizes = {name: len(triples) for name, triples in graphs.items()}
        with beside(lambda: {name: count(triples, space) for name, triples in graphs.items()}) as each:
            self.everything = Census(frozenset().union(*graphs.values()), space)
            self.default = Census(merged, space)
            self.told = {t.object for t in merged if t.predicate == RDF_TYPE and isinstance(t.object, NamedNode)}
            self.each = each()


def _with_counts(
    subject: Subject,
    fixed: frozenset[Triple],
    counted: _Counted,
    described: frozenset[Triple],
    *,
    has_objects: bool,
) -> frozenset[Triple]:
    pen = Pen(subject.base, fixed)
    everything = counted.everything.with_more(described)
    write_counts(pen, subject.dataset, everything, has_objects=has_objects)
    default = pen.node(DEFAULT_GRAPH)
    pen.say(subject.dataset, void_subset=default)
    merged = counted.default.with_more(described)
    write_counts(pen, default, merged, has_objects=has_objects)
    write_partitions(pen, default, "default", merged)
    write_links(pen, "default", merged, counted.told)  # but not of classes that only the description itself uses
    describe_vocabularies(pen, subject.dataset, everything)
    describe_service(pen, subject.dataset, counted.sizes | {"void": len(described)})
    type_ranges(pen)
    return frozenset(pen.triples)


def _describe_access(pen: Pen, subject: Subject) -> None:
    """How to get at things: endpoint, spaces of IRIs, one example of each kind."""
    space = subject.base + "id/"
    examples: dict[str, str] = {}
    for triple in subject.graphs.get("curated", ()):
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(space):
            kind = triple.subject.value.removeprefix(space).partition("/")[0]
            examples[kind] = min(triple.subject.value, examples.get(kind, triple.subject.value))
    pen.say(
        subject.dataset,
        void_sparqlEndpoint=pen.node("sparql"), void_uriSpace=Literal(space),
        void_exampleResource=[NamedNode(example) for example in examples.values()],
        void_rootResource=pen.node("catalog"), void_feature=[iri(f"formats:{name}") for name in _FORMATS],
    )  # fmt: skip


def _names(subject: Subject) -> dict[Term, Literal]:
    """The English label of each thing in the curated graph."""
    label = iri("rdfs:label")
    return {
        t.subject: t.object
        for t in subject.graphs.get("curated", ())
        if t.predicate == label and isinstance(t.object, Literal) and t.object.language == "en"
    }


def _values(subject: Subject, node: NamedNode, predicate: str) -> list[Term]:
    wanted = iri(predicate)
    return sorted((t.object for t in subject.described if t.subject == node and t.predicate == wanted), key=str)

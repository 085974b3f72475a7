"""Canonical N-Quads (RDFC-1.0) and the version that is their hash."""

import hashlib
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, serialize

from lupaus.dataset.sheet import used_prefixes
from lupaus.dataset.terms import Graphs
from lupaus.namespaces import graph_iri

__all__ = ["canonical_quads", "canonicalize", "ntriples", "quads_of", "turtle", "turtle_with", "version_of"]


def canonicalize(graphs: Graphs, base: str) -> Graphs:
    """The same graphs with blank nodes named by RDFC-1.0 over the dataset as a whole.

    What a blank node is called depends on the quads with blank nodes alone (RDFC-1.0, section 4.4).
    """
    loose = {name: frozenset(filter(_has_blank_node, triples)) for name, triples in graphs.items()}
    dataset = _canonical(quads_of(loose, base))

    def named(name: str) -> set[Triple]:
        return {quad.triple for quad in dataset.quads_for_graph_name(NamedNode(graph_iri(name, base)))}

    return {name: triples - loose[name] | named(name) for name, triples in graphs.items()}


def canonical_quads(quads: Iterable[Quad]) -> frozenset[Quad]:
    """The same dataset with blank nodes named by RDFC-1.0: two isomorphic datasets give equal sets."""
    return frozenset(_canonical(quads))


def _canonical(quads: Iterable[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _has_blank_node(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def quads_of(graphs: Graphs, base: str) -> Iterable[Quad]:
    """Every triple of ``graphs`` in its named graph."""
    for name, triples in graphs.items():
        graph = NamedNode(graph_iri(name, base))
        for triple in triples:
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def ntriples(triples: Iterable[Triple]) -> bytes:
    """N-Triples, one triple a line, lines in code point order."""
    return "".join(sorted(f"{triple} .\n" for triple in triples)).encode()


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Turtle with those of ``prefixes`` that are used. The triples of one subject should follow each other."""
    ordered = list(triples)
    return turtle_with(ordered, used_prefixes(prefixes, map(str, ordered)))


def turtle_with(triples: Iterable[Triple], used: Mapping[str, str]) -> bytes:
    """Turtle with these prefixes, all of which are used."""
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(used))
    assert written is not None
    lines = written.splitlines(keepends=True)
    # The serialiser keeps prefixes in a hash table, and their order changes from one run to the next.
    head = sorted(lines[: len(used)])
    return b"".join([*head, b"\n" if head else b"", *lines[len(used) :]])


def version_of(canonical: bytes) -> str:
    """The version of a dataset: SHA-256 of its canonical N-Quads, in hexadecimal digits."""
    return hashlib.sha256(canonical).hexdigest()

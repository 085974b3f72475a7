"""Canonical N-Quads (RDFC-1.0) and the version that is their hash."""

import hashlib
from collections.abc import Iterable, Mapping

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, serialize

from lupaus.dataset.terms import Graphs
from lupaus.namespaces import graph_iri

__all__ = ["canonical_quads", "canonicalize", "nquads", "ntriples", "quads_of", "turtle", "version_of"]


def canonicalize(graphs: Graphs, base: str) -> Graphs:
    """The same graphs with blank nodes named by RDFC-1.0 over the dataset as a whole."""
    dataset = _canonical(quads_of(graphs, base))
    return {
        name: frozenset(quad.triple for quad in dataset.quads_for_graph_name(NamedNode(graph_iri(name, base))))
        for name in graphs
    }


def canonical_quads(quads: Iterable[Quad]) -> frozenset[Quad]:
    """The same dataset with blank nodes named by RDFC-1.0: two isomorphic datasets give equal sets."""
    return frozenset(_canonical(quads))


def _canonical(quads: Iterable[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def quads_of(graphs: Graphs, base: str) -> Iterable[Quad]:
    """Every triple of ``graphs`` in its named graph."""
    for name, triples in graphs.items():
        graph = NamedNode(graph_iri(name, base))
        for triple in triples:
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def nquads(graphs: Graphs, base: str) -> bytes:
    """The serialized canonical form (RDFC-1.0, section 5): one quad a line, lines in code point order."""
    return _sorted_lines(serialize(quads_of(graphs, base), format=RdfFormat.N_QUADS))


def ntriples(triples: Iterable[Triple]) -> bytes:
    """N-Triples, one triple a line, lines in code point order."""
    return _sorted_lines(serialize(triples, format=RdfFormat.N_TRIPLES))


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Turtle with those of ``prefixes`` that are used. The triples of one subject should follow each other."""
    ordered = list(triples)
    text = " ".join(map(str, ordered))
    # Our things have slashes in their names, which a prefixed name would have to escape: they are written whole.
    used = {prefix: namespace for prefix, namespace in prefixes.items() if namespace in text and prefix != "lupr"}
    written = serialize(ordered, format=RdfFormat.TURTLE, prefixes=used)
    assert written is not None
    lines = written.splitlines(keepends=True)
    # The serialiser keeps prefixes in a hash table, and their order changes from one run to the next.
    head = sorted(lines[: len(used)])
    return b"".join([*head, b"\n" if head else b"", *lines[len(used) :]])


def version_of(canonical: bytes) -> str:
    """The version of a dataset: SHA-256 of its canonical N-Quads, in hexadecimal digits."""
    return hashlib.sha256(canonical).hexdigest()


def _sorted_lines(text: bytes | None) -> bytes:
    """UTF-8 sorts as its code points do, and line ends in literals are escaped: the bytes can be sorted."""
    assert text is not None
    return b"".join(sorted(text.splitlines(keepends=True)))

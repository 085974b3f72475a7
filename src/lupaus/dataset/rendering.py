"""One set of quads in every RDF format, the same bytes each time."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from lupaus.dataset.canonical import ntriples, turtle
from lupaus.dataset.jsonld import to_jsonld
from lupaus.dataset.sheet import used_prefixes

__all__ = ["RENDERED", "rdfxml_with", "render", "trig_with"]

Prefixes = Mapping[str, str]


def render(quads: Iterable[Quad], form: str, prefixes: Prefixes) -> bytes:
    """``quads`` in the format that ``form`` names; its subjects in the order in which they come.

    Formats of triples hold each triple once, whatever the graphs it stands in. Formats of quads keep the graphs.

    :raises KeyError: if there is no such format.
    """
    return _WRITERS[form](list(quads), prefixes)


def _triples(quads: Iterable[Quad]) -> list[Triple]:
    return list(dict.fromkeys(quad.triple for quad in quads))


def _turtle(quads: Sequence[Quad], prefixes: Prefixes) -> bytes:
    return turtle(_triples(quads), prefixes)


def _ntriples(quads: Sequence[Quad], prefixes: Prefixes) -> bytes:
    return ntriples(_triples(quads))


def _jsonld(quads: Sequence[Quad], prefixes: Prefixes) -> bytes:
    return to_jsonld(_triples(quads), prefixes)


def _rdfxml(quads: Sequence[Quad], prefixes: Prefixes) -> bytes:
    return rdfxml_with(_triples(quads), used_prefixes(prefixes, map(str, quads)))


def rdfxml_with(triples: Iterable[Triple], used: Prefixes) -> bytes:
    """RDF/XML with these prefixes."""
    written = serialize(triples, format=RdfFormat.RDF_XML, prefixes=dict(used))
    assert written is not None
    head, start, rest = written.partition(b"<rdf:RDF")
    names, end, body = rest.partition(b">")
    # The serialiser keeps prefixes in a hash table, and their order changes from one run to the next.
    return head + start + b"".join(b" " + name for name in sorted(names.split())) + end + body


def _nquads(quads: Sequence[Quad], prefixes: Prefixes) -> bytes:
    written = serialize(quads, format=RdfFormat.N_QUADS)
    assert written is not None
    return b"".join(sorted(written.splitlines(keepends=True)))


def _trig(quads: Sequence[Quad], prefixes: Prefixes) -> bytes:
    """The unnamed graph first, then each named one in a block of its own."""
    graphs = {quad.graph_name: None for quad in quads}
    names = sorted(graphs, key=lambda name: "" if isinstance(name, DefaultGraph) else str(name))
    ordered = [quad for name in names for quad in quads if quad.graph_name == name]
    return trig_with(ordered, used_prefixes(prefixes, map(str, quads)))


def trig_with(quads: Iterable[Quad], used: Prefixes) -> bytes:
    """TriG with these prefixes, all of which are used. The quads of one graph should follow each other."""
    written = serialize(quads, format=RdfFormat.TRIG, prefixes=dict(used))
    assert written is not None
    lines = written.splitlines(keepends=True)
    head = sorted(lines[: len(used)])
    return b"".join([*head, b"\n" if head else b"", *lines[len(used) :]])


_WRITERS: Mapping[str, Callable[[Sequence[Quad], Prefixes], bytes]] = {
    "turtle": _turtle,
    "ntriples": _ntriples,
    "rdfxml": _rdfxml,
    "jsonld": _jsonld,
    "trig": _trig,
    "nquads": _nquads,
}
RENDERED = tuple(_WRITERS)
"""The names of the formats, as ``media.py`` spells them."""

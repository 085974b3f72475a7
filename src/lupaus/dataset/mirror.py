"""The default graph of a store as rdflib sees it: read as far as shapes ask about it, and no further.

To copy all triples into a graph of rdflib's own takes about as long as half of their validation.
A literal is seen as the store writes it; ``find_noncanonical_literals`` refuses what a source writes otherwise.
"""

from collections.abc import Generator, Iterator
from functools import cache, cached_property
from typing import Self

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple
from pyoxigraph import Store as OxigraphStore
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.paths import Path
from rdflib.store import Store
from rdflib.term import Node

from lupaus.dataset.prepared import PreparedGraph
from lupaus.dataset.terms import Term

__all__ = ["Unchanging", "mirror", "to_oxigraph_term", "to_rdflib_term", "to_rdflib_triple"]

_Triple = tuple[Node, Node, Node]
_Pattern = tuple[Node | None, Node | None, Node | None]
_Values = dict[Node, list[Node]]
_DEFAULT = DefaultGraph()


def mirror(store: OxigraphStore) -> Graph:
    """The default graph of ``store`` as it is now; what is added to the store later may be seen or not."""
    return _View(_Mirror(store))


_Subject = Node | list[Node] | None
_Property = Path | Node | None


class _View(PreparedGraph):
    """A graph whose commonest question goes to the values at once, not by way of triples."""

    def __init__(self, mirror: "_Mirror") -> None:
        super().__init__(mirror)
        self._mirror = mirror

    def objects(
        self, subject: _Subject = None, predicate: _Property = None, unique: bool = False
    ) -> Generator[Node, None, None]:
        if isinstance(subject, Node) and isinstance(predicate, URIRef) and not unique:
            yield from self._mirror.values_of(subject).get(predicate, ())
        else:
            yield from super().objects(subject, predicate, unique)


class Unchanging(Graph):
    """The triples of another graph, which is changed seldom or never: what is asked often is looked up once."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph.store, graph.identifier)
        self._values: dict[tuple[Node, URIRef], tuple[Node, ...]] = {}

    def objects(
        self, subject: _Subject = None, predicate: _Property = None, unique: bool = False
    ) -> Generator[Node, None, None]:
        if not (isinstance(subject, Node) and isinstance(predicate, URIRef)) or unique:
            yield from super().objects(subject, predicate, unique)
            return
        if (values := self._values.get((subject, predicate))) is None:
            values = self._values[subject, predicate] = tuple(super().objects(subject, predicate))
        yield from values

    def add(self, triple: _Triple) -> Self:
        self._values.clear()
        super().add(triple)
        return self

    def remove(self, triple: _Pattern) -> Self:
        self._values.clear()
        super().remove(triple)
        return self


class _Mirror(Store):
    """A store of rdflib's that cannot be written to."""

    def __init__(self, store: OxigraphStore) -> None:
        super().__init__()
        self._store = store
        self._about: dict[Node, _Values] = {}
        self._towards: dict[Node, _Values] = {}

    def __len__(self, context: Graph | None = None) -> int:
        return self._length  # asked at every turn, to see whether there is anything at all

    @cached_property
    def _length(self) -> int:
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, _DEFAULT))

    def triples(
        self, triple_pattern: _Pattern, context: Graph | None = None
    ) -> Iterator[tuple[_Triple, Iterator[Graph | None]]]:
        subject, predicate, object_ = triple_pattern
        nowhere: Iterator[Graph | None] = iter(())
        if subject is not None:
            for property_, value in _pairs(self.values_of(subject), predicate):
                if object_ is None or object_ == value:
                    yield (subject, property_, value), nowhere
        elif object_ is not None:
            for property_, thing in _pairs(self._things_with(object_), predicate):
                yield (thing, property_, object_), nowhere
        else:
            wanted = None if predicate is None else _named(predicate)
            for quad in self._store.quads_for_pattern(None, wanted, None, _DEFAULT):
                yield to_rdflib_triple(quad), nowhere

    def values_of(self, subject: Node) -> _Values:
        if (values := self._about.get(subject)) is None:
            values = self._about[subject] = {}
            if not isinstance(subject, RdflibLiteral):
                for quad in self._store.quads_for_pattern(_resource(subject), None, None, _DEFAULT):
                    values.setdefault(to_rdflib_term(quad.predicate), []).append(to_rdflib_term(quad.object))
        return values

    def _things_with(self, object_: Node) -> _Values:
        if (things := self._towards.get(object_)) is None:
            things = self._towards[object_] = {}
            for quad in self._store.quads_for_pattern(None, None, to_oxigraph_term(object_), _DEFAULT):
                things.setdefault(to_rdflib_term(quad.predicate), []).append(to_rdflib_term(quad.subject))
        return things


def _pairs(values: _Values, predicate: Node | None) -> Iterator[tuple[Node, Node]]:
    for property_ in values if predicate is None else (predicate,):
        for value in values.get(property_, ()):
            yield property_, value


def to_rdflib_triple(triple: Triple | Quad) -> _Triple:
    """The triple, or that of the quad, in rdflib's terms."""
    return to_rdflib_term(triple.subject), to_rdflib_term(triple.predicate), to_rdflib_term(triple.object)


@cache
def to_rdflib_term(term: Term) -> Node:
    """The term in rdflib's terms; a literal stays as it is written."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return RdflibLiteral(term.value, lang=term.language)
    return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def to_oxigraph_term(node: Node) -> Term:
    """The term of rdflib as the engine has it."""
    if not isinstance(node, RdflibLiteral):
        return _resource(node)
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=None if node.datatype is None else NamedNode(str(node.datatype)))


def _resource(node: Node) -> NamedNode | BlankNode:
    return BlankNode(str(node)) if isinstance(node, BNode) else _named(node)


def _named(node: Node) -> NamedNode:
    return NamedNode(str(node))

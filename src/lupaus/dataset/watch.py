"""A graph for rdflib that notes what it is asked."""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode
from rdflib import Graph
from rdflib.store import Store
from rdflib.term import Node

from lupaus.dataset.graphs import is_in_default
from lupaus.dataset.lookup import Lookup, Statement
from lupaus.dataset.mirror import to_oxigraph_term, to_rdflib_triple
from lupaus.dataset.prepared import PreparedGraph
from lupaus.dataset.terms import Term

__all__ = ["Question", "watched"]

Question = tuple[Term | None, NamedNode | None, Term | None]
"""A triple, with ``None`` for what is asked for."""

_Triple = tuple[Node, Node, Node]
_Pattern = tuple[Node | None, Node | None, Node | None]


def watched(layers: Sequence[Lookup], asked: set[Question]) -> Graph:
    """The default graph of these statements. What it is asked is added to ``asked``."""
    return PreparedGraph(_Watched(layers, asked))


class _Watched(Store):
    """A store of rdflib's that cannot be written to."""

    def __init__(self, layers: Sequence[Lookup], asked: set[Question]) -> None:
        super().__init__()
        self._layers = layers
        self._asked = asked
        self._questions: dict[_Pattern, Question] = {}

    def __len__(self, context: Graph | None = None) -> int:
        return sum(map(len, self._layers))

    def triples(
        self, triple_pattern: _Pattern, context: Graph | None = None
    ) -> Iterator[tuple[_Triple, Iterator[Graph | None]]]:
        if (question := self._questions.get(triple_pattern)) is None:
            question = self._questions[triple_pattern] = _question(triple_pattern)
            self._asked.add(question)
        subject, predicate, object_ = question
        seen = set()
        for graph, triple in self._statements(subject, predicate, object_):
            if object_ in (None, triple.object) and is_in_default(graph) and triple not in seen:
                seen.add(triple)
                yield to_rdflib_triple(triple), iter(())

    def _statements(
        self, subject: Term | None, predicate: NamedNode | None, object_: Term | None
    ) -> Iterator[Statement]:
        for layer in self._layers:
            if subject is not None:
                found = layer.at(subject, forward=True)
            else:
                found = layer.by_predicate if object_ is None else layer.at(object_, forward=False)
            for statements in found.values() if predicate is None else (found.get(predicate, ()),):
                yield from statements


def _question(pattern: _Pattern) -> Question:
    subject, predicate, object_ = (None if node is None else to_oxigraph_term(node) for node in pattern)
    assert predicate is None or isinstance(predicate, NamedNode)
    return subject, predicate, object_

"""Statements found by either end without a store, which takes longer to fill than to read them all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from pyoxigraph import NamedNode, Triple

from lupaus.dataset.terms import Term

__all__ = ["Lookup", "Statement"]

Statement = tuple[str, Triple]
"""A graph, by its name under ``graph/``, and a triple in it."""

_ByPredicate = Mapping[NamedNode, list[Statement]]
_NONE: _ByPredicate = {}


class Lookup:
    """Statements that do not change."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._statements = list(statements)
        self._about: defaultdict[Term, list[Statement]] = defaultdict(list)
        self._towards: defaultdict[Term, list[Statement]] = defaultdict(list)
        for statement in self._statements:
            self._about[statement[1].subject].append(statement)
            self._towards[statement[1].object].append(statement)
        self._sorted: tuple[dict[Term, _ByPredicate], dict[Term, _ByPredicate]] = ({}, {})

    def __len__(self) -> int:
        return len(self._statements)

    def at(self, node: Term, forward: bool) -> _ByPredicate:
        """What is said of ``node``, or with ``forward`` false what names it as its object, by predicate."""
        known = self._sorted[forward]
        if (found := known.get(node)) is None:
            statements = (self._about if forward else self._towards).get(node)
            found = known[node] = _by_predicate(statements) if statements else _NONE
        return found

    @cached_property
    def graphs(self) -> frozenset[str]:
        """The names of their graphs."""
        return frozenset(graph for graph, _ in self._statements)

    @cached_property
    def by_predicate(self) -> _ByPredicate:
        """All statements, by predicate."""
        return _by_predicate(self._statements)


def _by_predicate(statements: Iterable[Statement]) -> _ByPredicate:
    found: defaultdict[NamedNode, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement[1].predicate].append(statement)
    return dict(found)

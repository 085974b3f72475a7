"""What has been asked of some statements, and what of them it brought up."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from lupaus.dataset.graphs import is_in_default
from lupaus.dataset.lookup import Lookup, Statement
from lupaus.dataset.pattern import Choice, Closure, Inverse, Link, Path
from lupaus.dataset.terms import Term

__all__ = ["Ask", "Reached", "Terms", "TooFar"]

Terms = frozenset[Term]

_PART = 4
"""Beyond one part in so many of the sources, all of them are sooner worked out."""


class TooFar(Exception):
    """Everything, or nearly so, would have to be looked at."""


class Ask(NamedTuple):
    """A question for what is said of things or, with ``forward`` false, for what names them as its object."""

    forward: bool
    predicate: NamedNode | None
    """``None`` for any."""

    @property
    def of_any(self) -> "Ask":
        """The same for any predicate."""
        return Ask(self.forward, None)

    def among(self, by_predicate: Mapping[NamedNode, list[Statement]]) -> Sequence[Statement]:
        """Its answers, among all statements at the same end of a node."""
        if self.predicate is None:
            return list(chain.from_iterable(by_predicate.values()))
        return by_predicate.get(self.predicate, ())


class Reached:
    """The statements that were asked for, of the sources and, beside them, of what has been inferred so far."""

    def __init__(self, sources: Lookup, inferred: Lookup) -> None:
        self._sources, self._inferred = sources, inferred
        self._limit = max(1000, len(sources) // _PART)
        self._asked: dict[Ask, set[Term]] = {}
        self._asked_everywhere: set[NamedNode] = set()
        self._looked_up: dict[tuple[Ask, Terms], list[Triple]] = {}
        self.statements: set[Statement] = set()
        """Those of the sources."""
        self.new: list[tuple[Ask, Terms]] = []
        """What was asked for the first time, for rules to answer too; no nodes for all there are."""

    def look(self, ask: Ask, nodes: Terms) -> list[Triple]:
        """All answers about ``nodes``.

        :raises TooFar: if nearly everything is reached.
        """
        if (found := self._looked_up.get((ask, nodes))) is not None:
            return found
        asked = self._asked.setdefault(ask, set())
        new = nodes - asked - self._asked.get(ask.of_any, set())
        if new:
            asked |= new
            self.new.append((ask, new))
        found = self._looked_up[ask, nodes] = []
        for node in nodes:
            if said := ask.among(self._sources.at(node, ask.forward)):
                found += [triple for _, triple in said]
                if node in new:
                    self._keep(said)
            if said := ask.among(self._inferred.at(node, ask.forward)):
                found += [triple for _, triple in said]
        return found

    def look_everywhere(self, predicate: NamedNode) -> list[Triple]:
        """All statements of a predicate.

        :raises TooFar: as ``look``.
        """
        said = self._sources.by_predicate.get(predicate, [])
        if predicate not in self._asked_everywhere:
            self._asked_everywhere.add(predicate)
            self.new.append((Ask(True, predicate), Terms()))
            self._keep(said)
        return [triple for _, triple in chain(said, self._inferred.by_predicate.get(predicate, ()))]

    def count(self, predicate: NamedNode) -> int:
        """How many statements of the sources have the predicate."""
        return len(self._sources.by_predicate.get(predicate, ()))

    def walk(self, path: Path, nodes: Terms, forward: bool) -> Terms:
        """The nodes at the other end of a path.

        :raises TooFar: as ``look``.
        """
        if isinstance(path, Link):
            assert isinstance(path.predicate, NamedNode)
            triples = self.look(Ask(forward, path.predicate), nodes)
            return frozenset(t.object if forward else t.subject for t in triples)
        if isinstance(path, Inverse):
            return self.walk(path.path, nodes, not forward)
        if isinstance(path, Choice):
            return Terms().union(*(self.walk(one, nodes, forward) for one in path.paths))
        if isinstance(path, Closure):
            return self._closure(path, nodes, forward)
        for one in path.paths if forward else reversed(path.paths):
            nodes = self.walk(one, nodes, forward)
        return nodes

    def _closure(self, path: Closure, nodes: Terms, forward: bool) -> Terms:
        reached, edge = Terms(), nodes
        while edge:
            found = self.walk(path.path, edge, forward)
            edge = found - reached
            reached |= found
        return reached | nodes if path.may_be_empty else reached

    # Where any statement will do, one of the sources is enough, whatever else there is or is inferred. ---------

    def with_any(self, ask: Ask, nodes: Terms) -> Terms:
        """Those of ``nodes`` that have any answer; of these one is reached, not all.

        :raises TooFar: as ``look``.
        """
        rest = self._unsettled({node: ask.among(self._sources.at(node, ask.forward)) for node in nodes})
        found = self.look(ask, rest)
        return nodes - rest | {t.subject if ask.forward else t.object for t in found}

    def in_use(self, predicates: Terms) -> Terms:
        """Those of ``predicates`` that any statement has.

        :raises TooFar: as ``look``.
        """
        named = [predicate for predicate in predicates if isinstance(predicate, NamedNode)]
        rest = self._unsettled({predicate: self._sources.by_predicate.get(predicate, ()) for predicate in named})
        return frozenset(p for p in named if p not in rest or self.look_everywhere(p))

    def _unsettled(self, statements: Mapping[Term, Iterable[Statement]]) -> Terms:
        """Those of which the default graph of the sources says nothing."""
        rest = set()
        for term, some in statements.items():
            one = next((statement for statement in some if is_in_default(statement[0])), None)
            if one is None:
                rest.add(term)
            else:
                self._keep((one,))
        return frozenset(rest)

    def _keep(self, statements: Iterable[Statement]) -> None:
        self.statements.update(statements)
        if len(self.statements) > self._limit:
            raise TooFar

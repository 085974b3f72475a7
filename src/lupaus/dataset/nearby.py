"""The check of a few things by what decides it: their surroundings, as far as rules and shapes look.

Rules are read, and their patterns followed (``reach.py``); shapes are asked, and what they look up is noted
(``watch.py``). What was reached of the sources, and what follows from it, is all that they see when they are asked
about these things; so they say what they would say with everything before them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store, Triple, Variable

from lupaus.dataset.graphs import rule_of
from lupaus.dataset.hygiene import HYGIENE, run_hygiene
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.lookup import Lookup, Statement
from lupaus.dataset.pattern_reader import read_query
from lupaus.dataset.pattern_tokens import Unreadable
from lupaus.dataset.reach import Reach
from lupaus.dataset.reached import Ask, TooFar
from lupaus.dataset.report import Finding
from lupaus.dataset.rules import RULES, SAMEAS, infer
from lupaus.dataset.sources import Sources
from lupaus.dataset.store import load_store
from lupaus.dataset.terms import Graphs, Term
from lupaus.dataset.watch import Question, watched

if TYPE_CHECKING:
    from lupaus.dataset.shacl import Gate

__all__ = ["FEW", "find_nearby"]

FEW = 500
"""What decides about more things than this is found no sooner than everything is worked out."""
_THIS = Variable("this")


def find_nearby(
    inputs: Inputs, sources: Sources, gate: "Gate", focus: Collection[str], rewritten: Mapping[Literal, Literal]
) -> list[Finding] | None:
    """What hygiene rules and shapes say about ``focus``, or ``None`` where it takes everything to tell.

    :param rewritten: literals that the store writes otherwise than the sources do.
    :raises SourceError: as ``infer`` and ``run_hygiene``.
    """
    if len(focus) > FEW:
        return None
    try:
        return _Nearby(inputs, sources, frozenset(focus), rewritten).findings(gate)
    except (TooFar, Unreadable):
        return None


class _Nearby:
    def __init__(
        self, inputs: Inputs, sources: Sources, focus: frozenset[str], rewritten: Mapping[Literal, Literal]
    ) -> None:
        self._inputs = inputs
        self._focus = focus
        paths = (*inputs.queries(RULES), *inputs.queries(SAMEAS))
        self._rules = [read_query(inputs.text(path)) for path in paths]
        self._hygiene = [read_query(inputs.text(path)) for path in inputs.queries(HYGIENE)]
        self._sources = Lookup(_as_stored(_statements(sources), rewritten) if rewritten else _statements(sources))
        self._computed: Graphs = {}
        self._inferred = Lookup(())
        self._store = Store()
        self._reached: set[Statement] = set()
        self._asked: set[Question] = set()

    def findings(self, gate: "Gate") -> list[Finding]:
        """All that is said of the things."""
        # What people wrote, alone: it tells the most of what shapes look up, too.
        alone = gate.validate_graph(watched((self._sources,), self._asked), self._focus)
        self._settle()
        is_settled = False
        while not is_settled:
            together = gate.validate_graph(watched((self._sources, self._inferred), self._asked), self._focus)
            is_settled = not self._settle()
        hygiene = [found for found in run_hygiene(self._inputs, self._store) if found.focus[1:-1] in self._focus]
        return [*alone, *together, *hygiene]

    def _settle(self) -> bool:
        """Reach further until nothing new comes in view, and tell whether more is inferred than before."""
        is_changed = False
        while not (reached := self._reach()) <= self._reached:
            self._reached |= reached
            if not self._infer():
                break
            is_changed = True
        return is_changed

    def _reach(self) -> set[Statement]:
        reach = Reach(self._sources, self._inferred, self._rules)
        things = frozenset(map(NamedNode, self._focus))
        for query in self._hygiene:
            reach.follow(query.group, {_THIS: things})
        asked: defaultdict[Ask, set[Term]] = defaultdict(set)
        for subject, predicate, object_ in self._asked:
            if subject is not None:
                asked[Ask(True, predicate)].add(subject)
            elif object_ is not None:
                asked[Ask(False, predicate)].add(object_)
            else:
                reach.ask_everywhere(predicate)
        for ask, nodes in asked.items():
            reach.ask(ask, frozenset(nodes))
        return reach.statements

    def _infer(self) -> bool:
        """Work out what follows from what was reached. Whether it is something else than before."""
        by_graph: defaultdict[str, set[Triple]] = defaultdict(set)
        for graph, triple in self._reached:
            by_graph[graph].add(triple)
        graphs = {graph: frozenset(triples) for graph, triples in by_graph.items()}
        self._store = load_store(graphs, self._inputs.base)
        before, self._computed = self._computed, infer(self._inputs, graphs, self._store)
        self._inferred = Lookup((name, triple) for name, triples in self._computed.items() for triple in triples)
        return self._computed != before


def _statements(sources: Sources) -> Iterator[Statement]:
    """Those of the source graphs."""
    for file in sources.files:
        if all(rule_of(graph).is_source for graph in set(file.graphs)):
            yield from zip(file.graphs, file.triples, strict=True)


def _as_stored(statements: Iterator[Statement], rewritten: Mapping[Literal, Literal]) -> Iterator[Statement]:
    for graph, triple in statements:
        literal = triple.object
        if isinstance(literal, Literal) and literal in rewritten:
            yield graph, Triple(triple.subject, triple.predicate, rewritten[literal])
        else:
            yield graph, triple

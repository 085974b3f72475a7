"""How far rules look from a few things: the part of the sources that decides what they say of them.

Each pattern is followed from the ends that are bound, by all values that they can have.
So all that a solution about these things is made of is reached, and more.
A pattern may also match what a rule infers: then that rule's own patterns are followed, from what is asked of it
backwards (magic sets: Bancilhon, Maier, Sagiv and Ullman, 1986).
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple, Variable

from lupaus.dataset import pattern
from lupaus.dataset.lookup import Lookup, Statement
from lupaus.dataset.pattern import Alternatives, Atom, End, Exists, Group, IsIri, Link, Maybe, Part, Query
from lupaus.dataset.reached import Ask, Reached, Terms, TooFar

__all__ = ["Reach"]

Bound = dict[Variable, Terms]
"""What the variables of a group can be; one that is not here can be anything."""

_FEW = 1000
"""As many statements of one predicate are sooner read than all that is said of a thing."""


class Reach:
    """What rules and others look at, among the sources and what has been inferred so far."""

    def __init__(self, sources: Lookup, inferred: Lookup, rules: Iterable[Query]) -> None:
        self._reached = Reached(sources, inferred)
        self._rules = tuple(rules)
        self._graphs = sources.graphs | inferred.graphs

    @property
    def statements(self) -> set[Statement]:
        """What was reached of the sources."""
        return self._reached.statements

    def follow(self, group: Group, bound: Bound) -> None:
        """Reach what decides the solutions of ``group`` in which its variables have these values.

        :raises TooFar: if that is nearly everything.
        """
        self._group(group, bound)
        self._apply_rules()

    def ask(self, ask: Ask, nodes: Terms) -> None:
        """Reach all answers to a question about ``nodes``.

        :raises TooFar: if they rest on nearly everything.
        """
        self._reached.look(ask, nodes)
        self._apply_rules()

    def ask_everywhere(self, predicate: NamedNode | None) -> None:
        """Reach all statements of a predicate.

        :raises TooFar: if they rest on nearly everything, and if it is any predicate.
        """
        if predicate is None:
            raise TooFar
        self._reached.look_everywhere(predicate)
        self._apply_rules()

    def _apply_rules(self) -> None:
        while self._reached.new:
            ask, nodes = self._reached.new.pop()
            for rule in self._rules:
                for made in rule.made:
                    bound = _unify(made, ask, nodes, rule.literals)
                    if bound is not None:
                        self._group(rule.group, bound)

    # Groups ------------------------------------------------------------------------------------------------------

    def _group(self, group: Group, bound: Bound) -> Bound | None:
        """What its variables can be, or ``None`` if it has no solution."""
        todo = [part for part in group.parts if not isinstance(part, Maybe | Exists)]
        while todo:
            cheapest = min(todo, key=lambda part: self._cost(part, bound))
            todo.remove(cheapest)
            narrowed = self._part(cheapest, bound)
            if narrowed is None:
                return None
            bound = narrowed
        for part in group.parts:
            if isinstance(part, Maybe | Exists):
                self._group(part.group, bound)
        return bound

    def _part(self, part: Part, bound: Bound) -> Bound | None:
        if isinstance(part, Atom):
            return self._atom(part, bound)
        if isinstance(part, Alternatives):
            return self._alternatives(part, bound)
        if isinstance(part, pattern.Subselect):
            return self._subselect(part, bound)
        if isinstance(part, pattern.Values):
            return _narrow(bound, {variable: Terms(terms) for variable, terms in part.terms})
        known = [variable for variable in part.variables if variable in bound]
        is_possible = _is_iri if isinstance(part, IsIri) else self._is_graph
        return _narrow(bound, {variable: frozenset(filter(is_possible, bound[variable])) for variable in known})

    def _is_graph(self, term: object) -> bool:
        return isinstance(term, NamedNode) and term.value.partition("/graph/")[2] in self._graphs

    def _cost(self, part: Part, bound: Bound) -> int:
        """What to do first: what binds much by looking at little."""
        if isinstance(part, pattern.Values):
            return 0
        if isinstance(part, Atom):
            return self._cost_of_atom(part, bound)
        if isinstance(part, Alternatives):
            return 4 if all(group.variables & bound.keys() for group in part.groups) else 7
        if isinstance(part, pattern.Subselect):
            return 5 if part.keys & bound.keys() else 7
        return 1 if part.variables & bound.keys() else 9

    def _cost_of_atom(self, atom: Atom, bound: Bound) -> int:
        ends = [end for end in (atom.subject, atom.object) if not isinstance(end, Variable) or end in bound]
        by_variable = any(isinstance(end, Variable) for end in ends)
        if isinstance(atom.path, Link):
            predicate = atom.path.predicate
            if isinstance(predicate, Variable) and predicate not in bound:
                return 6 if by_variable else 8 if ends else 10
            if not ends:
                return 3 if isinstance(predicate, NamedNode) and self._reached.count(predicate) <= _FEW else 8
        elif not ends:
            return 9
        return 1 if by_variable or len(ends) == 2 else 3

    def _alternatives(self, part: Alternatives, bound: Bound) -> Bound | None:
        ways = [way for group in part.groups if (way := self._group(group, bound)) is not None]
        if not ways:
            return None
        common = frozenset[Variable].intersection(*(frozenset(way) for way in ways))
        return {variable: Terms().union(*(way[variable] for way in ways)) for variable in common}

    def _subselect(self, part: pattern.Subselect, bound: Bound) -> Bound | None:
        inner = self._group(part.group, {variable: bound[variable] for variable in part.keys if variable in bound})
        if inner is None:  # of no rows, a count of all makes one
            return None if part.keys else bound
        return _narrow(bound, {variable: inner[variable] for variable in part.keys if variable in inner})

    # Patterns ----------------------------------------------------------------------------------------------------

    def _atom(self, atom: Atom, bound: Bound) -> Bound | None:
        subjects, objects = _values(atom.subject, bound), _values(atom.object, bound)
        if not isinstance(atom.path, Link):
            return self._path(atom, subjects, objects, bound)
        predicate = atom.path.predicate
        if atom.free and (ends := self._any_statement(atom, predicate, subjects, objects, bound)) is not None:
            return _narrow(bound, ends)
        found = self._matching(predicate, subjects, objects, bound)
        triples = [t for t in found if (subjects is None or t.subject in subjects) and
                   (objects is None or t.object in objects)]  # fmt: skip
        return _narrow(bound, {
            atom.subject: frozenset(t.subject for t in triples),
            predicate: frozenset(t.predicate for t in triples),
            atom.object: frozenset(t.object for t in triples),
        })  # fmt: skip

    def _any_statement(
        self,
        atom: Atom,
        predicate: NamedNode | Variable,
        subjects: Terms | None,
        objects: Terms | None,
        bound: Bound,
    ) -> dict[End, Terms] | None:
        """What the bound end, or else the predicate, can be, if any statement with it will do; else ``None``."""
        if subjects is None and objects is None:
            predicates = _values(predicate, bound)
            if predicates is None or not {atom.subject, atom.object} <= atom.free:
                return None
            return {predicate: self._reached.in_use(predicates)}
        forward = subjects is not None
        end, other = (atom.subject, atom.object) if forward else (atom.object, atom.subject)
        nodes = subjects if subjects is not None else objects
        is_any = isinstance(predicate, NamedNode) or predicate in atom.free
        if nodes is None or other not in atom.free or not is_any:
            return None
        ask = Ask(forward, predicate if isinstance(predicate, NamedNode) else None)
        return {end: self._reached.with_any(ask, nodes)}

    def _matching(
        self, predicate: NamedNode | Variable, subjects: Terms | None, objects: Terms | None, bound: Bound
    ) -> list[Triple]:
        predicates: Iterable[NamedNode | None] = (None,)
        if isinstance(predicate, NamedNode):
            predicates = (predicate,)
        elif predicate in bound:
            predicates = [term for term in bound[predicate] if isinstance(term, NamedNode)]
        found: list[Triple] = []
        for one in predicates:
            if subjects is not None:
                found += self._reached.look(Ask(True, one), subjects)
            elif objects is not None:
                found += self._reached.look(Ask(False, one), objects)
            elif one is not None:
                found += self._reached.look_everywhere(one)
            else:
                raise TooFar
        return found

    def _path(self, atom: Atom, subjects: Terms | None, objects: Terms | None, bound: Bound) -> Bound | None:
        if subjects is not None:
            return _narrow(bound, {atom.object: self._reached.walk(atom.path, subjects, forward=True)})
        if objects is not None:
            return _narrow(bound, {atom.subject: self._reached.walk(atom.path, objects, forward=False)})
        raise TooFar


def _is_iri(term: object) -> bool:
    return isinstance(term, NamedNode)


def _values(end: End, bound: Bound) -> Terms | None:
    return bound.get(end) if isinstance(end, Variable) else frozenset({end})


def _narrow(bound: Bound, found: Mapping[End, Terms] | Bound) -> Bound | None:
    """``bound`` where ends of patterns are among ``found`` too; ``None`` if one of them can be nothing then."""
    narrowed = dict(bound)
    for end, terms in found.items():
        before = _values(end, bound)
        both = terms if before is None else terms & before
        if not both:
            return None
        if isinstance(end, Variable):
            narrowed[end] = both
    return narrowed


def _unify(made: Atom, ask: Ask, nodes: Terms, literals: frozenset[Variable]) -> Bound | None:
    """What the variables of a rule are where it makes an answer to ``ask``; ``None`` if it makes none."""
    assert isinstance(made.path, Link)
    bound: Bound = {}
    predicate, end = made.path.predicate, made.subject if ask.forward else made.object
    if isinstance(predicate, NamedNode):
        if ask.predicate not in (None, predicate):
            return None
    elif ask.predicate is not None:
        bound[predicate] = frozenset({ask.predicate})
    if not nodes:  # of all there are
        return bound
    if ask.forward:
        nodes = frozenset(node for node in nodes if not isinstance(node, Literal))
    elif end in literals:
        nodes = frozenset(node for node in nodes if isinstance(node, Literal))
    return _narrow(bound, {end: nodes})

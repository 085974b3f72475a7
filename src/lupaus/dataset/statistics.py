"""Counts over a set of triples, as VoID wants them."""

from collections import ChainMap, Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.terms import RDF_TYPE, Term, iri

__all__ = ["Census", "Statistics", "count"]


@dataclass(frozen=True)
class Statistics:
    """What VoID says in numbers (VoID, section 4.5)."""

    triples: int
    subjects: int
    objects: int
    """Distinct objects, literals and blank nodes included."""
    entities: int
    """Distinct subjects in our own space of things."""
    classes: dict[NamedNode, int]
    """Each class and how many distinct subjects have it as type."""
    properties: dict[NamedNode, int]
    """Each property and how many triples use it."""
    links: dict[tuple[NamedNode, NamedNode], int]
    """Class of the subject, property: triples."""
    object_classes: dict[tuple[NamedNode, NamedNode, NamedNode], int]
    """Class of the subject, property, class of the object: triples."""
    datatypes: dict[tuple[NamedNode, NamedNode, NamedNode], int]
    """Class of the subject, property, datatype of the literal: triples."""


def count(triples: Iterable[Triple], space: str) -> Statistics:
    """Count ``triples``. Entities are the subjects whose IRI begins with ``space``."""
    return Census(frozenset(triples), space).with_more(frozenset())


class Census:
    """Triples that are counted once, and then again and again with a few more."""

    def __init__(self, triples: frozenset[Triple], space: str) -> None:
        self._triples = triples
        self._space = space
        self._types = _types(triples)
        self._subjects = {triple.subject for triple in triples}
        self._objects = {_as_asked(triple.object) for triple in triples}
        self._pairs = _Pairs()
        self._pairs.count(triples, self._types)
        self._classes = Counter(class_ for found in self._types.values() for class_ in found)
        self._properties = Counter(triple.predicate for triple in triples)
        self._entities = self._entities_among(self._subjects)
        self._sought: set[Term] = set()
        self._found: list[Triple] = []

    def with_more(self, more: frozenset[Triple]) -> Statistics:
        """What ``count`` says of these triples and ``more``, in time that grows with ``more`` alone.

        Only where ``more`` gives a new class to a term that is counted already, the triples around it are sought.
        """
        new = more - self._triples
        gained = {term: found - self._types.get(term, frozenset()) for term, found in _types(new).items()}
        types = ChainMap({t: found | self._types.get(t, frozenset()) for t, found in gained.items()}, self._types)
        known = {term for term in gained if term in self._subjects or term in self._objects}
        around = self._around(known)
        pairs = self._pairs.copy()
        pairs.count(around, self._types, -1)
        pairs.count([*around, *new], types)
        subjects = {triple.subject for triple in new} - self._subjects
        classes = self._classes + Counter(class_ for found in gained.values() for class_ in found)
        return Statistics(
            triples=len(self._triples) + len(new),
            subjects=len(self._subjects) + len(subjects),
            objects=len(self._objects) + len({_as_asked(triple.object) for triple in new} - self._objects),
            entities=self._entities + self._entities_among(subjects),
            classes=dict(classes),
            properties=dict(self._properties + Counter(triple.predicate for triple in new)),
            links=dict(pairs.links),
            object_classes=dict(pairs.object_classes),
            datatypes=dict(pairs.datatypes),
        )

    def _around(self, terms: set[Term]) -> list[Triple]:
        """The triples at either end of which one of ``terms`` stands; those of the last call are kept."""
        if terms != self._sought:
            self._sought = terms
            self._found = [t for t in self._triples if t.subject in terms or t.object in terms]
        return self._found

    def _entities_among(self, subjects: Iterable[Term]) -> int:
        return sum(isinstance(s, NamedNode) and s.value.startswith(self._space) for s in subjects)


_Types = Mapping[Term, frozenset[NamedNode]]


@dataclass
class _Pairs:
    """What depends on the classes of both ends of a triple."""

    links: Counter[tuple[NamedNode, NamedNode]] = field(default_factory=Counter)
    object_classes: Counter[tuple[NamedNode, NamedNode, NamedNode]] = field(default_factory=Counter)
    datatypes: Counter[tuple[NamedNode, NamedNode, NamedNode]] = field(default_factory=Counter)

    def count(self, triples: Iterable[Triple], types: _Types, step: int = 1) -> None:
        # Few combinations of classes recur again and again: they are counted first, and taken apart then.
        alike = Counter((types.get(t.subject), t.predicate, _value_kind(t.object, types)) for t in triples)
        for (classes, property_, kind), number in alike.items():
            for class_ in classes or ():
                self.links[class_, property_] += step * number
                if isinstance(kind, NamedNode):
                    self.datatypes[class_, property_, kind] += step * number
                else:
                    for object_class in kind or ():
                        self.object_classes[class_, property_, object_class] += step * number

    def copy(self) -> "_Pairs":
        return _Pairs(self.links.copy(), self.object_classes.copy(), self.datatypes.copy())


def _value_kind(term: Term, types: _Types) -> NamedNode | frozenset[NamedNode] | None:
    """The datatype of a literal, the classes of anything else."""
    return _datatype(term) if isinstance(term, Literal) else types.get(term)


def _types(triples: Iterable[Triple]) -> dict[Term, frozenset[NamedNode]]:
    types: dict[Term, frozenset[NamedNode]] = {}
    for triple in triples:
        if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
            types[triple.subject] = types.get(triple.subject, frozenset()) | {triple.object}
    return types


_INTEGERS = frozenset(
    iri(f"xsd:{name}")
    for name in (
        "byte", "int", "long", "negativeInteger", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger",
        "short", "unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort",
    )
)  # fmt: skip
"""Derived from xsd:integer (XML Schema 1.1, part 2, section 3.4). The engine answers with that instead."""


def _as_asked(term: Term) -> Term:
    """``term`` as a query finds it, so that what is stated equals what is counted."""
    if isinstance(term, Literal) and term.datatype in _INTEGERS:
        return Literal(term.value, datatype=iri("xsd:integer"))
    return term


def _datatype(literal: Literal) -> NamedNode:
    return iri("xsd:integer") if literal.datatype in _INTEGERS else literal.datatype

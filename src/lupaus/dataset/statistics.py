"""Counts over a set of triples, as VoID wants them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.terms import RDF_TYPE, Term, iri

__all__ = ["Statistics", "count"]


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
    """Count ``triples``, each given once. Entities are the subjects whose IRI begins with ``space``."""
    everything = list(triples)
    types: defaultdict[Term, set[NamedNode]] = defaultdict(set)
    for triple in everything:
        if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
            types[triple.subject].add(triple.object)
    links: Counter[tuple[NamedNode, NamedNode]] = Counter()
    object_classes: Counter[tuple[NamedNode, NamedNode, NamedNode]] = Counter()
    datatypes: Counter[tuple[NamedNode, NamedNode, NamedNode]] = Counter()
    for triple in everything:
        property_, object_ = triple.predicate, triple.object
        for class_ in types.get(triple.subject, ()):
            links[class_, property_] += 1
            if isinstance(object_, Literal):
                datatypes[class_, property_, _datatype(object_)] += 1
            for object_class in types.get(object_, ()):
                object_classes[class_, property_, object_class] += 1
    subjects = {triple.subject for triple in everything}
    return Statistics(
        triples=len(everything),
        subjects=len(subjects),
        objects=len({_as_asked(triple.object) for triple in everything}),
        entities=sum(isinstance(s, NamedNode) and s.value.startswith(space) for s in subjects),
        classes=dict(Counter(class_ for found in types.values() for class_ in found)),
        properties=dict(Counter(triple.predicate for triple in everything)),
        links=dict(links),
        object_classes=dict(object_classes),
        datatypes=dict(datatypes),
    )


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

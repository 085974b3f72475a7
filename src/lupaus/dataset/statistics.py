"""Counts over a set of triples, as VoID wants them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.terms import RDF_TYPE, Term

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
                datatypes[class_, property_, object_.datatype] += 1
            for object_class in types.get(object_, ()):
                object_classes[class_, property_, object_class] += 1
    subjects = {triple.subject for triple in everything}
    return Statistics(
        triples=len(everything),
        subjects=len(subjects),
        objects=len({triple.object for triple in everything}),
        entities=sum(isinstance(s, NamedNode) and s.value.startswith(space) for s in subjects),
        classes=dict(Counter(class_ for found in types.values() for class_ in found)),
        properties=dict(Counter(triple.predicate for triple in everything)),
        links=dict(links),
        object_classes=dict(object_classes),
        datatypes=dict(datatypes),
    )

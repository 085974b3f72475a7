"""Collects the triples of the description."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.terms import RDF_TYPE, Term, integer, iri

__all__ = ["Pen"]

Value = Term | str | int


class Pen:
    """Writes triples below one base. A text value is an English literal, a number an xsd:integer."""

    def __init__(self, base: str, written: Iterable[Triple] = ()) -> None:
        self.base = base
        self.triples = set(written)
        self._values: defaultdict[tuple[Term, NamedNode], set[Term]] = defaultdict(set)
        for triple in self.triples:
            self._values[triple.subject, triple.predicate].add(triple.object)

    def node(self, path: str) -> NamedNode:
        """The IRI at ``path`` below the base."""
        return NamedNode(self.base + path)

    def say(self, subject: NamedNode, types: str = "", /, **values: Value | Iterable[Value]) -> NamedNode:
        """Give ``subject`` its types (names with a space between) and ``values``: ``dcterms_title="…"``."""
        for name in types.split():
            self.triples.add(Triple(subject, RDF_TYPE, iri(name)))
            self._values[subject, RDF_TYPE].add(iri(name))
        for key, value in values.items():
            predicate = iri(key.replace("__", "-").replace("_", ":", 1))
            for item in [value] if isinstance(value, Value) else value:
                term = _term(item)
                self.triples.add(Triple(subject, predicate, term))
                self._values[subject, predicate].add(term)
        return subject

    def suggest(self, subject: NamedNode, /, **values: Value | Iterable[Value]) -> None:
        """As ``say``, but only where the subject has no value of that property yet."""
        for key, value in values.items():
            if not self.has(subject, key.replace("__", "-").replace("_", ":", 1)):
                self.say(subject, **{key: value})

    def has(self, subject: NamedNode, predicate: str) -> bool:
        """Whether ``subject`` has a value of the property."""
        return (subject, iri(predicate)) in self._values

    def values(self, subject: NamedNode, predicate: str) -> list[Term]:
        """The values written so far, in the order of their text."""
        return sorted(self._values.get((subject, iri(predicate)), ()), key=str)


def _term(value: Value) -> Term:
    if isinstance(value, str):
        return Literal(value, language="en")
    return integer(value) if isinstance(value, int) else value

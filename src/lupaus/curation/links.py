"""Our links to Wikidata, with what we say ourselves of the things that are linked."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.terms import RDF_TYPE, Graphs, iri, ours
from lupaus.namespaces import EXTERNAL

__all__ = ["GEONAMES", "ITEM", "Thing", "things_of"]

ITEM = re.compile(r"Q[1-9][0-9]*")
GEONAMES = re.compile(r"https?://sws\.geonames\.org/([0-9]+)/?")

_SAME = {iri("schema:sameAs"), iri("skos:exactMatch")}
_LABELS = {iri("rdfs:label"), iri("skos:prefLabel")}
_NAMES = {iri("schema:alternateName"), iri("skos:altLabel")}


@dataclass
class Thing:
    """One thing of ours."""

    iri: str
    types: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)
    """Items that are this thing."""
    related: set[str] = field(default_factory=set)
    """Items that are linked in a weaker sense."""
    labels: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By language."""
    names: set[str] = field(default_factory=set)
    """Other names."""
    latitude: float | None = None
    longitude: float | None = None
    geonames: set[str] = field(default_factory=set)
    within: str | None = None
    """What it lies in: a country, or a place."""

    @property
    def items(self) -> set[str]:
        """Every item it is linked to."""
        return self.same | self.related

    @property
    def name(self) -> str:
        """A label for people: the English one, or any, or none."""
        texts = self.labels.get("en") or {text for found in self.labels.values() for text in found}
        return min(texts, default="")


def things_of(graphs: Graphs, base: str) -> dict[str, Thing]:
    """Every thing of ours but claims and sources, by IRI, in order. ``graphs`` are those of the sources."""
    found: dict[str, Thing] = {}
    wikidata_id = ours("wikidataId", base)
    for triple in _triples(graphs):
        subject = triple.subject
        if isinstance(subject, NamedNode) and subject.value.startswith(base + "id/"):
            thing = found.setdefault(subject.value, Thing(subject.value))
            _note(thing, triple, wikidata_id)
    for thing in found.values():
        thing.related -= thing.same
    return dict(sorted(found.items()))


def _triples(graphs: Graphs) -> Iterator[Triple]:
    for name, triples in graphs.items():
        if name not in ("claims", "sources"):
            yield from triples


def _note(thing: Thing, triple: Triple, wikidata_id: NamedNode) -> None:
    predicate, value = triple.predicate, triple.object
    if isinstance(value, Literal):
        _note_literal(thing, predicate, value, wikidata_id)
    elif isinstance(value, NamedNode):
        if predicate == RDF_TYPE:
            thing.types.add(value.value)
        elif predicate == iri("schema:containedInPlace"):
            thing.within = value.value
        elif match := GEONAMES.fullmatch(value.value):
            thing.geonames.add(match[1])
        elif value.value.startswith(EXTERNAL["wd"]):
            (thing.same if predicate in _SAME else thing.related).update(_items([value.value]))


def _note_literal(thing: Thing, predicate: NamedNode, value: Literal, wikidata_id: NamedNode) -> None:
    if predicate == wikidata_id:
        thing.same.add(value.value)
    elif predicate in _LABELS:
        thing.labels[value.language or ""].add(value.value)
    elif predicate in _NAMES:
        thing.names.add(value.value)
    elif predicate == iri("wgs:lat"):
        thing.latitude = float(value.value)
    elif predicate == iri("wgs:long"):
        thing.longitude = float(value.value)


def _items(values: Iterable[str]) -> set[str]:
    names = (value.removeprefix(EXTERNAL["wd"]) for value in values)
    return {name for name in names if ITEM.fullmatch(name)}

"""What an HTML page says about one thing, as JSON: labels, groups of values, what links here, claims."""

import json
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset.portrait import Portraits
from lupaus.dataset.presentation import LAST, Presentations
from lupaus.dataset.terms import RDF_TYPE, Term, iri, ours
from lupaus.namespaces import compact

__all__ = ["EXAMPLES", "INCOMING_LIMIT", "Index", "view_of"]

EXAMPLES = ".well-known/sparql-examples/"
"""Where the example queries are: they are documents, and their own addresses."""
INCOMING_LIMIT = 50
"""How many things that link here are named, for each property."""

Json = dict[str, object]
_LABELS = (iri("rdfs:label"), iri("skos:prefLabel"), iri("schema:name"))
"""Where a thing's name is read, the first property first."""


_TELLING = (RDF_TYPE, iri("rdfs:label"), iri("skos:prefLabel"))


class Index:
    """The default graph, by subject and by object.

    :param triples: in the order in which they are told.
    """

    def __init__(self, triples: Iterable[Triple], shapes: Iterable[Triple], base: str) -> None:
        self.base = base
        self.about: defaultdict[Term, list[Triple]] = defaultdict(list)
        self.towards: defaultdict[Term, list[Triple]] = defaultdict(list)
        for triple in triples:
            self.about[triple.subject].append(triple)
            if isinstance(triple.object, NamedNode):
                self.towards[triple.object].append(triple)
        self.presentations = Presentations(shapes)
        self.portraits = Portraits(self)
        self._labels: dict[Term, dict[str, str]] = {}
        self._refs: dict[Term, Json] = {}
        self._telling: dict[Term, list[Triple]] = {}

    def labels(self, term: Term) -> dict[str, str]:
        """Names by language tag; a name without a language under the empty tag."""
        if term not in self._labels:
            found: dict[str, str] = {}
            for property_ in reversed(_LABELS):
                names = {
                    t.object.language or "": t.object.value
                    for t in reversed(self.about.get(term, ()))
                    if t.predicate == property_ and isinstance(t.object, Literal)
                }
                found |= names
            self._labels[term] = dict(sorted(found.items()))
        return self._labels[term]

    def path(self, term: NamedNode) -> str | None:
        """The path of a thing of ours that is described, else ``None``."""
        is_ours = term in self.about and term.value.startswith((self.base + "id/", self.base + EXAMPLES))
        return term.value.removeprefix(self.base) if is_ours else None

    def ref(self, term: NamedNode) -> Json:
        """A thing as others point to it."""
        if term not in self._refs:
            self._refs[term] = {"iri": term.value, "path": self.path(term), "labels": self.labels(term)}
        return self._refs[term]

    def telling(self, term: Term) -> list[Triple]:
        """What says what a thing is called and of which class it is."""
        if term not in self._telling:
            self._telling[term] = [t for t in self.about.get(term, ()) if t.predicate in _TELLING]
        return self._telling[term]

    def value(self, term: Term) -> Json:
        """A value: a reference, or a literal with its text, language and datatype."""
        if isinstance(term, NamedNode):
            return self.ref(term)
        if isinstance(term, Literal):
            return {"text": term.value, "lang": term.language, "datatype": term.datatype.value}
        return {"text": str(term), "lang": None, "datatype": None}

    def types(self, thing: Term) -> list[NamedNode]:
        """The classes a thing is said to have."""
        return [
            t.object
            for t in self.about.get(thing, ())
            if t.predicate == RDF_TYPE and isinstance(t.object, NamedNode)
        ]

    def property_labels(self, property_: Term, types: Iterable[Term] = ()) -> dict[str, str]:
        """What a property is called: as a shape for one of ``types`` names it, else as it names itself."""
        presented = self.presentations.of(property_, types).names if types else {}
        return presented or self.labels(property_) or self.presentations.of(property_).names


def view_of(index: Index, thing: NamedNode, page: int = 1, licences: Iterable[str] = ()) -> bytes:
    """The JSON for the page about ``thing``; from the second on, a page has incoming links and nothing else.

    :param licences: of the graphs that the document is made from.
    """
    first = page == 1
    types = index.types(thing)
    view: Json = {
        "iri": thing.value,
        "path": index.path(thing),
        "labels": index.labels(thing),
        "types": [index.ref(type_) for type_ in types],
        "portrait": index.portraits.of(thing) if first else [],
        "groups": _groups(index, thing, types) if first else [],
        "incoming": _incoming(index, thing, page),
        "claims": [_claim(index, node) for node in _claims_about(index, thing)] if first else [],
        "licences": sorted(licences),
    }
    return json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()


def _groups(index: Index, thing: NamedNode, types: list[NamedNode]) -> list[Json]:
    """The properties in the order of the shapes: by group, then by order within it, then by name."""
    values: defaultdict[NamedNode, list[Json]] = defaultdict(list)
    for triple in index.about[thing]:
        if triple.predicate not in (RDF_TYPE, *_LABELS):
            values[triple.predicate].append(index.value(triple.object))
    ranked: list[tuple[tuple[int, int, str], Json]] = []
    for property_, found in values.items():
        presented = index.presentations.of(property_, types)
        order, heading = index.presentations.group(presented.group) if presented.group else (LAST, {})
        entry: Json = {
            "property": property_.value,
            "labels": index.property_labels(property_, types),
            "heading": heading,
            "values": found,
        }
        ranked.append(((order, presented.order, compact(property_.value)), entry))
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _incoming(index: Index, thing: NamedNode, page: int) -> list[Json]:
    """What links here. Claims about the thing are not repeated: they have a part of their own."""
    begin, end = (page - 1) * INCOMING_LIMIT, page * INCOMING_LIMIT
    claims = set(_claims_about(index, thing))
    sources: defaultdict[NamedNode, list[NamedNode]] = defaultdict(list)
    for triple in index.towards.get(thing, ()):
        if isinstance(triple.subject, NamedNode) and triple.subject not in claims:
            sources[triple.predicate].append(triple.subject)
    return [
        {
            "property": p.value, "labels": index.property_labels(p), "total": len(sources[p]) - begin,
            "values": [index.ref(source) for source in sources[p][begin:end]],
        }
        for p in sorted(sources, key=lambda p: (index.presentations.of(p).order, compact(p.value)))
        if len(sources[p]) > begin
    ]  # fmt: skip


def _claims_about(index: Index, thing: NamedNode) -> list[NamedNode]:
    subject = iri("rdf:subject")
    return [t.subject for t in index.towards.get(thing, ())
            if t.predicate == subject and isinstance(t.subject, NamedNode)]  # fmt: skip


def _claim(index: Index, claim: NamedNode) -> Json:
    """A claim on a page of the thing it is about."""
    said: defaultdict[NamedNode, list[Term]] = defaultdict(list)
    for triple in index.about[claim]:
        said[triple.predicate].append(triple.object)

    def one(predicate: NamedNode) -> Json | None:
        return index.value(said[predicate][0]) if said[predicate] else None

    property_ = said[iri("rdf:predicate")][0] if said[iri("rdf:predicate")] else None
    return {
        "iri": claim.value,
        "path": index.path(claim),
        "property": property_.value if isinstance(property_, NamedNode) else None,
        "labels": index.property_labels(property_) if property_ is not None else {},
        "value": one(iri("rdf:object")),
        "standing": one(ours("standing", index.base)),
        "confidence": one(ours("confidence", index.base)),
        "sources": [index.ref(s) for s in said[iri("prov:wasDerivedFrom")] if isinstance(s, NamedNode)],
    }

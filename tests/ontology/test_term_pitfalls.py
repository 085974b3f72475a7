"""Pitfalls in names, labels and the header, and a proof that each test can fail.

Numbers are those of OOPS! (P…) and FOOPS! (OM…, VOC…, VER…). A check returns the offenders in a graph.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from ontology_files import HEADER, LANGUAGES, LUP_NS, ONTOLOGY, classes, languages, local, properties, terms
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, Graph, Literal, Namespace, URIRef

from lupaus.namespaces import BASE, LUP

MOD = Namespace("https://w3id.org/mod#")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")

Offenders = Iterator[str]
Check = Callable[[Graph], Offenders]


def labels_in_four_languages(graph: Graph) -> Offenders:
    """VOC3, P08."""
    return (local(term) for term in terms(graph) if languages(graph, term, RDFS.label) != list(LANGUAGES))


def definitions_in_four_languages(graph: Graph) -> Offenders:
    """VOC4, P08."""
    return (local(term) for term in terms(graph) if languages(graph, term, SKOS.definition) != list(LANGUAGES))


def notes_in_four_languages(graph: Graph) -> Offenders:
    for term in set(graph.subjects(SKOS.scopeNote)):
        if languages(graph, term, SKOS.scopeNote) != list(LANGUAGES):
            yield local(term)


def definitions_are_sentences(graph: Graph) -> Offenders:
    """A definition that only repeats the label defines nothing (P24 is its formal sister)."""
    for term in terms(graph):
        labels = {str(label).casefold() for label in graph.objects(term, RDFS.label)}
        for definition in graph.objects(term, SKOS.definition):
            text = str(definition)
            if not text.endswith(".") or not text[0].isupper() or text.rstrip(".").casefold() in labels:
                yield f"{local(term)}: {text}"


def each_term_says_who_defines_it(graph: Graph) -> Offenders:
    return (local(t) for t in terms(graph) if list(graph.objects(t, RDFS.isDefinedBy)) != [HEADER])


def each_term_has_a_status(graph: Graph) -> Offenders:
    for term in terms(graph):
        if {str(status) for status in graph.objects(term, VS.term_status)} not in ({"stable"}, {"testing"}):
            yield local(term)


def nothing_unconnected(graph: Graph) -> Offenders:
    """P04: a class is used by a property or has a superclass; a property has a domain, range or broader one."""
    for cls in classes(graph):
        used = any(graph.subjects(RDFS.domain, cls)) or any(graph.subjects(RDFS.range, cls))
        if not used and not any(graph.objects(cls, RDFS.subClassOf)):
            yield local(cls)
    for prop in properties(graph):
        connected = (RDFS.domain, RDFS.range, RDFS.subPropertyOf, OWL.inverseOf)
        if not any(True for predicate in connected for _ in graph.objects(prop, predicate)):
            yield local(prop)


def names_follow_the_convention(graph: Graph) -> Offenders:
    """P22: classes UpperCamel, everything else lowerCamel but the schemes."""
    upper, lower = re.compile("[A-Z][A-Za-z0-9]*"), re.compile("[a-z][A-Za-z0-9]*")
    for term in terms(graph):
        is_upper = (term, RDF.type, OWL.Class) in graph or (term, RDF.type, SKOS.ConceptScheme) in graph
        if not (upper if is_upper else lower).fullmatch(local(term)):
            yield local(term)


def labels_are_told_apart(graph: Graph) -> Offenders:
    """P32: two classes, or two properties, with one label in one language."""
    for group in (classes(graph), properties(graph)):
        counts = Counter(str(label).casefold() + f"@{label.language}" for term in group
                         for label in graph.objects(term, RDFS.label) if isinstance(label, Literal))  # fmt: skip
        yield from (label for label, count in counts.items() if count > 1)


def every_term_of_ours_is_typed(graph: Graph) -> Offenders:
    """P34, P35: whatever lup: name is used, is declared."""
    known = set(terms(graph))
    for node in {node for triple in graph for node in triple if isinstance(node, URIRef)}:
        if node.startswith(LUP) and node != URIRef(LUP) and node not in known:
            yield local(node)


def every_declared_property_has_one_kind(graph: Graph) -> Offenders:
    for prop in properties(graph):
        if all((prop, RDF.type, kind) in graph for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)):
            yield local(prop)


def concepts_are_in_their_schemes(graph: Graph) -> Offenders:
    for cls, scheme in ((LUP_NS.Standing, LUP_NS.StandingScheme), (LUP_NS.Confidence, LUP_NS.ConfidenceScheme)):
        for concept in graph.subjects(RDF.type, cls):
            labels = set(graph.objects(concept, SKOS.prefLabel))
            top = (concept, SKOS.topConceptOf, scheme) in graph and (scheme, SKOS.hasTopConcept, concept) in graph
            if (
                (concept, SKOS.inScheme, scheme) not in graph
                or (concept, RDF.type, SKOS.Concept) not in graph
                or labels != set(graph.objects(concept, RDFS.label))
                or top == any(graph.objects(concept, SKOS.broader))
            ):
                yield local(concept)


def language_tags_are_ours(graph: Graph) -> Offenders:
    """Swedish is sv and not se, Estonian et and not ee, all in small letters."""
    for literal in graph.objects():
        if isinstance(literal, Literal) and literal.language is not None and literal.language not in LANGUAGES:
            yield f"{literal}@{literal.language}"


def schema_org_is_https(graph: Graph) -> Offenders:
    """Mixing http and https makes two vocabularies of one."""
    return (str(n) for triple in graph for n in triple if str(n).startswith("http://schema.org"))


def wikidata_is_http_entity(graph: Graph) -> Offenders:
    for node in {node for triple in graph for node in triple if isinstance(node, URIRef)}:
        if "wikidata.org" in node and not re.fullmatch(r"http://www\.wikidata\.org/entity/[PQ][1-9][0-9]*", node):
            yield str(node)


def no_file_extension(graph: Graph) -> Offenders:
    """P36."""
    for ontology in graph.subjects(RDF.type, OWL.Ontology):
        if re.search(r"\.(owl|rdf|ttl|n3|rdfxml|jsonld)$", str(ontology)):
            yield str(ontology)


def one_ontology(graph: Graph) -> Offenders:
    """P38, P39, URI2: declared once, under the address that its namespace hangs on."""
    found = set(graph.subjects(RDF.type, OWL.Ontology))
    if found != {HEADER}:
        yield from map(str, found or {"none"})


def licence_and_header(graph: Graph) -> Offenders:
    """P41, OM1 to OM5, FIND1, FIND3 bis, VER1. A DOI and a logo do not exist, so none is stated."""
    one_of_each = {
        DCTERMS.license: URIRef("https://creativecommons.org/licenses/by/4.0/"),
        VANN.preferredNamespacePrefix: Literal("lup"),
        VANN.preferredNamespaceUri: Literal(LUP),
        OWL.versionIRI: None,
        OWL.versionInfo: None,
        DCTERMS.creator: None,
        DCTERMS.publisher: None,
        DCTERMS.created: None,
        DCTERMS.issued: None,
        DCTERMS.modified: None,
        DCTERMS.bibliographicCitation: None,
        MOD.status: None,
        URIRef("http://www.w3.org/ns/adms#status"): None,
        URIRef("https://schema.org/includedInDataCatalog"): URIRef(BASE + "catalog"),
    }
    for predicate, expected in one_of_each.items():
        values = list(graph.objects(HEADER, predicate))
        if len(values) != 1 or (expected is not None and values != [expected]):
            yield str(predicate)
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.abstract):
        if languages(graph, HEADER, predicate) != list(LANGUAGES):
            yield str(predicate)
    if not any(graph.objects(HEADER, DCTERMS.source)):
        yield str(DCTERMS.source)


def version_iri_differs_and_carries_the_version(graph: Graph) -> Offenders:
    """VER1."""
    for version in graph.objects(HEADER, OWL.versionIRI):
        if str(version) != f"{HEADER}/{graph.value(HEADER, OWL.versionInfo)}":
            yield str(version)


def days_are_days_in_order(graph: Graph) -> Offenders:
    days = [graph.value(HEADER, p) for p in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    if not all(isinstance(day, Literal) and day.datatype == XSD.date for day in days) or days != sorted(
        map(Literal, days)
    ):
        yield f"{days}"


CHECKS: dict[Check, Callable[[Graph], object]] = {
    labels_in_four_languages: lambda g: g.remove((LUP_NS.City, RDFS.label, Literal("Stad", "sv"))),
    definitions_in_four_languages: lambda g: g.remove((LUP_NS.accepted, SKOS.definition, None)),
    notes_in_four_languages: lambda g: g.add((LUP_NS.Target, SKOS.scopeNote, Literal("Only in English.", "en"))),
    definitions_are_sentences: lambda g: g.add((LUP_NS.City, SKOS.definition, Literal("City.", "en"))),
    each_term_says_who_defines_it: lambda g: g.remove((LUP_NS.theme, RDFS.isDefinedBy, None)),
    each_term_has_a_status: lambda g: g.remove((LUP_NS.theme, VS.term_status, None)),
    nothing_unconnected: lambda g: g.add((LUP_NS.Island, RDF.type, OWL.Class)),
    names_follow_the_convention: lambda g: g.add((LUP_NS.Has_theme, RDF.type, OWL.ObjectProperty)),
    labels_are_told_apart: lambda g: g.add((LUP_NS.Demand, RDFS.label, Literal("Commitment", "en"))),
    every_term_of_ours_is_typed: lambda g: g.add((LUP_NS.theme, RDFS.seeAlso, LUP_NS.subject)),
    every_declared_property_has_one_kind: lambda g: g.add((LUP_NS.theme, RDF.type, OWL.DatatypeProperty)),
    concepts_are_in_their_schemes: lambda g: g.remove((LUP_NS.accepted, SKOS.inScheme, None)),
    language_tags_are_ours: lambda g: g.add((LUP_NS.City, SKOS.altLabel, Literal("Stad", "se"))),
    schema_org_is_https: lambda g: g.add((LUP_NS.City, RDFS.subClassOf, URIRef("http://schema.org/City"))),
    wikidata_is_http_entity: lambda g: g.add(
        (LUP_NS.City, RDFS.seeAlso, URIRef("https://www.wikidata.org/wiki/Q515"))
    ),
    no_file_extension: lambda g: g.add((URIRef(BASE + "ns.ttl"), RDF.type, OWL.Ontology)),
    one_ontology: lambda g: g.remove((HEADER, RDF.type, OWL.Ontology)),
    licence_and_header: lambda g: g.remove((HEADER, DCTERMS.license, None)),
    version_iri_differs_and_carries_the_version: lambda g: g.set((HEADER, OWL.versionIRI, HEADER)),
    days_are_days_in_order: lambda g: g.set((HEADER, DCTERMS.modified, Literal("2019-10-10", datatype=XSD.date))),
}
"""Each check, and a change to the vocabulary that it must notice."""

by_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)


@by_check
def test_vocabulary_has_no_offender(check: Check, ontology: Graph) -> None:
    assert sorted(check(ontology)) == []


@by_check
def test_check_notices_a_broken_vocabulary(check: Check, ontology: Graph) -> None:
    broken = Graph()
    broken += ontology
    CHECKS[check](broken)
    assert list(check(broken))


def test_city_says_that_it_is_body_and_territory(ontology: Graph) -> None:
    """P07: two notions in one class, on purpose and explained."""
    notes = " ".join(map(str, ontology.objects(LUP_NS.City, SKOS.scopeNote)))
    assert "Body and territory are one node on purpose" in notes


def test_dropped_notions_are_absent(ontology: Graph) -> None:
    names = {local(term) for term in terms(ontology)}
    assert not names & {"Undertaking", "Passage", "Measure", "undertakes", "labelStatus"}


def test_competency_questions_are_distinct_sentences(ontology: Graph) -> None:
    questions = [str(question) for question in ontology.objects(HEADER, MOD.competencyQuestion)]
    assert len(questions) >= 30
    assert all(question.endswith("?") and question[0].isupper() for question in questions)


def test_signatory_points_to_the_wikidata_property(ontology: Graph) -> None:
    assert URIRef("http://www.wikidata.org/entity/P1891") in set(ontology.objects(LUP_NS.signatory, RDFS.seeAlso))


def test_earlier_versions_are_kept_and_lose_no_term(ontology: Graph) -> None:
    """A term is deprecated, never removed: whoever reads an earlier version finds all of it in this one."""
    kept = {path.stem: Graph().parse(path) for path in (ONTOLOGY / "versions").glob("*.ttl")}
    assert set(ontology.objects(HEADER, OWL.priorVersion)) <= {URIRef(f"{HEADER}/{name}") for name in kept}
    assert any(ontology.objects(HEADER, OWL.priorVersion))
    for name, earlier in kept.items():
        assert earlier.value(HEADER, OWL.versionIRI) == URIRef(f"{HEADER}/{name}")
        assert set(terms(earlier)) <= set(terms(ontology)), name

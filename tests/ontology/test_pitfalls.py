"""Pitfalls of vocabularies that can be tested without the network, and a proof that each test can fail.

Numbers are those of OOPS! (P…) and FOOPS! (OM…, VOC…, VER…). A check returns the offenders in a graph.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lupaus.namespaces import BASE, LUP

LANGUAGES = ("en", "et", "fi", "sv")
LUP_NS = Namespace(LUP)
MOD = Namespace("https://w3id.org/mod#")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
ONTOLOGY = URIRef(BASE + "ns")
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty)

WITHOUT_DOMAIN = {
    "speaker": "both talks and public statements have one",
    "wikidataId": "things of many kinds",
    "earliest": "every dated thing",
    "latest": "every dated thing",
    "precision": "every dated thing",
    "knownBy": "every dated thing",
    "labelTranslatedInto": "every labelled thing",
    "supportedBy": "everything a claim is about",
}
WITHOUT_RANGE = {
    "backedBy": "a body or a presidency",
    "quantityOf": "things of many kinds",
    "supportedBy": "kept free of consequences, since claims are about everything",
}

OWL_2_RL = {
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.SymmetricProperty, OWL.NamedIndividual, OWL.Ontology,
    OWL.AllDisjointClasses, OWL.members, OWL.inverseOf, OWL.propertyChainAxiom, OWL.versionIRI, OWL.versionInfo,
}  # fmt: skip
"""The OWL terms we write; all within OWL 2 RL (OWL 2 Profiles, section 4.2)."""

DATATYPES = {
    XSD.boolean, XSD.date, XSD.decimal, XSD.gYear, XSD.integer, XSD.string, XSD.time, RDF.langString, RDFS.Literal,
}  # fmt: skip
"""Ranges of datatype properties. The header says which of them are outside OWL 2's datatype map."""

Offenders = Iterator[str]
Check = Callable[[Graph], Offenders]


def classes(graph: Graph) -> list[URIRef]:
    return sorted(node for node in graph.subjects(RDF.type, OWL.Class) if isinstance(node, URIRef))


def properties(graph: Graph) -> list[URIRef]:
    return sorted(
        {node for kind in PROPERTY_TYPES for node in graph.subjects(RDF.type, kind) if isinstance(node, URIRef)}
    )


def terms(graph: Graph) -> list[URIRef]:
    individuals = (node for node in graph.subjects(RDF.type, OWL.NamedIndividual) if isinstance(node, URIRef))
    return classes(graph) + properties(graph) + sorted(individuals)


def local(term: Node) -> str:
    return str(term).removeprefix(LUP)


def languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str]:
    return sorted(str(getattr(value, "language", None)) for value in graph.objects(subject, predicate))


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
    return (local(t) for t in terms(graph) if list(graph.objects(t, RDFS.isDefinedBy)) != [ONTOLOGY])


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


def domain_and_range_where_not_excepted(graph: Graph) -> Offenders:
    """P11: a property without domain or range is named here, with its reason."""
    for predicate, excepted in ((RDFS.domain, WITHOUT_DOMAIN), (RDFS.range, WITHOUT_RANGE)):
        for prop in properties(graph):
            if any(graph.objects(prop, predicate)) == (local(prop) in excepted):
                yield f"{local(prop)} {local(predicate)}"


def one_domain_one_range(graph: Graph) -> Offenders:
    """P19: several would mean all at once."""
    for prop in properties(graph):
        for predicate in (RDFS.domain, RDFS.range):
            if len(set(graph.objects(prop, predicate))) > 1:
                yield f"{local(prop)} {local(predicate)}"


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
        if all((prop, RDF.type, kind) in graph for kind in PROPERTY_TYPES):
            yield local(prop)


def ranges_fit_the_kind(graph: Graph) -> Offenders:
    for prop in properties(graph):
        is_data = (prop, RDF.type, OWL.DatatypeProperty) in graph
        for value in graph.objects(prop, RDFS.range):
            if is_data != (value in DATATYPES):
                yield f"{local(prop)} {value}"


def inverses_mirror_each_other(graph: Graph) -> Offenders:
    """P05, P25: stated both ways, domain and range swapped, never of itself."""
    for prop, inverse in graph.subject_objects(OWL.inverseOf):
        swapped = graph.value(prop, RDFS.domain) == graph.value(inverse, RDFS.range)
        swapped = swapped and graph.value(prop, RDFS.range) == graph.value(inverse, RDFS.domain)
        if prop == inverse or not swapped or (inverse, OWL.inverseOf, prop) not in graph:
            yield f"{local(prop)} {local(inverse)}"


def symmetric_properties_stay_in_one_class(graph: Graph) -> Offenders:
    """P28."""
    for prop in graph.subjects(RDF.type, OWL.SymmetricProperty):
        if graph.value(prop, RDFS.domain) != graph.value(prop, RDFS.range):
            yield local(prop)


def no_cycles(graph: Graph) -> Offenders:
    """P06."""
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader):
        for node in graph.subjects(predicate):
            if any(
                node in graph.transitive_objects(parent, predicate) for parent in graph.objects(node, predicate)
            ):
                yield local(node)


def no_file_extension(graph: Graph) -> Offenders:
    """P36."""
    for ontology in graph.subjects(RDF.type, OWL.Ontology):
        if re.search(r"\.(owl|rdf|ttl|n3|rdfxml|jsonld)$", str(ontology)):
            yield str(ontology)


def one_ontology(graph: Graph) -> Offenders:
    """P38, P39, URI2: declared once, under the address that its namespace hangs on."""
    found = set(graph.subjects(RDF.type, OWL.Ontology))
    if found != {ONTOLOGY}:
        yield from map(str, found or {"none"})


def no_foreign_subject(graph: Graph) -> Offenders:
    """P40: nothing is said about another vocabulary's terms, and nothing is imported."""
    for subject, predicate, _ in graph:
        if isinstance(subject, URIRef) and not subject.startswith(LUP) and subject != ONTOLOGY:
            yield str(subject)
        if predicate == OWL.imports:
            yield "owl:imports"


def blank_nodes_are_only_for_lists(graph: Graph) -> Offenders:
    for subject in graph.subjects():
        if isinstance(subject, BNode) and not {RDF.first, OWL.members} & set(graph.predicates(subject)):
            yield "a blank node"


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
        values = list(graph.objects(ONTOLOGY, predicate))
        if len(values) != 1 or (expected is not None and values != [expected]):
            yield str(predicate)
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.abstract):
        if languages(graph, ONTOLOGY, predicate) != list(LANGUAGES):
            yield str(predicate)
    if not any(graph.objects(ONTOLOGY, DCTERMS.source)):
        yield str(DCTERMS.source)


def version_iri_differs_and_carries_the_version(graph: Graph) -> Offenders:
    """VER1."""
    for version in graph.objects(ONTOLOGY, OWL.versionIRI):
        if str(version) != f"{ONTOLOGY}/{graph.value(ONTOLOGY, OWL.versionInfo)}":
            yield str(version)


def days_are_days_in_order(graph: Graph) -> Offenders:
    days = [graph.value(ONTOLOGY, p) for p in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    if not all(isinstance(day, Literal) and day.datatype == XSD.date for day in days) or days != sorted(
        map(Literal, days)
    ):
        yield f"{days}"


def schema_org_is_https(graph: Graph) -> Offenders:
    """Mixing http and https makes two vocabularies of one."""
    return (str(n) for triple in graph for n in triple if str(n).startswith("http://schema.org"))


def wikidata_is_http_entity(graph: Graph) -> Offenders:
    for node in {node for triple in graph for node in triple if isinstance(node, URIRef)}:
        if "wikidata.org" in node and not re.fullmatch(r"http://www\.wikidata\.org/entity/[PQ][1-9][0-9]*", node):
            yield str(node)


def language_tags_are_ours(graph: Graph) -> Offenders:
    """Swedish is sv and not se, Estonian et and not ee, all in small letters."""
    for literal in graph.objects():
        if isinstance(literal, Literal) and literal.language is not None and literal.language not in LANGUAGES:
            yield f"{literal}@{literal.language}"


def stays_within_owl_2_rl(graph: Graph) -> Offenders:
    for node in {node for _, p, o in graph for node in (p, o)}:
        if str(node).startswith(str(OWL)) and node not in OWL_2_RL:
            yield str(node)
    for predicate in (RDFS.subClassOf, RDFS.domain, RDFS.range):
        yield from (local(s) for s, o in graph.subject_objects(predicate) if not isinstance(o, URIRef))
    for prop, chain in graph.subject_objects(OWL.propertyChainAxiom):
        links = list(Collection(graph, chain))
        if any((link, RDF.type, OWL.ObjectProperty) not in graph for link in links) or prop in links:
            yield local(prop)


def no_axiom_that_merges(graph: Graph) -> Offenders:
    """Functional properties and identities make a reasoner merge what a check should report."""
    forbidden = {OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.sameAs, OWL.equivalentClass,
                 OWL.equivalentProperty, OWL.hasKey}  # fmt: skip
    return (str(node) for triple in graph for node in triple if node in forbidden)


def disjointness_covers_what_must_not_mix(graph: Graph) -> Offenders:
    """P10; a city is an organisation too, so that pair is missing on purpose."""
    members = {node for head in graph.objects(None, OWL.members) for node in Collection(graph, head)}
    roles = {
        LUP_NS.Signatory,
        LUP_NS.Tenure,
        LUP_NS.Confidence,
        LUP_NS.Standing,
    }  # overlap with, or inside, a member
    yield from (local(cls) for cls in classes(graph) if cls not in members and cls not in roles)
    if URIRef("http://www.w3.org/ns/org#Organization") in members:
        yield "org:Organization"


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


CHECKS: dict[Check, Callable[[Graph], object]] = {
    labels_in_four_languages: lambda g: g.remove((LUP_NS.City, RDFS.label, Literal("Stad", "sv"))),
    definitions_in_four_languages: lambda g: g.remove((LUP_NS.accepted, SKOS.definition, None)),
    notes_in_four_languages: lambda g: g.add((LUP_NS.Target, SKOS.scopeNote, Literal("Only in English.", "en"))),
    definitions_are_sentences: lambda g: g.add((LUP_NS.City, SKOS.definition, Literal("City.", "en"))),
    each_term_says_who_defines_it: lambda g: g.remove((LUP_NS.theme, RDFS.isDefinedBy, None)),
    each_term_has_a_status: lambda g: g.remove((LUP_NS.theme, VS.term_status, None)),
    nothing_unconnected: lambda g: g.add((LUP_NS.Island, RDF.type, OWL.Class)),
    domain_and_range_where_not_excepted: lambda g: g.remove((LUP_NS.theme, RDFS.range, None)),
    one_domain_one_range: lambda g: g.add((LUP_NS.theme, RDFS.domain, LUP_NS.Action)),
    names_follow_the_convention: lambda g: g.add((LUP_NS.Has_theme, RDF.type, OWL.ObjectProperty)),
    labels_are_told_apart: lambda g: g.add((LUP_NS.Demand, RDFS.label, Literal("Commitment", "en"))),
    every_term_of_ours_is_typed: lambda g: g.add((LUP_NS.theme, RDFS.seeAlso, LUP_NS.subject)),
    every_declared_property_has_one_kind: lambda g: g.add((LUP_NS.theme, RDF.type, OWL.DatatypeProperty)),
    ranges_fit_the_kind: lambda g: g.set((LUP_NS.theme, RDFS.range, XSD.string)),
    inverses_mirror_each_other: lambda g: g.remove((LUP_NS.signatory, OWL.inverseOf, None)),
    symmetric_properties_stay_in_one_class: lambda g: g.set((LUP_NS.contradicts, RDFS.range, LUP_NS.Source)),
    no_cycles: lambda g: g.add((LUP_NS.editorial, SKOS.broader, LUP_NS.ownTranslation)),
    no_file_extension: lambda g: g.add((URIRef(BASE + "ns.ttl"), RDF.type, OWL.Ontology)),
    one_ontology: lambda g: g.remove((ONTOLOGY, RDF.type, OWL.Ontology)),
    no_foreign_subject: lambda g: g.add((DCTERMS.subject, RDFS.domain, LUP_NS.Commitment)),
    blank_nodes_are_only_for_lists: lambda g: g.add((BNode(), RDF.type, OWL.Restriction)),
    licence_and_header: lambda g: g.remove((ONTOLOGY, DCTERMS.license, None)),
    version_iri_differs_and_carries_the_version: lambda g: g.set((ONTOLOGY, OWL.versionIRI, ONTOLOGY)),
    days_are_days_in_order: lambda g: g.set(
        (ONTOLOGY, DCTERMS.modified, Literal("2019-10-10", datatype=XSD.date))
    ),
    schema_org_is_https: lambda g: g.add((LUP_NS.City, RDFS.subClassOf, URIRef("http://schema.org/City"))),
    wikidata_is_http_entity: lambda g: g.add(
        (LUP_NS.City, RDFS.seeAlso, URIRef("https://www.wikidata.org/wiki/Q515"))
    ),
    language_tags_are_ours: lambda g: g.add((LUP_NS.City, SKOS.altLabel, Literal("Stad", "se"))),
    stays_within_owl_2_rl: lambda g: g.add((LUP_NS.City, OWL.disjointUnionOf, RDF.nil)),
    no_axiom_that_merges: lambda g: g.add((LUP_NS.signatory, RDF.type, OWL.FunctionalProperty)),
    disjointness_covers_what_must_not_mix: lambda g: g.remove((None, OWL.members, None)),
    concepts_are_in_their_schemes: lambda g: g.remove((LUP_NS.accepted, SKOS.inScheme, None)),
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


def test_chains_are_the_two_shortcuts(ontology: Graph) -> None:
    chains = {
        local(prop): [local(link) for link in Collection(ontology, chain)]
        for prop, chain in ontology.subject_objects(OWL.propertyChainAxiom)
    }
    assert chains == {"hasSignatory": ["hasSignature", "signatory"], "committedTo": ["signed", "hasCommitment"]}


def test_city_says_that_it_is_body_and_territory(ontology: Graph) -> None:
    """P07: two notions in one class, on purpose and explained."""
    notes = " ".join(map(str, ontology.objects(LUP_NS.City, SKOS.scopeNote)))
    assert "Body and territory are one node on purpose" in notes


def test_source_shortcut_has_no_super_property_that_would_make_activities_entities(ontology: Graph) -> None:
    assert set(ontology.objects(LUP_NS.supportedBy, RDFS.subPropertyOf)) == {
        URIRef("https://schema.org/subjectOf")
    }


def test_dropped_notions_are_absent(ontology: Graph) -> None:
    names = {local(term) for term in terms(ontology)}
    assert not names & {"Undertaking", "Passage", "Measure", "undertakes", "labelStatus"}


def test_competency_questions_are_distinct_sentences(ontology: Graph) -> None:
    questions = [str(question) for question in ontology.objects(ONTOLOGY, MOD.competencyQuestion)]
    assert len(questions) >= 30
    assert all(question.endswith("?") and question[0].isupper() for question in questions)


def test_signatory_points_to_the_wikidata_property(ontology: Graph) -> None:
    assert URIRef("http://www.wikidata.org/entity/P1891") in set(ontology.objects(LUP_NS.signatory, RDFS.seeAlso))

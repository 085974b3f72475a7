"""The concept schemes: themes with their mappings, kinds, and labels for the goals pointed to."""

import re

import pytest
from ontology_files import ONTOLOGY
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef

from lupaus.namespaces import BASE, LUP

LANGUAGES = ["en", "et", "fi", "sv"]
ID = BASE + "id/"
EDITORS = URIRef(ID + "organisation/lupaus-editors")
LUP_NS = Namespace(LUP)
SDG = "http://metadata.un.org/sdg/"
IS_TARGET_OF = URIRef("http://metadata.un.org/sdg/ontology#isTargetOf")

KINDS = {
    "rank": "leadership mayor deputy-mayor secretary-general council-decision",
    "timing": "before after unknown",
    "qualifier": "exactly about more-than nearly",
    "milestone-kind": "council-decision board-decision award label-award result hand-over pledge legal-force "
    "update implementation signing-ceremony preparation",
    "date-kind": "signed joined decided announced listed stated unknown",
    "instrument-kind": "declaration charter pledge accord agreement manifesto programme action-plan agenda appeal "
    "commitment covenant initiative message mission pact principles resolution strategy",
    "adopter-kind": "cities ministers un networks mixed campaign conference eu",
    "network-kind": "alliance-of-mayors cities-and-regions city-network coalition eu-programme local-governments "
    "metropolitan-network movement",
}

MAPPINGS = {
    "climate": {("closeMatch", "13"), ("relatedMatch", "13.1"), ("relatedMatch", "13.2"),
                ("relatedMatch", "http://eurovoc.europa.eu/5482"),
                ("relatedMatch", "http://www.yso.fi/onto/yso/p5729")},
    "digital": {("relatedMatch", "9.c"), ("relatedMatch", "16.6"), ("relatedMatch", "16.10")},
    "urban-environment": {("broadMatch", "11"), ("relatedMatch", "11.3"), ("relatedMatch", "11.7"),
                          ("relatedMatch", "11.a")},
    "social-equality": {("broadMatch", "10"), ("relatedMatch", "10.2"), ("relatedMatch", "10.3"),
                        ("relatedMatch", "16.7")},
    "innovation": {("broadMatch", "9"), ("relatedMatch", "9.5"), ("relatedMatch", "9.b"),
                   ("relatedMatch", "17.17")},
}  # fmt: skip

SUBJECTS: dict[str, tuple[str | None, set[tuple[str, str]]]] = {
    "air-water-noise": ("urban-environment", {("relatedMatch", "6"), ("relatedMatch", "11.6")}),
    "biodiversity": ("urban-environment", {("relatedMatch", "15"), ("relatedMatch", "11.7")}),
    "circular-economy": ("climate", {("relatedMatch", "12"), ("relatedMatch", "12.5")}),
    "cooperation": (None, set()),
    "democracy-rights": ("social-equality", {("relatedMatch", "16"), ("relatedMatch", "16.7"),
                                             ("relatedMatch", "16.10")}),
    "finance": (None, set()),
    "food": (None, {("relatedMatch", "2"), ("relatedMatch", "12.3")}),
    "gender-equality": ("social-equality", {("closeMatch", "5")}),
    "governance": (None, set()),
    "housing": ("social-equality", {("relatedMatch", "11.1")}),
    "migration": ("social-equality", {("relatedMatch", "10.7")}),
    "mobility": ("urban-environment", {("relatedMatch", "11.2")}),
    "monitoring": (None, set()),
    "sustainability": (None, set()),
}  # fmt: skip
"""Each subject with the theme it is narrower than, and its mappings: only those that are plain."""

MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(value.language) for value in graph.objects(subject, predicate) if isinstance(value, Literal))


def concepts(graph: Graph) -> list[URIRef]:
    return sorted(node for node in graph.subjects(RDF.type, SKOS.Concept) if isinstance(node, URIRef))


@pytest.mark.parametrize("kind", KINDS)
def test_scheme_of_kinds_holds_the_kinds_agreed(kind: str, schemes: Graph) -> None:
    found = set(schemes.subjects(SKOS.inScheme, URIRef(f"{ID}scheme/{kind}")))
    assert found == {URIRef(f"{ID}{kind}/{name}") for name in KINDS[kind].split()}


def test_there_is_no_scheme_beside_these(schemes: Graph) -> None:
    found = set(schemes.subjects(RDF.type, SKOS.ConceptScheme))
    assert found == {URIRef(f"{ID}scheme/{name}") for name in ("themes", "subjects", *KINDS)}


def test_scheme_says_what_it_is_and_who_made_it(schemes: Graph) -> None:
    for scheme in schemes.subjects(RDF.type, SKOS.ConceptScheme):
        assert isinstance(scheme, URIRef)
        for predicate in (RDFS.label, DCTERMS.title, SKOS.definition):
            assert languages(schemes, scheme, predicate) == LANGUAGES, (scheme, predicate)
        assert schemes.value(scheme, DCTERMS.creator) == EDITORS
        assert schemes.value(scheme, DCTERMS.created) is not None


def test_concept_has_one_label_and_definition_in_each_language(schemes: Graph) -> None:
    assert len(concepts(schemes)) == 5 + len(SUBJECTS) + sum(len(names.split()) for names in KINDS.values())
    for concept in concepts(schemes):
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert languages(schemes, concept, predicate) == LANGUAGES, (concept, predicate)
        assert languages(schemes, concept, RDFS.label) == [], "rdfs:label of a concept is inferred"


def test_labels_differ_within_a_scheme(schemes: Graph) -> None:
    for scheme in schemes.subjects(RDF.type, SKOS.ConceptScheme):
        labels = [
            f"{label.casefold()}@{label.language}"
            for concept in schemes.subjects(SKOS.inScheme, scheme)
            for label in schemes.objects(concept, SKOS.prefLabel)
            if isinstance(label, Literal)
        ]
        assert len(labels) == len(set(labels)), scheme


def test_concept_is_top_of_its_scheme_or_has_a_broader_one(schemes: Graph) -> None:
    for concept in concepts(schemes):
        [scheme] = schemes.objects(concept, SKOS.inScheme)
        is_top = (concept, SKOS.topConceptOf, scheme) in schemes
        assert is_top == ((scheme, SKOS.hasTopConcept, concept) in schemes)
        assert is_top != any(schemes.objects(concept, SKOS.broader)), concept


def test_leadership_is_broader_than_the_offices(schemes: Graph) -> None:
    narrower = set(schemes.subjects(SKOS.broader, URIRef(ID + "rank/leadership")))
    assert narrower == {URIRef(f"{ID}rank/{name}") for name in ("mayor", "deputy-mayor", "secretary-general")}


def test_themes_are_numbered_as_the_commitments(schemes: Graph) -> None:
    numbered = {str(schemes.value(URIRef(ID + "theme/" + name), SKOS.notation)): name for name in MAPPINGS}
    assert numbered == dict(zip("12345", MAPPINGS, strict=True))


@pytest.mark.parametrize("theme", MAPPINGS)
def test_theme_has_exactly_these_mappings(theme: str, schemes: Graph) -> None:
    found = {
        (str(predicate).rpartition("#")[2], str(value).removeprefix(SDG))
        for predicate in MATCHES
        for value in schemes.objects(URIRef(f"{ID}theme/{theme}"), predicate)
    }
    assert found == MAPPINGS[theme]


def test_subjects_are_those_agreed(schemes: Graph) -> None:
    found = set(schemes.subjects(SKOS.inScheme, URIRef(ID + "scheme/subjects")))
    assert found == {URIRef(f"{ID}subject/{name}") for name in SUBJECTS}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subject_has_this_theme_above_it_and_these_mappings(subject: str, schemes: Graph) -> None:
    node = URIRef(f"{ID}subject/{subject}")
    theme, mappings = SUBJECTS[subject]
    assert list(schemes.objects(node, SKOS.broader)) == ([URIRef(f"{ID}theme/{theme}")] if theme else [])
    found = {
        (str(predicate).rpartition("#")[2], str(value).removeprefix(SDG))
        for predicate in MATCHES
        for value in schemes.objects(node, predicate)
    }
    assert found == mappings


def test_nothing_is_called_other(schemes: Graph) -> None:
    names = {str(concept).rpartition("/")[2] for concept in concepts(schemes)}
    assert not names & {"other", "others", "miscellaneous", "general", "various"}


def test_only_concepts_are_matched(schemes: Graph, ontology: Graph, alignments: Graph) -> None:
    for graph in (schemes, ontology, alignments):
        for predicate in MATCHES:
            for subject in graph.subjects(predicate):
                assert (subject, RDF.type, SKOS.Concept) in graph


def test_each_mapping_has_a_claim_with_author_and_date(schemes: Graph) -> None:
    claimed = set()
    for claim in schemes.subjects(RDF.type, LUP_NS.Claim):
        assert schemes.value(claim, LUP_NS.standing) == LUP_NS.accepted
        assert schemes.value(claim, LUP_NS.confidence) == LUP_NS.editorial
        assert schemes.value(claim, PROV.wasAttributedTo) == EDITORS
        assert schemes.value(claim, DCTERMS.created) is not None
        claimed.add(tuple(schemes.value(claim, part) for part in (RDF.subject, RDF.predicate, RDF.object)))
    mapped = {(s, p, o) for p in MATCHES for s, o in schemes.subject_objects(p)}
    assert claimed == mapped
    assert len(claimed) == 20 + sum(len(mappings) for _, mappings in SUBJECTS.values())


def test_every_goal_and_target_pointed_to_has_a_label_and_nothing_else_is_said(schemes: Graph) -> None:
    pointed = {
        value for predicate in MATCHES for value in schemes.objects(None, predicate) if value.startswith(SDG)
    }
    targets = {target for target in pointed if "." in target.removeprefix(SDG)}
    goals = (pointed - targets) | {URIRef(target.rpartition(".")[0]) for target in targets}
    described = {subject for subject in schemes.subjects() if subject.startswith(SDG)}
    assert described == targets | goals
    for target in targets:
        assert languages(schemes, target, RDFS.label) == LANGUAGES
        assert list(schemes.objects(target, IS_TARGET_OF)) == [URIRef(target.rpartition(".")[0])]
    for goal in goals:
        assert languages(schemes, goal, RDFS.label) == ["en", "fi", "sv"], "no Estonian title was gathered"
    used = {predicate for subject in described for predicate in schemes.predicates(subject)}
    assert used == {RDFS.label, IS_TARGET_OF}, "the UN's axioms would make our commitments concepts"


def test_goal_has_the_short_title_that_was_gathered(schemes: Graph) -> None:
    titles = {"Climate action@en", "Ilmastotekoja@fi", "Bekämpa klimatförändringarna@sv"}
    labels = schemes.objects(URIRef(SDG + "13"), RDFS.label)
    assert {f"{label}@{label.language}" for label in labels if isinstance(label, Literal)} == titles


def test_schemes_have_no_blank_node(schemes: Graph) -> None:
    assert not [node for triple in schemes for node in triple if isinstance(node, BNode)]


def test_slugs_are_plain(schemes: Graph) -> None:
    for subject in set(schemes.subjects()):
        if subject.startswith(BASE):
            assert re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)*", subject.removeprefix(ID)), subject


def test_terms_of_ours_used_in_schemes_are_defined(schemes: Graph, ontology: Graph) -> None:
    used = {node for triple in schemes for node in triple if isinstance(node, URIRef) and node.startswith(LUP)}
    assert used <= set(ontology.subjects(RDF.type))


def test_no_triple_stands_in_two_files() -> None:
    paths = sorted(path for path in ONTOLOGY.rglob("*.ttl") if path.parent.name != "versions")
    triples = [triple for path in paths for triple in Graph().parse(path) if not isinstance(triple[0], BNode)]
    assert len(triples) == len(set(triples))

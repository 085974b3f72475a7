"""Pitfalls in the axioms, and a proof that each test can fail.

Numbers are those of OOPS! (P…). A check returns the offenders in a graph.
"""

from collections.abc import Callable, Iterator

import pytest
from ontology_files import HEADER, LUP_NS, classes, local, properties
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, URIRef
from rdflib.collection import Collection

from lupaus.namespaces import LUP

WITHOUT_DOMAIN = {
    "asOf": "lists and quantities",
    "listedIn": "memberships and signatures",
    "networkKind": "networks and other bodies that cities join",
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
    "asOf": "a day, a month or a year",
    "backedBy": "a body or a presidency",
    "listOf": "a network or a declaration",
    "quantityOf": "things of many kinds",
    "supportedBy": "kept free of consequences, since claims are about everything",
}

OWL_2_RL = {
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.SymmetricProperty, OWL.NamedIndividual, OWL.Ontology,
    OWL.AllDisjointClasses, OWL.members, OWL.inverseOf, OWL.propertyChainAxiom, OWL.versionIRI, OWL.versionInfo,
    OWL.priorVersion, OWL.backwardCompatibleWith,
}  # fmt: skip
"""The OWL terms we write; all within OWL 2 RL (OWL 2 Profiles, section 4.2)."""

DATATYPES = {
    XSD.boolean, XSD.date, XSD.decimal, XSD.gYear, XSD.integer, XSD.string, XSD.time, RDF.langString, RDFS.Literal,
}  # fmt: skip
"""Ranges of datatype properties. The header says which of them are outside OWL 2's datatype map."""

Offenders = Iterator[str]
Check = Callable[[Graph], Offenders]


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


def no_foreign_subject(graph: Graph) -> Offenders:
    """P40: nothing is said about another vocabulary's terms, and nothing is imported."""
    for subject, predicate, _ in graph:
        if isinstance(subject, URIRef) and not subject.startswith(LUP) and subject != HEADER:
            yield str(subject)
        if predicate == OWL.imports:
            yield "owl:imports"


def blank_nodes_are_only_for_lists(graph: Graph) -> Offenders:
    for subject in graph.subjects():
        if isinstance(subject, BNode) and not {RDF.first, OWL.members} & set(graph.predicates(subject)):
            yield "a blank node"


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
        LUP_NS.Clause,
        LUP_NS.PartyList,
    }  # overlap with, or inside, a member, or made up of members
    yield from (local(cls) for cls in classes(graph) if cls not in members and cls not in roles)
    if URIRef("http://www.w3.org/ns/org#Organization") in members:
        yield "org:Organization"


CHECKS: dict[Check, Callable[[Graph], object]] = {
    domain_and_range_where_not_excepted: lambda g: g.remove((LUP_NS.theme, RDFS.range, None)),
    one_domain_one_range: lambda g: g.add((LUP_NS.theme, RDFS.domain, LUP_NS.Action)),
    ranges_fit_the_kind: lambda g: g.set((LUP_NS.theme, RDFS.range, XSD.string)),
    inverses_mirror_each_other: lambda g: g.remove((LUP_NS.signatory, OWL.inverseOf, None)),
    symmetric_properties_stay_in_one_class: lambda g: g.set((LUP_NS.contradicts, RDFS.range, LUP_NS.Source)),
    no_cycles: lambda g: g.add((LUP_NS.editorial, SKOS.broader, LUP_NS.ownTranslation)),
    no_foreign_subject: lambda g: g.add((DCTERMS.subject, RDFS.domain, LUP_NS.Commitment)),
    blank_nodes_are_only_for_lists: lambda g: g.add((BNode(), RDF.type, OWL.Restriction)),
    stays_within_owl_2_rl: lambda g: g.add((LUP_NS.City, OWL.disjointUnionOf, RDF.nil)),
    no_axiom_that_merges: lambda g: g.add((LUP_NS.signatory, RDF.type, OWL.FunctionalProperty)),
    disjointness_covers_what_must_not_mix: lambda g: g.remove((None, OWL.members, None)),
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


def test_chains_are_the_shortcuts(ontology: Graph) -> None:
    chains = {
        (local(prop), *(local(link) for link in Collection(ontology, chain)))
        for prop, chain in ontology.subject_objects(OWL.propertyChainAxiom)
    }
    assert chains == {
        ("clauseOf", "madeInEdition", "editionOf"),
        ("committedTo", "madeSignature", "ofEdition", "makesCommitment"),
        ("committedTo", "signed", "hasCommitment"),
        ("hasSignatory", "hasSignature", "signatory"),
    }


def test_source_shortcut_has_no_super_property_that_would_make_activities_entities(ontology: Graph) -> None:
    assert set(ontology.objects(LUP_NS.supportedBy, RDFS.subPropertyOf)) == {
        URIRef("https://schema.org/subjectOf")
    }

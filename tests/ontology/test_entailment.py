"""The axioms say what the rules do: OWL 2 RL closure and rules agree on a slice, and nonsense is found out.

The closure is for tests only (it is slow); a build runs the rules. Comparing the two keeps them together.
"""

import owlrl
import pyoxigraph as ox
import pytest
from ontology_files import HERE, Triples, add_by_rules
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from lupaus.namespaces import BASE, LUP

AXIOM_RULES = (
    "10-inverse-properties.rq",
    "12-super-classes.rq",
    "15-symmetric-properties.rq",
    "20-signatories.rq",
    "22-signatory-role.rq",
    "24-committed-to.rq",
    "26-clause-of.rq",
    "30-super-properties.rq",
)
"""The rules that implement axioms of the ontology; the others go beyond what OWL can say."""

ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
"""How owlrl reports a clash."""

ID = BASE + "id/"
LUP_NS = Namespace(LUP)
CITY, COMMITMENT, SIGNATURE = (
    URIRef(ID + path) for path in ("city/fi/helsinki", "commitment/hid/1", "signature/hid/helsinki")
)
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")


@pytest.fixture(scope="module")
def axioms(ontology: Graph) -> Graph:
    """The ontology without labels and notes, which only slow the closure down."""
    logical = Graph()
    logical += (
        t for t in ontology if not isinstance(t[2], Literal) and t[1] not in (RDFS.isDefinedBy, RDFS.seeAlso)
    )
    return logical


def closure(*graphs: Graph) -> Graph:
    """The OWL 2 RL closure of the graphs together."""
    everything = Graph()
    for graph in graphs:
        everything += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(everything)
    return everything


def clashes(graph: Graph) -> list[str]:
    """What owlrl found inconsistent, in its words."""
    return sorted(str(message) for node in graph.objects(None, ERROR) for message in [node])


def facts(*triples: tuple[Node, Node, Node]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def ours_only(graph: Graph, source: Graph, super_properties: set[URIRef]) -> set[tuple[object, ...]]:
    """New facts about our things: our properties, the super-properties we name, and our classes as types."""
    return {
        (subject, predicate, value)
        for subject, predicate, value in graph
        if isinstance(subject, URIRef)
        and subject.startswith(ID)
        and not isinstance(value, BNode)
        and (subject, predicate, value) not in source
        and (
            predicate.startswith(LUP)
            or predicate in super_properties
            or (predicate == RDF.type and value.startswith(LUP))
        )
    }


def as_rdflib(triples: Triples) -> Graph:
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    return Graph().parse(data=text, format="nt")


def test_rules_derive_exactly_what_the_axioms_entail(
    ontology: Graph, axioms: Graph, slice_graph: Graph, source_triples: Triples
) -> None:
    super_properties = set(ontology.objects(None, RDFS.subPropertyOf))
    entailed = ours_only(closure(axioms, slice_graph), slice_graph, super_properties)
    derived = ours_only(as_rdflib(add_by_rules(source_triples, AXIOM_RULES)), slice_graph, super_properties)
    assert derived - entailed == set()
    assert entailed - derived == set()
    assert len(derived) > 80


@pytest.mark.parametrize("name", AXIOM_RULES)
def test_each_axiom_rule_is_needed_for_the_equality(name: str, source_triples: Triples) -> None:
    others = [rule for rule in AXIOM_RULES if rule != name]
    assert add_by_rules(source_triples, others) < add_by_rules(source_triples, AXIOM_RULES)


def test_slice_is_consistent(axioms: Graph, slice_graph: Graph, foreign: Graph, schemes: Graph) -> None:
    assert clashes(closure(axioms, slice_graph, foreign, matches(schemes))) == []


def test_inferred_graph_is_consistent_too(
    axioms: Graph, slice_graph: Graph, foreign: Graph, source_triples: Triples
) -> None:
    inferred = facts(*(t for t in as_rdflib(add_by_rules(source_triples)) if not isinstance(t[2], Literal)))
    assert clashes(closure(axioms, slice_graph, foreign, inferred)) == []


NONSENSE = {
    "a commitment is no city": facts((COMMITMENT, RDF.type, LUP_NS.City)),
    "a commitment is no concept": facts((COMMITMENT, RDF.type, SKOS.Concept)),
    "a signature is no commitment": facts((SIGNATURE, RDF.type, LUP_NS.Commitment)),
    "a city is no network": facts((CITY, RDF.type, LUP_NS.CityNetwork)),
    "a region is no city": facts((URIRef(ID + "region/helsinki"), RDF.type, LUP_NS.City)),
    "a person is no tenure": facts((URIRef(ID + "person/a"), RDF.type, LUP_NS.Tenure)),
    "a signature, an activity, is derived from nothing": facts(
        (SIGNATURE, PROV.wasDerivedFrom, URIRef(ID + "source/hel"))
    ),
    "an action, an activity, is attributed to nobody": facts(
        (URIRef(ID + "action/register"), PROV.wasAttributedTo, CITY)
    ),
    "a city is no site": facts((URIRef(ID + "network/eurocities"), ORG.hasSite, CITY)),
    "a commitment is matched by no concept": facts((COMMITMENT, SKOS.closeMatch, URIRef(ID + "theme/climate"))),
    "a city commits, and is not committed to": facts((CITY, LUP_NS.committedTo, URIRef(ID + "event/hic"))),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_reported_as_inconsistent(
    nonsense: Graph, axioms: Graph, slice_graph: Graph, foreign: Graph
) -> None:
    assert clashes(closure(axioms, slice_graph, foreign, nonsense))


def test_second_member_of_a_membership_would_merge_the_two(axioms: Graph, foreign: Graph) -> None:
    membership, first, second = (URIRef(ID + path) for path in ("membership/x", "city/fi/espoo", "city/fi/vantaa"))
    result = closure(axioms, foreign, facts((membership, ORG.member, first), (membership, ORG.member, second)))
    assert (first, OWL.sameAs, second) in result


def test_city_is_an_organisation_and_a_place_without_clash(axioms: Graph, foreign: Graph) -> None:
    result = closure(axioms, foreign, facts((CITY, RDF.type, LUP_NS.City)))
    types = set(result.objects(CITY, RDF.type))
    assert {ORG.Organization, URIRef("https://schema.org/City")} <= types
    assert clashes(result) == []


@pytest.fixture(scope="module")
def foreign() -> Graph:
    """Axioms of the reused vocabularies that our data could break."""
    return Graph().parse(HERE / "foreign-axioms.ttl")


def matches(schemes: Graph) -> Graph:
    """The themes' mappings and types, without labels."""
    return facts(*((s, p, o) for s, p, o in schemes if isinstance(s, URIRef) and isinstance(o, URIRef)))

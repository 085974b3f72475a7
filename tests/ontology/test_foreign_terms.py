"""Terms of other vocabularies: each one used exists, and pointing at it has no logical weight."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from ontology_files import HERE, ONTOLOGY, read
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib import namespace as bundled
from rdflib.namespace import DefinedNamespace

from lupaus.namespaces import BASE, EXTERNAL, compact, expand

KNOWN = HERE / "known-terms.txt"

DOCUMENTS = {
    "https://creativecommons.org/licenses/by/4.0/",
    "https://www.signalsfromhelsinki.fi/fi/kestavia-ratkaisuja/kansainvalinen-yhteistyo",
}
"""What the header points to beside terms."""

CLOSED = {
    str(namespace._NS): namespace
    for name in (
        "DCTERMS",
        "FOAF",
        "GEO",
        "ODRL2",
        "ORG",
        "OWL",
        "PROV",
        "RDF",
        "RDFS",
        "SDO",
        "SKOS",
        "VANN",
        "XSD",
    )
    for namespace in [getattr(bundled, name)]
    if issubclass(namespace, DefinedNamespace)
}
"""Namespaces of which rdflib brings the list of terms; for the others we rely on our own list."""


def known() -> list[str]:
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def iri(line: str) -> str:
    return line[1:-1] if line.startswith("<") else expand(line)


def foreign_terms(*graphs: Graph) -> set[str]:
    """Every IRI that is neither ours nor the bare namespace of a vocabulary nor a document."""
    nodes = {str(node) for graph in graphs for triple in graph for node in triple if isinstance(node, URIRef)}
    nodes |= {
        str(o.datatype) for graph in graphs for o in graph.objects() if isinstance(o, Literal) and o.datatype
    }
    namespaces = {iri.rstrip("#") for iri in EXTERNAL.values()} | set(EXTERNAL.values())
    return {node for node in nodes if not node.startswith(BASE) and node not in namespaces | DOCUMENTS}


def test_every_foreign_term_used_is_on_the_list(ontology: Graph, schemes: Graph, alignments: Graph) -> None:
    unknown = foreign_terms(ontology, schemes, alignments) - {iri(line) for line in known()}
    assert sorted(map(compact, unknown)) == []


def test_every_foreign_property_class_and_datatype_in_the_data_is_on_the_list() -> None:
    listed = {iri(line) for line in known()}
    unknown = {
        f"{compact(term)} in {path.name}"
        for path in sorted((ONTOLOGY.parent / "data").rglob("*.ttl"))
        for term in vocabulary_of(path.read_text(encoding="utf-8"))
        if not term.startswith(BASE) and term not in listed
    }
    assert sorted(unknown) == []


def test_term_that_does_not_exist_would_be_noticed_in_data() -> None:
    data = "<https://example.org/x> a schema:Cityy ; dcterms:titel 'x'^^xsd:dat ; rdf:predicate schema:nam ."
    wrong = {"schema:Cityy", "dcterms:titel", "xsd:dat", "schema:nam"}
    assert {compact(term) for term in vocabulary_of(data)} - {"rdf:type", "rdf:predicate"} == wrong
    assert not wrong & set(known())


def vocabulary_of(turtle: str) -> set[str]:
    """The properties, classes and datatypes that some Turtle uses, those that its claims are about included."""
    found = set()
    for triple in read(turtle):
        found.add(triple.predicate.value)
        if triple.predicate.value in (str(RDF.type), str(RDF.predicate)):
            found.add(str(triple.object).strip("<>"))
        elif isinstance(triple.object, ox.Literal):
            found.add(triple.object.datatype.value)
    return found


def test_term_that_does_not_exist_would_be_noticed(ontology: Graph) -> None:
    wrong = Graph()
    wrong.add((URIRef(BASE + "ns#x"), URIRef(expand("dcterms:signatory")), Literal("x")))
    assert foreign_terms(wrong) - {iri(line) for line in known()} == {expand("dcterms:signatory")}


def test_list_is_sorted_and_without_doubles() -> None:
    assert known() == sorted(set(known()))


@pytest.mark.parametrize("line", known())
def test_listed_term_is_in_its_vocabulary_where_rdflib_knows_it(line: str) -> None:
    term = iri(line)
    namespace, local = split(term)
    if namespace in CLOSED:
        assert local in CLOSED[namespace]
    else:
        assert compact(term) == line, "written as an IRI though a prefix fits, or the other way round"


def test_list_covers_vocabularies_that_can_be_checked() -> None:
    checked = [line for line in known() if split(iri(line))[0] in CLOSED]
    assert len(checked) > 60


def split(term: str) -> tuple[str, str]:
    cut = max(term.rfind("#"), term.rfind("/")) + 1
    return term[:cut], term[cut:]


def pointers(alignments: Graph) -> Iterator[tuple[URIRef, URIRef]]:
    for subject, value in alignments.subject_objects(RDFS.seeAlso):
        assert isinstance(subject, URIRef)
        assert isinstance(value, URIRef)
        yield subject, value


def test_alignments_point_from_our_terms_to_foreign_ones(alignments: Graph, ontology: Graph) -> None:
    declared = set(ontology.subjects(RDFS.isDefinedBy))
    assert list(pointers(alignments))
    for subject, value in pointers(alignments):
        assert subject in declared
        assert not value.startswith(BASE)


def test_alignments_have_no_logical_weight(alignments: Graph) -> None:
    assert {p for s, p, _ in alignments if not isinstance(s, BNode)} == {RDFS.seeAlso}
    allowed = {RDF.type, OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget, RDFS.comment}
    assert {p for s, p, _ in alignments if isinstance(s, BNode)} == allowed
    assert set(alignments.objects(None, OWL.annotatedProperty)) == {RDFS.seeAlso}


def test_each_pointer_gives_its_reason(alignments: Graph) -> None:
    reasoned = {
        (alignments.value(axiom, OWL.annotatedSource), alignments.value(axiom, OWL.annotatedTarget))
        for axiom in alignments.subjects(RDF.type, OWL.Axiom)
        if str(alignments.value(axiom, RDFS.comment)).endswith(".")
    }
    assert reasoned == set(pointers(alignments))


def test_pointer_repeats_no_axiom(alignments: Graph, ontology: Graph) -> None:
    for subject, value in pointers(alignments):
        assert (subject, RDFS.subClassOf, value) not in ontology
        assert (subject, RDFS.subPropertyOf, value) not in ontology

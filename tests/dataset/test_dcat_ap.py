"""The rules of DCAT-AP 3.0.1 (SEMIC): cardinalities, kinds of nodes, ranges, and what it recommends."""

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from lupaus.namespaces import PREFIXES, expand

EU = PREFIXES["euauth"]
IRI, TEXT = "IRI", "literal"
MANY = 10**6
# Class, property, least, most, kind. As the profile states them for the classes that we describe.
RULES = [
    *(("dcat:Catalog", *row) for row in (
        ("dcterms:title", 1, MANY, TEXT), ("dcterms:description", 1, MANY, TEXT), ("dcterms:publisher", 1, 1, IRI),
        ("dcat:dataset", 1, MANY, IRI), ("dcat:service", 0, MANY, IRI), ("dcat:record", 0, MANY, IRI),
        ("dcterms:license", 0, 1, IRI), ("dcterms:issued", 0, 1, TEXT), ("dcterms:modified", 0, 1, TEXT),
        ("dcterms:rights", 0, 1, IRI), ("foaf:homepage", 0, 1, IRI), ("dcat:themeTaxonomy", 0, MANY, IRI),
        ("dcterms:language", 0, MANY, IRI), ("dcterms:spatial", 0, MANY, IRI))),
    *(("dcat:CatalogRecord", *row) for row in (
        ("dcterms:modified", 1, 1, TEXT), ("foaf:primaryTopic", 1, 1, IRI), ("dcterms:conformsTo", 0, 1, IRI))),
    *(("dcat:Dataset", *row) for row in (
        ("dcterms:title", 1, MANY, TEXT), ("dcterms:description", 1, MANY, TEXT), ("dcterms:publisher", 0, 1, IRI),
        ("dcterms:accessRights", 0, 1, IRI), ("dcterms:accrualPeriodicity", 0, 1, IRI), ("dcat:version", 0, 1, TEXT),
        ("dcterms:issued", 0, 1, TEXT), ("dcterms:modified", 0, 1, TEXT), ("dcat:contactPoint", 0, MANY, IRI),
        ("dcat:distribution", 0, MANY, IRI), ("dcat:keyword", 0, MANY, TEXT), ("dcat:theme", 0, MANY, IRI),
        ("dcterms:identifier", 0, MANY, TEXT), ("dcat:landingPage", 0, MANY, IRI))),
    *(("dcat:Distribution", *row) for row in (
        ("dcat:accessURL", 1, MANY, IRI), ("dcat:downloadURL", 0, MANY, IRI), ("dcat:mediaType", 0, 1, IRI),
        ("dcat:compressFormat", 0, 1, IRI), ("dcat:byteSize", 0, 1, TEXT), ("dcatap:availability", 0, 1, IRI),
        ("dcterms:format", 0, 1, IRI), ("dcterms:license", 0, 1, IRI), ("dcterms:rights", 0, 1, IRI),
        ("dcterms:description", 0, MANY, TEXT), ("spdx:checksum", 0, 1, IRI), ("dcat:accessService", 0, MANY, IRI))),
    *(("dcat:DataService", *row) for row in (
        ("dcterms:title", 1, MANY, TEXT), ("dcat:endpointURL", 1, MANY, IRI), ("dcat:servesDataset", 0, MANY, IRI),
        ("dcterms:license", 0, 1, IRI), ("dcterms:accessRights", 0, 1, IRI), ("dcterms:publisher", 0, 1, IRI),
        ("dcat:keyword", 0, MANY, TEXT), ("dcat:theme", 0, MANY, IRI), ("dcat:contactPoint", 0, MANY, IRI))),
    ("foaf:Agent", "foaf:name", 1, MANY, TEXT),
    ("spdx:Checksum", "spdx:algorithm", 1, 1, IRI), ("spdx:Checksum", "spdx:checksumValue", 1, 1, TEXT),
]  # fmt: skip
RANGES = {
    "dcterms:license": "dcterms:LicenseDocument", "dcterms:rights": "dcterms:RightsStatement",
    "dcterms:accessRights": "dcterms:RightsStatement", "dcterms:format": "dcterms:MediaTypeOrExtent",
    "dcat:mediaType": "dcterms:MediaType", "dcat:compressFormat": "dcterms:MediaType",
    "dcterms:conformsTo": "dcterms:Standard", "dcterms:language": "dcterms:LinguisticSystem",
    "dcterms:spatial": "dcterms:Location", "dcterms:accrualPeriodicity": "dcterms:Frequency",
    "dcat:contactPoint": "vcard:Kind", "dcat:landingPage": "foaf:Document", "foaf:homepage": "foaf:Document",
    "dcterms:publisher": "foaf:Agent", "dcat:distribution": "dcat:Distribution", "dcat:dataset": "dcat:Dataset",
    "dcat:service": "dcat:DataService", "dcat:accessService": "dcat:DataService", "dcat:record": "dcat:CatalogRecord",
    "spdx:checksum": "spdx:Checksum", "dcat:theme": "skos:Concept", "dcatap:availability": "skos:Concept",
    "dcat:themeTaxonomy": "skos:ConceptScheme",
}  # fmt: skip
DESCRIBED = ("dcat:Catalog", "dcat:CatalogRecord", "dcat:Dataset", "dcat:Distribution", "dcat:DataService")


@pytest.fixture
def store(release):
    found = Store()
    path = release.path / "graphs/void.nt"
    found.load(path=path, format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    return found


def offenders(store):
    """Every rule that is broken, and by what."""
    for class_, property_, least, most, kind in RULES:
        for quad in store.quads_for_pattern(None, NamedNode(expand("rdf:type")), NamedNode(expand(class_)), None):
            values = [
                q.object for q in store.quads_for_pattern(quad.subject, NamedNode(expand(property_)), None, None)
            ]
            if not least <= len(values) <= most:
                yield class_, property_, "count", quad.subject.value
            if any(isinstance(value, Literal) != (kind == TEXT) for value in values):
                yield class_, property_, "kind", quad.subject.value
    for property_, class_ in RANGES.items():
        for row in store.query(f"""SELECT DISTINCT ?v {{ VALUES ?class {{ {" ".join(DESCRIBED)} }} ?s a ?class ;
            {property_} ?v FILTER NOT EXISTS {{ ?v a {class_} }} }}""", prefixes=PREFIXES):  # fmt: skip
            # The authority tables say what their entries are, and a validator for DCAT-AP loads them.
            if not (class_.startswith("skos:") and row[0].value.startswith(EU)):
                yield "range", property_, class_, row[0].value


def test_no_rule_of_the_profile_is_broken(store):
    assert list(offenders(store)) == []
    for class_ in DESCRIBED:
        assert store.query(f"ASK {{ ?x a {class_} }}", prefixes=PREFIXES), class_


def test_the_rules_find_what_breaks_them(store):
    catalog = next(
        store.quads_for_pattern(None, NamedNode(expand("rdf:type")), NamedNode(expand("dcat:Catalog")), None)
    ).subject
    for quad in list(store.quads_for_pattern(catalog, NamedNode(expand("dcterms:title")), None, None)):
        store.remove(quad)
    store.add(Quad(catalog, NamedNode(expand("dcterms:license")), Literal("free"), DefaultGraph()))
    store.add(Quad(catalog, NamedNode(expand("dcat:service")), NamedNode("http://x/"), DefaultGraph()))
    found = {(property_, what) for _, property_, what, _ in offenders(store)}
    assert {("dcterms:title", "count"), ("dcterms:license", "kind"), ("dcat:service", "dcat:DataService")} <= found


RECOMMENDED = [
    ("dcat:Distribution", "dcterms:description"), ("dcat:Distribution", "dcatap:availability"),
    ("dcat:Distribution", "dcterms:license"), ("dcat:DataService", "dcterms:description"),
    ("dcat:DataService", "dcterms:conformsTo"), ("dcat:DataService", "dcat:servesDataset"),
    ("dcat:Catalog", "dcterms:license"), ("dcat:Catalog", "dcat:themeTaxonomy"),
    ("dcat:CatalogRecord", "dcterms:conformsTo"), ("dcat:Dataset", "dcat:distribution"),
    ("dcat:Dataset", "dcterms:publisher"),
]  # fmt: skip


@pytest.mark.parametrize(("class_", "property_"), RECOMMENDED)
def test_what_the_profile_recommends_is_said_of_every_one(store, class_, property_):
    without = store.query(
        f"SELECT ?x {{ ?x a {class_} FILTER NOT EXISTS {{ ?x {property_} ?v }} }}", prefixes=PREFIXES
    )
    assert [row[0].value for row in without] == []

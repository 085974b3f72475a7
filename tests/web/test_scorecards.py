"""Umaka and SPARQLES, as far as they go without the network; F-UJI and FOOPS! have files of their own.

Where a rule of theirs and one of ours cannot both be kept, both readings are tested.
"""

import re

import pytest
from pyoxigraph import RdfFormat, parse

from lupaus.namespaces import BASE, PREFIXES

PARSERS = {"text/turtle": RdfFormat.TURTLE, "application/rdf+xml": RdfFormat.RDF_XML}
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


@pytest.fixture
def ask(client):
    """The rows of a SELECT, the value of an ASK."""

    def put(query):
        answer = client.get("/sparql", params={"query": PROLOGUE + query, "format": "json"}).json()
        if "boolean" in answer:
            return answer["boolean"]
        return [
            tuple(row[name]["value"] for name in answer["head"]["vars"]) for row in answer["results"]["bindings"]
        ]

    return put


# Umaka (YummyData)


def test_umaka_availability(client):
    query = "CONSTRUCT {?s ?p ?o} WHERE {GRAPH ?g {?s ?p ?o}} LIMIT 1"
    answer = client.get("/sparql", params={"query": query}, headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    assert len(list(parse(answer.content, format=RdfFormat.TURTLE))) == 1


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
def test_umaka_operation(client, path):
    answer = client.get(path, headers={"accept": "text/turtle, application/rdf+xml"})
    assert answer.status_code == 200
    assert list(parse(answer.content, format=PARSERS[answer.headers["content-type"].partition(";")[0]]))


def test_umaka_freshness_reads_more_than_one_date(client):
    text = client.get("/.well-known/void.nt").text
    dates = re.findall(r"<http://purl\.org/dc/terms/(?:modified|issued)> \"(\d{4}-\d\d-\d\d)", text)
    assert len(dates) >= 2


def test_umaka_usefulness_finds_classes_properties_and_datatypes_in_graphs(ask):
    for graph in ("curated", "claims", "ontology", "void"):
        assert ask(f"ASK {{ GRAPH lupg:{graph} {{ ?s a ?class ; ?p ?o FILTER(ISLITERAL(?o)) }} }}")


def test_umaka_usefulness_labels_of_classes_stand_in_the_ontology_and_not_in_every_graph(ask):
    """It wants the label of a class in each graph that uses the class; we say each thing once."""
    assert ask("ASK { GRAPH lupg:curated { ?s a ?class } GRAPH lupg:ontology { ?class rdfs:label ?name } }")
    assert not ask("ASK { GRAPH lupg:curated { ?s a ?class . ?class rdfs:label ?name } }")


def test_umaka_validity_in_both_readings(ask):
    """It counts subjects that do not begin with http://, which all of ours do not: they begin with https://."""
    assert ask('ASK { GRAPH lupg:curated { ?s ?p ?o FILTER(ISIRI(?s) && !REGEX(STR(?s), "^http://", "i")) } }')
    strange = 'ASK { GRAPH ?g { ?s ?p ?o FILTER(ISIRI(?s) && !REGEX(STR(?s), "^https?://", "i")) } }'
    assert not ask(strange)
    assert ask("ASK { GRAPH ?g { ?s owl:sameAs|rdfs:seeAlso ?o } }")


def test_umaka_validity_a_subject_can_be_looked_up(client, ask):
    rows = ask("SELECT DISTINCT ?s { GRAPH lupg:curated { ?s ?p ?o } } ORDER BY ?s LIMIT 5")
    for (subject,) in rows:
        answer = client.get(
            "/" + subject.removeprefix(BASE), headers={"accept": "text/turtle"}, follow_redirects=True
        )
        assert f"<{subject}>" in answer.text


# SPARQLES


def test_sparqles_discoverability(client, ask):
    robots = client.get("/robots.txt").text
    assert "Sitemap: " in robots
    assert not re.search(r"^Disallow: /sparql$", robots, re.MULTILINE)
    assert client.get("/sparql").headers["server"].startswith("lupaus/")
    for path in ("/.well-known/void", "/sparql"):
        text = client.get(path, headers={"accept": "text/turtle"}).text
        assert PREFIXES["void"] in text
        assert PREFIXES["sd"] in text
    assert ask(f"ASK {{ ?dataset a void:Dataset ; void:sparqlEndpoint <{BASE}sparql> }}")


SPARQLES = [
    "ASK {}", "SELECT DISTINCT * {?s ?p ?o} LIMIT 3", "SELECT REDUCED * {?s ?p ?o} LIMIT 3", "SELECT * {_:b ?p ?o} LIMIT 3",
    "SELECT (AVG(?n) AS ?a) {VALUES ?n {1 2}}", "SELECT * {BIND(1 AS ?x)}", "ASK {FILTER NOT EXISTS {<x:y> ?p ?o}}",
    "ASK {FILTER EXISTS {?s ?p ?o}}", "SELECT (ABS(-1) AS ?x) {}", "ASK {?s ?p ?o FILTER(CONTAINS(STR(?o),'e'))}",
    "SELECT (MAX(?o) AS ?m) {?s ?p ?o}", "SELECT * {?s a ?c MINUS {?s a <x:y>}} LIMIT 3", "SELECT * {?s a/(^a) ?o} LIMIT 3",
    "SELECT * {{SELECT ?s {?s ?p ?o} LIMIT 3}}", "SELECT * {GRAPH ?g {{SELECT ?s {?s ?p ?o} LIMIT 3}}}",
    "SELECT (SUM(?n) AS ?s) {VALUES ?n {1 2}}", "CONSTRUCT WHERE {?s a ?c}", "ASK {?s ?p ?o FILTER(?p NOT IN (<x:y>))}",
]  # fmt: skip


@pytest.mark.parametrize("query", SPARQLES)
def test_sparqles_interoperability(client, query):
    assert client.get("/sparql", params={"query": query}).status_code == 200


def test_sparqles_service_is_refused_in_words(client):
    answer = client.get("/sparql", params={"query": "SELECT * {SERVICE <http://x.example/sparql> {?s ?p ?o}}"})
    assert answer.status_code == 403
    assert "SERVICE" in answer.json()["detail"]

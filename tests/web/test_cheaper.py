"""What the engine is asked in place of what was asked: only our own engine, and only of the stored data set."""

from dataclasses import replace

import pytest
from live_server import SETTINGS, live_site

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FILTER = "ASK { ?s a ?c FILTER(?c=<http://e/C>) }"
GRAPH = "https://w3id.org/lupaus/graph/curated"


def asked(server, scripted, query, **fields):
    with server.client() as http:
        assert http.get("/sparql", params={"query": query, **fields}).status_code == 200
    return scripted.requests[-1].query


def test_counts_and_filters_are_asked_as_values(scripted_server, scripted, small_site):
    numbers = f"SELECT ?n {{ VALUES (?n) {{ ({small_site.default_triples}) }} }} "
    assert asked(scripted_server, scripted, COUNT) == numbers
    assert asked(scripted_server, scripted, FILTER) == "ASK { ?s a ?c VALUES ?c{<http://e/C>} }"


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        (COUNT.replace("{", f"FROM <{GRAPH}> {{"), {}),
        (COUNT, {"default-graph-uri": GRAPH}),
        (COUNT, {"named-graph-uri": GRAPH}),
    ],
)
def test_counts_are_of_the_stored_data_set(scripted_server, scripted, query, fields):
    assert asked(scripted_server, scripted, query, **fields) == query


@pytest.mark.parametrize("query", [COUNT, FILTER])
def test_other_engines_get_what_was_asked(scripted, small_site, query):
    with live_site(small_site, scripted, replace(SETTINGS, engine="sparql")) as server:
        assert asked(server, scripted, query) == query


def test_files_are_not_counted(scripted, small_site):
    with live_site(replace(small_site, counted=None), scripted) as server:
        assert asked(server, scripted, COUNT) == COUNT


@pytest.mark.parametrize("accept", ["application/sparql-results+xml", "text/csv", "text/html"])
def test_the_answer_comes_in_every_format(client, small_site, accept):
    answer = client.get("/sparql", params={"query": COUNT}, headers={"accept": accept})
    assert answer.status_code == 200
    assert str(small_site.default_triples) in answer.text.replace(",", "").replace("\u202f", "")

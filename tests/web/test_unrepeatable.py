"""What answers otherwise each time is never stored, and everything else may be."""

from dataclasses import replace

import httpx
import pytest
import rdflib
from live_server import SETTINGS, live_site

ENDPOINT = "https://query.example/sparql"
FUNCTIONS = ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()", 'BNODE("x")']
PLACES = {
    "projected": "SELECT ({} AS ?x) WHERE {{}}",
    "bound": "SELECT * WHERE {{ BIND({} AS ?x) }}",
    "filtered": "SELECT * WHERE {{ FILTER(BOUND(?y) || isIRI({})) }}",
    "in a sub-select": "SELECT ?x WHERE {{ {{ SELECT ({} AS ?x) WHERE {{}} }} }}",
    "in a sub-select of a sub-select": "ASK {{ {{ SELECT * {{ {{ SELECT ({} AS ?x) {{}} }} }} }} }}",
    "in EXISTS": "ASK {{ FILTER EXISTS {{ BIND({} AS ?x) }} }}",
    "ordered by": "SELECT * WHERE {{ ?s ?p ?o }} ORDER BY {} LIMIT 3",
    "grouped by": "SELECT (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o }} GROUP BY (STR({}) AS ?x) LIMIT 1",
    "having": "SELECT ?s WHERE {{ ?s ?p ?o }} GROUP BY ?s HAVING(isIRI({})) LIMIT 1",
    "inside a function": "SELECT (STR({}) AS ?x) WHERE {{}}",
    "after a comment": "SELECT # not\n({} AS ?x) WHERE {{}}",
    "after a string": "SELECT ('#' AS ?y) ({} AS ?x) WHERE {{}}",
    "in a graph": "CONSTRUCT {{ <urn:a> <urn:b> ?x }} WHERE {{ BIND({} AS ?x) }}",
    "described": "DESCRIBE ?x WHERE {{ BIND({} AS ?x) }}",
}


def never_stored(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    for name in ("etag", "last-modified"):
        assert name not in answer.headers


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_it_is_never_stored_wherever_it_stands(client, function, place):
    never_stored(client.get("/sparql", params={"query": PLACES[place].format(function)}))


WRITTEN = [
    "now()",
    "NoW()",
    "NOW ( )",
    "N\\u004FW()",
    "\\u004e\\U0000004F\\u0057()",
    "NOW#comment\n()",
    "NOW\t\n()",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_it_is_never_stored_however_it_is_written(client, written):
    query = f"SELECT ({written} AS ?x) WHERE {{}}"
    for ask in (
        lambda headers: client.get("/sparql", params={"query": query}, headers=headers),
        lambda headers: client.head("/sparql", params={"query": query}, headers=headers),
        lambda headers: client.post("/sparql", data={"query": query}, headers=headers),
        lambda headers: client.get("/sparql", params={"query": query}, headers={**headers, "if-none-match": "*"}),
        lambda headers: client.get("/sparql", params={"query": query}, headers={**headers, "accept": "text/html"}),
    ):
        never_stored(ask({"accept": "*/*"}))


def test_two_runs_of_it_are_two_runs(client):
    for function in FUNCTIONS[1:5]:
        query = f"SELECT ({function} AS ?x) WHERE {{}}"
        answers = {client.get("/sparql", params={"query": query, "format": "xml"}).text for _ in range(3)}
        assert len(answers) == 3, function


ALIKE = [
    'SELECT ("NOW()" AS ?x) WHERE {}',
    "SELECT ('RAND()' AS ?x) WHERE {}",
    'SELECT ("""it\'s "NOW()" """ AS ?x) WHERE {}',
    "SELECT ('''UUID()''' AS ?x) WHERE {}",
    'SELECT ("a\\"NOW()" AS ?x) WHERE {}',
    'SELECT ("\\u004eOW()" AS ?x) WHERE {}',
    "SELECT * WHERE { ?s ?p ?o } LIMIT 1 # NOW() RAND() SERVICE",
    "# SERVICE <http://x/> { }\nASK {}",
    "ASK { ?s <http://example.org/NOW()> ?o }",
    "ASK { ?s <http://example.org/#RAND()> ?o }",
    "PREFIX now: <http://example.org/> ASK { ?s now:RAND ?o }",
    "PREFIX ex: <http://example.org/> ASK { ?s ex:BNODE ?o }",
    "PREFIX service: <http://example.org/> ASK { ?s service:uuid ?o }",
    "SELECT ?now ?RAND WHERE { ?now ?RAND ?UUID } LIMIT 1",
    "SELECT $SERVICE WHERE { $SERVICE ?p $struuid } LIMIT 1",
    "ASK { _:bnode ?p _:NOW }",
    'SELECT ("x"@now AS ?x) WHERE {}',
    "SELECT * WHERE { FILTER(isBlank(?s)) ?s ?p ?o } LIMIT 1",
    "SELECT (STR(<urn:uuid:1>) AS ?x) WHERE {}",
]


@pytest.mark.parametrize("query", ALIKE)
def test_the_letters_alone_change_nothing(client, query):
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"].startswith("public")
    assert answer.headers["etag"].startswith('"')


@pytest.fixture
def federating(scripted, small_site):
    """A server that calls an endpoint; the engine is scripted, so no call is made."""
    with live_site(small_site, scripted, replace(SETTINGS, federation_allow=ENDPOINT)) as server:
        yield server


SERVICES = [
    "ASK {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "ASK {{ service silent <{}> {{ ?s ?p ?o }} }}",
    "ASK {{ S\\u0045RVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} }} }}",
]


@pytest.mark.parametrize("query", SERVICES)
def test_an_answer_with_service_is_never_stored(scripted, federating, query):
    with federating.client() as client:
        for _ in range(2):
            never_stored(client.get("/sparql", params={"query": query.format(ENDPOINT)}))
    assert len(scripted.requests) == 2


def test_federation_is_described_only_where_there_is_some(client, federating):
    feature = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#feature")
    federated = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery")

    def features(answer):
        return set(rdflib.Graph().parse(data=answer.text, format="nt").objects(None, feature))

    plain = {"accept": "application/n-triples"}
    assert federated not in features(client.get("/sparql", headers=plain))
    assert federated in features(httpx.get(federating.url + "/sparql", headers=plain))

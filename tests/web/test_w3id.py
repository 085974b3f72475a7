"""The redirects for the registry of permanent identifiers, followed through a real Apache httpd."""

import shutil
from pathlib import Path

import httpx
import pytest
from apache import apache
from pyoxigraph import RdfFormat, parse

W3ID = Path(__file__).parents[2] / "docs" / "w3id"
HOST = "https://lupaus.example.org"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("apache2") is None, reason="apt-get install apache2"),
]


@pytest.fixture(scope="module")
def registry(server):
    text = (W3ID / ".htaccess").read_text()
    assert text.count(HOST) == 2
    with apache("lupaus", text.replace(HOST, server.url)) as address, httpx.Client(follow_redirects=True) as http:
        http.base_url = address
        yield http


@pytest.mark.parametrize("path", ["", "id/city/fi/helsinki", "ns", "sparql", "dataset", "dumps/default.nt",
                                  ".well-known/void", "doc/city/fi/helsinki.ttl", "fragments", "feed"])  # fmt: skip
def test_every_address_of_ours_leads_to_itself_on_the_server(registry, server, path):
    led = registry.get(f"/{path}", headers={"accept": "text/turtle"})
    direct = httpx.get(f"{server.url}/{path}", headers={"accept": "text/turtle"}, follow_redirects=True)
    assert led.status_code == direct.status_code == 200
    assert led.content == direct.content
    first = led.history[0]
    assert first.status_code == 302
    assert first.headers["location"] == f"{server.url}/{path}"


def test_an_identifier_is_resolved_to_what_is_said_of_it(registry):
    answer = registry.get("/id/city/fi/helsinki", headers={"accept": "application/n-triples"})
    subjects = {quad.subject.value for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)}
    assert "https://w3id.org/lupaus/id/city/fi/helsinki" in subjects
    assert [each.status_code for each in answer.history] == [302, 303]


def test_a_query_string_arrives_as_it_was(registry):
    answer = registry.get("/sparql", params={"query": 'ASK { ?s ?p "100 % + ä&=#"@fi }', "format": "json"})
    assert answer.json()["boolean"] is False
    answer = registry.get("/fragments", params={"object": '"Helsinki"@fi'}, headers={"accept": "text/turtle"})
    assert "Helsinki" in answer.text


def test_a_query_by_post_stays_one(registry):
    answer = registry.post("/sparql", data={"query": "ASK { ?s ?p ?o }"}, headers={"accept": "application/json"})
    assert answer.json()["boolean"] is True
    assert answer.history[0].status_code == 307


def test_what_is_not_there_is_not_there_at_the_end(registry):
    assert registry.get("/id/city/fi/atlantis").status_code == 404


def test_the_readme_names_what_the_data_name():
    text = (W3ID / "README.md").read_text()
    assert "`https://w3id.org/lupaus/ns#`" in text

"""What our server says of a release is the same, whichever engine holds it; where not, it is listed, and why."""

import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from table import ROWS
from test_protocol_socket import OTHERWISE, send

from lupaus.publishing.triples import digest_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
QUESTIONS = {
    path.stem: quad.object.value
    for path in sorted((ROOT / "data" / "queries").glob("[0-9]*.ttl"))
    for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    if quad.predicate.value == "http://www.w3.org/ns/shacl#select" and "SERVICE" not in quad.object.value
}
JSON_TYPE = "application/sparql-results+json"

_NUMBER = "the value of EXISTS is an integer"
_LEXICAL = "true is written 1 where an answer is grouped by it"
_ORDER = "strings with characters beyond ASCII are ordered otherwise"
OTHER_ANSWERS = {
    "oxigraph": {},
    "virtuoso": {
        "019-sessions-of-the-conference": "rows are counted otherwise where a path with + stands beside an OPTIONAL",
        "020-co-hosts-who-signed": _NUMBER,
        "031-founders-of-a-signing-network": _NUMBER,
        "044-lists-of-signatories-and-their-completeness": _LEXICAL,
        "064-lists-of-members-and-their-completeness": _LEXICAL,
    },
}
NO_ANSWERS = {
    "oxigraph": {},
    "virtuoso": {
        "049-member-of-a-network-on-a-day": "its compiler fails on the query",
        "055-signatories-near-each-other": "it has no GeoSPARQL functions",
    },
}
OTHER_ORDERS = {
    "oxigraph": {},
    "virtuoso": {
        "004-actions-near-commitment-1": _ORDER,
        "007-without-a-wikidata-item": _ORDER,
        "027-public-statements": _ORDER,
        "030-quantities-as-stated": _ORDER,
        "042-stated-signatories-against-names-known": _ORDER,
    },
}
PAGES = ("id/declaration/helsinki-impact-declaration-2019", "id/city/fi/helsinki", "id/network/eurocities", "ns")
FORMATS = ("text/html", "text/turtle", "application/ld+json", "application/n-triples")


def asked(http, url, query):
    return http.post(f"{url}/sparql", data={"query": query}, headers={"Accept": JSON_TYPE})


def solutions(answer):
    """The rows of an answer, in its order."""
    assert answer.status_code == 200, answer.text
    return [
        tuple(sorted((name, *sorted(term.items())) for name, term in row.items()))
        for row in json.loads(answer.content)["results"]["bindings"]
    ]


@pytest.mark.parametrize("slug", QUESTIONS)
def test_a_question_has_the_same_answer(http, embedded, served, slug):
    expected, answer = (asked(http, url, QUESTIONS[slug]) for url in (embedded, served.url))
    if slug in NO_ANSWERS[served.name]:
        assert answer.status_code in (400, 500)
        assert answer.headers["content-type"] == "application/problem+json"
        return
    ours, theirs = solutions(expected), solutions(answer)
    assert (Counter(ours) == Counter(theirs)) is (slug not in OTHER_ANSWERS[served.name])
    if slug not in OTHER_ANSWERS[served.name]:
        assert (ours == theirs) is (slug not in OTHER_ORDERS[served.name])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_request_is_answered_as_the_protocol_says(served, row):
    port = int(served.url.rpartition(":")[2])
    status, headers, body = send(port, row)
    expected, content_type, contains = OTHERWISE.get(row.name, (row.status, row.content_type, row.contains))
    assert (status, headers.get("content-type")) == (expected, content_type), body[:500]
    if row.method != "HEAD" and not content_type.startswith("text/html"):
        assert contains in body.decode().replace('\\"', '"').replace("\\\\", "\\")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_a_page_is_the_same(http, embedded, served, page, format):
    ours, theirs = (
        http.get(f"{url}/{page}", headers={"Accept": format}, follow_redirects=True)
        for url in (embedded, served.url)
    )
    assert ours.status_code == theirs.status_code == 200
    assert ours.text.replace(embedded, served.url) == theirs.text


@pytest.mark.parametrize("name", ["ontology", "curated", "shapes", "geo", "void"])
def test_a_graph_comes_back_as_it_was_written(http, release, served, name):
    iri, path = next((iri, path) for iri, path in release.graph_files().items() if iri.endswith(f"/graph/{name}"))
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
    answer = http.post(f"{served.url}/sparql", data={"query": query}, headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200
    found = digest_of(quad.triple for quad in ox.parse(answer.content, ox.RdfFormat.N_TRIPLES))
    assert found == digest_of(quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES))


def test_every_difference_is_documented():
    page = (ROOT / "docs" / "engines.md").read_text("utf-8")
    for table in (OTHER_ANSWERS, NO_ANSWERS, OTHER_ORDERS):
        for name in (name for engine in table.values() for name in engine):
            assert f"`{name}`" in page

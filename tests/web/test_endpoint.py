"""The SPARQL endpoint over a real socket, with the real engine over a small release."""

import gzip
import json
import re
import zlib

import pytest
import rdflib

OURS = re.compile(r'<script src="/(?:page|assets/editor)\.js\?[0-9a-f]{12}" defer></script>')
"""The scripts that a page may have: ours, and the editor on /sparql where the package has it."""

SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/lupaus/ns#City> }"
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }"
DESCRIBE = "DESCRIBE <https://w3id.org/lupaus/id/city/fi/helsinki>"
HELSINKI = "https://w3id.org/lupaus/id/city/fi/helsinki"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}


def names(answer):
    return [row["s"]["value"] for row in answer.json()["results"]["bindings"]]


WAYS = {
    "get": lambda c: c.get("/sparql", params={"query": SELECT}),
    "form": lambda c: c.post("/sparql", data={"query": SELECT}),
    "direct": lambda c: c.post("/sparql", content=SELECT, headers=DIRECT),
    "query": lambda c: c.request("QUERY", "/sparql", content=SELECT, headers=DIRECT),
    "gzip": lambda c: c.post(
        "/sparql", content=gzip.compress(SELECT.encode()), headers={**DIRECT, "content-encoding": "gzip"}
    ),
    "deflate": lambda c: c.post(
        "/sparql", content=zlib.compress(SELECT.encode()), headers={**DIRECT, "content-encoding": "deflate"}
    ),
    "chunked": lambda c: c.post(
        "/sparql", content=iter([SELECT[:10].encode(), SELECT[10:].encode()]), headers=DIRECT
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_asking_gives_the_same_answer(client, way):
    answer = WAYS[way](client)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert names(answer) == [HELSINKI]


FORMATS = [
    (SELECT, "application/sparql-results+json", "application/sparql-results+json"),
    (SELECT, "application/json", "application/sparql-results+json"),
    (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
    (SELECT, "text/csv", "text/csv; charset=utf-8"),
    (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    (SELECT, "*/*", "application/sparql-results+json"),
    (SELECT, "image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
    (SELECT, "text/html", "text/html; charset=utf-8"),
    (ASK, "*/*", "application/sparql-results+json"),
    (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
    (ASK, "text/html", "text/html; charset=utf-8"),
    (CONSTRUCT, "*/*", "text/turtle; charset=utf-8"),
    (CONSTRUCT, "application/n-triples", "application/n-triples"),
    (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
    (CONSTRUCT, "application/ld+json", "application/ld+json"),
    (CONSTRUCT, "text/html", "text/html; charset=utf-8"),
    (DESCRIBE, "text/turtle", "text/turtle; charset=utf-8"),
    (DESCRIBE, "text/html", "text/html; charset=utf-8"),
]


@pytest.mark.parametrize(("query", "accept", "content_type"), FORMATS)
def test_each_format_is_given_to_whoever_asks_for_it(client, query, accept, content_type):
    answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == content_type
    assert {"Accept", "Accept-Encoding"} <= set(answer.headers["vary"].split(", "))
    assert answer.content


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_a_format_can_be_named_in_the_address(client, name):
    answer = client.get("/sparql", params={"query": SELECT, "format": name}, headers={"accept": "text/html"})
    assert name in answer.headers["content-type"].replace("tab-separated-values", "tsv")


def test_graph_results_parse_and_carry_our_prefixes(client):
    text = client.get("/sparql", params={"query": DESCRIBE}).text
    assert "@prefix lup: <https://w3id.org/lupaus/ns#> ." in text
    assert len(rdflib.Graph().parse(data=text, format="turtle")) > 0


def test_a_prefix_of_ours_is_not_known_to_a_query_that_does_not_declare_it(client):
    assert client.get("/sparql", params={"query": "ASK { ?s a lup:City }"}).status_code == 400


REFUSALS = [
    ("get", {"params": {"query": "SELECT"}}, 400, "query-syntax"),
    ("get", {"params": {"query": SELECT, "format": "excel"}}, 406, "not-acceptable"),
    ("get", {"params": {"query": SELECT}, "headers": {"accept": "image/png"}}, 406, "not-acceptable"),
    ("get", {"params": [("query", ASK), ("query", ASK)]}, 400, "bad-request"),
    ("get", {"params": {"update": "CLEAR ALL"}}, 403, "forbidden"),
    ("get", {"params": {"query": "INSERT DATA { <a> <b> <c> }"}}, 403, "forbidden"),
    ("get", {"params": {"query": "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}}, 403, "forbidden"),
    ("get", {"params": {"query": "ASK " + "{" * 1_000}}, 400, "query-too-complex"),
    ("get", {"params": {"query": ASK, "default-graph-uri": "relative"}}, 400, "bad-request"),
    ("post", {"data": {"update": "CLEAR ALL"}}, 403, "forbidden"),
    ("post", {"content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}}, 403, "forbidden"),
    ("post", {"content": "{}", "headers": {"content-type": "application/json"}}, 415, "unsupported-media-type"),
    ("post", {"content": ASK}, 415, "unsupported-media-type"),
    ("post", {"content": b"\xff", "headers": DIRECT}, 400, "bad-request"),
    ("post", {"content": b"x" * 6_000, "headers": DIRECT}, 413, "query-too-large"),
    ("post", {"content": b"x", "headers": {**DIRECT, "content-encoding": "br"}}, 415, "unsupported-media-type"),
    ("post", {"content": b"x", "headers": {**DIRECT, "content-encoding": "gzip"}}, 400, "bad-request"),
    ("post", {"content": gzip.compress(b" " * 9_000_000), "headers": {**DIRECT, "content-encoding": "gzip"}},
     413, "query-too-large"),
    ("put", {"content": "x"}, 405, "method-not-allowed"),
    ("delete", {}, 405, "method-not-allowed"),
    ("patch", {}, 405, "method-not-allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "options", "status", "slug"), REFUSALS)
def test_each_refusal_has_its_status_and_problem_type(client, method, options, status, slug):
    answer = client.request(method.upper(), "/sparql", **options)
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"].endswith("/problems#" + slug)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


def test_a_wrong_method_is_told_the_right_ones(client):
    answer = client.put("/sparql", content="x")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST, QUERY"


def test_a_syntax_error_says_where(client):
    problem = client.get("/sparql", params={"query": "SELECT * WHERE {\n ?s ?p }"}).json()
    assert problem["line"] == 2


def test_head_is_get_without_a_body(client):
    got = client.get("/sparql", params={"query": SELECT})
    for _ in range(2):  # computed or cached
        headed = client.head("/sparql", params={"query": SELECT})
        assert headed.content == b""
        assert {k: v for k, v in headed.headers.items() if k != "date"} == {
            k: v for k, v in got.headers.items() if k != "date"
        }


def test_the_dataset_can_be_chosen_by_the_protocol(client):
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"

    def count(**params):
        answer = client.get("/sparql", params={"query": query, **params})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    everything, curated = count(), count(**{"default-graph-uri": "https://w3id.org/lupaus/graph/curated"})
    assert 0 < curated < everything
    assert count(**{"named-graph-uri": "https://w3id.org/lupaus/graph/curated"}) == 0


def test_a_relative_iri_in_a_query_is_below_our_base(client):
    answer = client.get("/sparql", params={"query": "ASK { <id/city/fi/helsinki> ?p ?o }"})
    assert answer.json()["boolean"] is True


def test_a_revalidated_answer_is_not_sent_again(client):
    first = client.get("/sparql", params={"query": SELECT})
    tag = first.headers["etag"]
    for headers in ({"if-none-match": tag}, {"if-modified-since": first.headers["last-modified"]}):
        again = client.get("/sparql", params={"query": SELECT}, headers=headers)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert "content-type" not in again.headers
        assert "content-length" not in again.headers


def test_white_space_and_comments_do_not_make_another_answer(client):
    one = client.get("/sparql", params={"query": SELECT})
    other = client.get("/sparql", params={"query": "# hello\n" + SELECT.replace(" ", "\n  ")})
    assert one.headers["etag"] == other.headers["etag"]


def test_a_large_answer_is_compressed_for_whoever_wants_it(client):
    params = {"query": "SELECT * WHERE { ?s ?p ?o }", "format": "csv"}
    plain = client.get("/sparql", params=params, headers={"accept-encoding": "identity"})
    packed = client.get("/sparql", params=params, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert client.get("/sparql", params=params, headers={"accept-encoding": "gzip"}).text == plain.text


def test_without_a_query_the_service_is_described(client):
    answer = client.get("/sparql")
    assert answer.headers["content-type"].startswith("text/turtle")
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert str(graph.value(service, sd.endpoint)) == "http://public.example/sparql"
    assert not list(graph.objects(service, sd.feature)), "no SERVICE, no union default graph"
    named = {str(name) for name in graph.objects(None, sd.name)}
    assert "https://w3id.org/lupaus/graph/curated" in named


@pytest.mark.parametrize("accept", ["application/rdf+xml", "application/n-triples", "application/ld+json"])
def test_the_description_comes_in_each_format(client, accept):
    answer = client.get("/sparql", headers={"accept": accept})
    assert answer.headers["content-type"] == accept
    again = client.get("/sparql", headers={"accept": accept, "if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_browser_is_given_a_form_that_works_without_script(client):
    page = client.get("/sparql", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<form class="ask" method="get" action="/sparql"' in page.text
    assert OURS.sub("", page.text).count("<script") == 0
    assert "Who signed?" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_result_page_has_rows_links_and_other_formats(client):
    page = client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/html"}).text
    assert '<a href="/doc/city/fi/helsinki">' in page
    assert "format=csv" in page
    assert SELECT.replace("<", "&lt;").replace(">", "&gt;") in page


def test_markup_in_data_and_queries_stays_text(client):
    query = "SELECT ('<script>alert(1)</script>' AS ?x) (<javascript:alert(2)> AS ?y) WHERE {}"
    page = client.get("/sparql", params={"query": query}, headers={"accept": "text/html"}).text
    assert "<script" not in OURS.sub("", page)
    assert 'href="javascript' not in page


def test_a_page_shows_yes_and_a_graph(client):
    assert "Yes" in client.get("/sparql", params={"query": ASK}, headers={"accept": "text/html"}).text
    page = client.get("/sparql", params={"query": DESCRIBE}, headers={"accept": "text/html"}).text
    assert "@prefix" in page


def test_a_browser_may_ask_from_anywhere(client):
    answer = client.options(
        "/sparql", headers={"origin": "https://example.org", "access-control-request-method": "POST"}
    )
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    for response in (client.get("/sparql", params={"query": ASK}), client.get("/sparql", params={"query": "x"})):
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers


def test_a_slow_body_is_answered_408(server):
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\n"
    )
    received = server.exchange(head + b"ASK")
    assert received.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in received
    assert json.loads(received.partition(b"\r\n\r\n")[2])["type"].endswith("#request-timeout")


def test_a_body_too_long_is_refused_before_it_is_sent(server):
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    received = server.exchange(head + b"Content-Length: 999999\r\nExpect: 100-continue\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 413 ")


def test_a_body_is_asked_for_where_the_client_waits_to_be_asked(server):
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with server.connect() as sock:
        sock.sendall(head + b"Content-Length: 6\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 100 ")
        sock.sendall(b"ASK {}")
        assert sock.recv(10_000).startswith(b"HTTP/1.1 200 ")

"""Triple pattern fragments: the triples, how many there are, and how to ask for others; bounded and cheap."""

import re

import pytest
from crawler import FORMATS, Crawler
from live_server import NoEngine, live_site
from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from lupaus.errors import BadRequest
from lupaus.namespaces import BASE, PREFIXES
from lupaus.web.hydra import PAGE_TRIPLES, read_term

TYPE = PREFIXES["rdf"] + "type"
LABEL = PREFIXES["rdfs"] + "label"
HELSINKI = BASE + "id/city/fi/helsinki"
ROOT = "http://public.example/fragments"


@pytest.fixture(scope="module")
def client(small_site):
    """A server without an engine: what a fragment needs, it does not ask of one."""
    with live_site(small_site, NoEngine()) as running, running.client() as http:
        yield http


@pytest.fixture(scope="module")
def triples(small_release):
    return {quad.triple for quad in parse(path=small_release.default_file, format=RdfFormat.N_TRIPLES)}


def fetch(client, form="application/trig", **asked):
    """The triples of a fragment, and what is said around them."""
    answer = client.get("/fragments", params=asked, headers={"accept": form})
    assert answer.status_code == 200, answer.text
    quads = list(parse(answer.content, format=FORMATS[form]))
    data = {quad.triple for quad in quads if quad.graph_name == DefaultGraph()}
    store = Store()
    store.extend(quads)
    return data, store, answer


def ask(store, query):
    return [tuple(term.value for term in row) for row in store.query(query, prefixes=PREFIXES)]


PATTERNS = [
    {}, {"subject": HELSINKI}, {"predicate": TYPE}, {"object": BASE + "ns#City"},
    {"subject": HELSINKI, "predicate": LABEL}, {"predicate": TYPE, "object": BASE + "ns#City"},
    {"subject": HELSINKI, "object": '"Helsinki"@en'}, {"predicate": LABEL, "object": '"Helsinki"@fi'},
    {"subject": HELSINKI, "predicate": LABEL, "object": '"Helsinki"@fi'}, {"object": '"Helsinki"'},
    {"subject": "http://nowhere.example/"}, {"subject": "?s", "predicate": "?p", "object": "?o"},
]  # fmt: skip


@pytest.mark.parametrize("asked", PATTERNS, ids=lambda asked: "-".join(asked) or "all")
def test_a_fragment_has_the_triples_of_its_pattern_and_says_how_many(client, triples, asked):
    given = {part: read_term(value) for part, value in asked.items() if not value.startswith("?")}
    wanted = {t for t in triples if all(str(getattr(t, part)) == term for part, term in given.items())}
    found, page = set(), 0
    while len(found) < len(wanted) or not page:
        page += 1
        data, store, _ = fetch(client, **asked, page=page)
        assert len(data) == min(PAGE_TRIPLES, len(wanted) - len(found))
        found |= data
        for counted in ("hydra:totalItems", "void:triples"):
            assert ask(store, f"SELECT ?n {{ GRAPH ?g {{ ?page {counted} ?n }} }}") == [(str(len(wanted)),)]
    assert found == wanted
    assert not ask(store, "SELECT ?next { GRAPH ?g { ?page hydra:next ?next } }")


def test_the_pages_lead_from_one_to_the_next_and_back(client, triples):
    seen, address = [], "/fragments"
    while address:
        answer = client.get(address, headers={"accept": "application/n-quads"})
        store = Store()
        store.load(answer.content, format=RdfFormat.N_QUADS)
        seen += ask(store, "SELECT ?s ?p ?o { ?s ?p ?o }")
        [(here,)] = ask(store, "SELECT ?page { GRAPH ?g { ?g foaf:primaryTopic ?page } }")
        assert here == "http://public.example" + address
        following = ask(store, "SELECT ?next { GRAPH ?g { ?page hydra:next ?next } }")
        linked = re.search(r'<([^>]+)>; rel="next"', answer.headers["link"])
        address = following[0][0].removeprefix("http://public.example") if following else ""
        assert address == (linked[1] if linked else "")
    assert len(seen) == len(triples) > PAGE_TRIPLES


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_controls_and_revalidates(client, form):
    data, store, answer = fetch(client, form, predicate=TYPE)
    forms = """SELECT ?t ?v ?p { ?d hydra:search ?s . ?s hydra:template ?t ; hydra:mapping ?m .
               ?m hydra:variable ?v ; hydra:property ?p }"""
    found = set(ask(store, forms)) | set(ask(store, f"SELECT ?t ?v ?p {{ GRAPH ?g {forms[16:]} }}"))
    assert found == {
        (ROOT + "{?subject,predicate,object}", part, PREFIXES["rdf"] + part)
        for part in ("subject", "predicate", "object")
    }
    assert answer.headers["content-location"].startswith("/fragments.")
    direct = client.get(answer.headers["content-location"])
    assert (direct.content, direct.headers["etag"]) == (answer.content, answer.headers["etag"])
    again = client.get(
        "/fragments", params={"predicate": TYPE}, headers={"accept": form, "if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    assert len(data) > 1


def test_formats_with_graphs_keep_the_controls_apart_from_the_data(client, triples):
    data, store, _ = fetch(client, "application/n-quads", subject=HELSINKI)
    assert data <= triples
    [(graph, page)] = ask(store, "SELECT ?g ?page { GRAPH ?g { ?g foaf:primaryTopic ?page } }")
    assert graph == page + "#metadata"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"subject": "no iri"}, 400), ({"object": '"open'}, 400), ({"object": '"x"^^no'}, 400), ({"subject": "_:"}, 400),
        ({"subject": "?x", "object": "?x"}, 400), ({"page": "0"}, 404), ({"page": "x"}, 404), ({"page": "99999"}, 404),
        ({"page": "٣"}, 404), ({"page": "9" * 50}, 404), ({"predicate": TYPE, "page": "-1"}, 404),
    ],
)  # fmt: skip
def test_what_is_no_pattern_or_no_page_is_a_problem(client, asked, status):
    assert client.get("/fragments", params=asked).status_code == status


def test_the_page_has_a_form_and_links(client):
    answer = client.get("/fragments", params={"subject": HELSINKI}, headers={"accept": "text/html"})
    assert '<a href="/id/city/fi/helsinki">' in answer.text
    assert f'name="subject" value="{HELSINKI}"' in answer.text
    assert answer.headers["content-language"]
    hostile = client.get("/fragments", params={"object": '"<script>"'}, headers={"accept": "text/html"})
    assert "<script>" not in hostile.text


def test_every_page_of_the_whole_can_be_read(client, triples):
    """Blank nodes among them, and IRIs that no link leads to."""
    last = -(-len(triples) // 100)
    for number in range(1, last + 1):
        assert client.get(f"/fragments.html?page={number}").status_code == 200, number


def test_robots_are_not_sent_through_all_patterns(client):
    crawler = Crawler(client, BASE)
    assert crawler.robots.can_fetch("crawler", "/fragments")
    assert crawler.robots.can_fetch("crawler", "/sparql")
    for path in ("/fragments?predicate=x", "/fragments?page=2", "/sparql?query=ASK%20{}"):
        assert not crawler.robots.can_fetch("crawler", path)


def test_too_large_a_graph_is_not_kept_twice(small_site, monkeypatch):
    monkeypatch.setattr("lupaus.web.fragments._MOST_TRIPLES", 10)
    with live_site(small_site, NoEngine()) as running, running.client() as http:
        assert http.get("/fragments").status_code == 404


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("http://x/ä", "<http://x/ä>"), ('"a"', '"a"'), ('"a"@EN', '"a"@en'), ('"a "quoted" b"', '"a \\"quoted\\" b"'),
        ('"a\nb"', '"a\\nb"'), ('"1"^^http://x/t', '"1"^^<http://x/t>'), ('"1"^^<http://x/t>', '"1"^^<http://x/t>'),
        ('"x"^^http://www.w3.org/2001/XMLSchema#string', '"x"'), ("_:c14n1", "_:c14n1"), ('""', '""'),
        ('"a"@en"', '"a\\"@en"'),
    ],
)  # fmt: skip
def test_terms_are_written_as_hydra_has_them(text, term):
    assert read_term(text) == term


@pytest.mark.parametrize("text", ["", "x", "<http://x/>", '"a"@', '"a', "http://x/ y", "_: x"])
def test_what_is_no_term_is_refused(text):
    with pytest.raises(BadRequest, match="is no term"):
        read_term(text)

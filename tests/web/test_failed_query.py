"""Whoever asks in a browser and fails gets the form back: the query as it was written, and what is wrong with it."""

from html import unescape
from urllib.parse import urlencode

import pytest

PAGE = {"accept": "text/html"}
BROKEN = "SELECT * WHERE {\n  ?s <b>bold</b> }"


def ask(client, *fields, **options):
    return client.get("/sparql?" + urlencode(fields), headers=PAGE | options)


def test_the_query_comes_back_with_its_fault(client):
    answer = ask(client, ("query", BROKEN), ("lang", "en"))
    assert answer.status_code == 400
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    page = answer.text
    assert f">{BROKEN}</textarea>" in unescape(page)
    assert "<b>" not in page
    assert '<section class="problem" role="alert"><h2>The query has a syntax error</h2>' in page
    assert "Line 2, column" in page
    assert '<pre tabindex="0">  ?s &lt;b&gt;bold&lt;/b&gt; }</pre>' in page
    assert 'href="/problems?lang=en#query-syntax"' in page


@pytest.mark.parametrize("fixing", ["FILTER(?c = <http://e/i>)", "FILTER(?c IN (<http://e/i>,\n<http://e/j>))"])
def test_a_fault_is_told_where_it_was_written(client, fixing):
    """A filter that the engine reads as VALUES moves nothing behind it."""
    query = f"SELECT * {{ ?s a ?c {fixing} ]\n}}"
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    before = query[: query.index("]")]
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert (answer.json()["line"], answer.json()["column"]) == place


def test_a_refusal_is_short(client):
    """Whoever makes us refuse much must not make us write much."""
    page = ask(client, ("query", BROKEN))
    assert 'class="questions"' in client.get("/sparql", headers=PAGE).text
    assert 'class="questions"' not in page.text
    assert len(page.content) < 10_000


def test_what_else_was_asked_stays_in_the_form(client):
    page = ask(client, ("query", "ASK {}"), ("default-graph-uri", "urn:g"), ("named-graph-uri", 'no "IRI"')).text
    assert '<input type="hidden" name="default-graph-uri" value="urn:g">' in page
    assert '<input type="hidden" name="named-graph-uri" value="no &#34;IRI&#34;">' in page


@pytest.mark.parametrize(
    ("query", "status"),
    [("DELETE WHERE { ?s ?p ?o }", 403), ("SELECT * WHERE " + "{" * 500 + "}" * 500, 400), ("", 400)],
)
def test_every_refusal_comes_with_the_form(client, query, status):
    answer = ask(client, ("query", query))
    assert answer.status_code == status
    assert "<textarea" in answer.text
    assert 'role="alert"' in answer.text


def test_where_no_place_is_named_no_line_is_shown(client):
    page = ask(client, ("query", "ASK {}"), ("default-graph-uri", "no IRI")).text
    assert 'class="problem"' in page
    assert "<pre" not in page


@pytest.mark.parametrize(
    "fields",
    [
        [("query", BROKEN), ("query", BROKEN)],
        [("query", BROKEN), *[(f"x{n}", "1") for n in range(200)]],
    ],
    ids=["two queries", "too many fields"],
)
def test_what_no_form_sends_gets_a_problem_page(client, fields):
    answer = ask(client, *fields)
    assert answer.status_code == 400
    assert "<textarea" not in answer.text


def test_a_query_in_a_body_gets_a_problem_page(client):
    answer = client.post("/sparql", data={"query": BROKEN}, headers=PAGE)
    assert answer.status_code == 400
    assert "<textarea" not in answer.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/csv"])
def test_programs_get_the_problem_document(client, accept):
    answer = client.get("/sparql?" + urlencode({"query": BROKEN}), headers={"accept": accept})
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["line"] == 2


def test_head_is_as_get(client):
    address = "/sparql?" + urlencode({"query": BROKEN})
    got, head = client.get(address, headers=PAGE), client.head(address, headers=PAGE)
    assert (head.status_code, head.text) == (400, "")
    assert head.headers["content-length"] == got.headers["content-length"]

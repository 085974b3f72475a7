"""One shape for every error, whoever finds it and whatever form it is given in."""

import html
import inspect
import json

import pytest

from lupaus import errors
from lupaus.errors import AnswerError, QueryTooLarge
from lupaus.web.problems import plain_reply, problem_kinds, unexpected

MEMBERS = {"type": str, "title": str, "status": int, "detail": str}
KINDS = list(problem_kinds())

PRODUCERS = {
    "route": ("GET", "/nope", {}),
    "method": ("POST", "/ns", {}),
    "options": ("OPTIONS", "/nope", {}),
    "resource": ("GET", "/doc/city/fi/atlantis", {}),
    "suffix": ("GET", "/ns.csv", {}),
    "accept": ("GET", "/ns", {"headers": {"accept": "image/png"}}),
    "encoding": ("GET", "/ns", {"headers": {"accept-encoding": "identity;q=0, gzip;q=0"}}),
    "dump": ("GET", "/dumps/nope", {}),
    "range": ("GET", "/dumps/dataset.nq", {"headers": {"range": "bytes=999999999-"}}),
    "protocol": ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}),
    "guard": ("GET", "/sparql?query=ASK%20%7B%7B%7B", {}),
    "parser": ("GET", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%7D", {}),
    "update": ("POST", "/sparql", {"data": {"update": "CLEAR ALL"}}),
    "body": (
        "POST",
        "/sparql",
        {"content": b"x" * 9_999, "headers": {"content-type": "application/sparql-query"}},
    ),
    "media": ("POST", "/sparql", {"content": b"x", "headers": {"content-type": "text/plain"}}),
}


def check(document, status, base="https://w3id.org/lupaus/"):
    for name, kind in MEMBERS.items():
        assert isinstance(document[name], kind), name
    assert document["status"] == status
    slug = document["type"].removeprefix(base + "problems#")
    assert slug in {kind.slug for kind in KINDS}
    assert document["detail"].endswith((".", "?"))
    for word in ("Traceback", "/home", "/tmp", "site-packages", "Error("):
        assert word not in json.dumps(document)


@pytest.mark.parametrize("producer", PRODUCERS)
def test_every_producer_gives_the_same_shape(client, producer):
    method, path, options = PRODUCERS[producer]
    answer = client.request(method, path, **options)
    assert answer.status_code >= 400
    if producer != "accept":  # whose Accept takes no JSON, and is given it all the same
        assert "Accept" in answer.headers["vary"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    check(answer.json(), answer.status_code)


@pytest.mark.parametrize(
    "data",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
        b"GET /" + b"x" * 90_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_what_the_connection_refuses_has_the_same_shape(server, data):
    received = server.exchange(data)
    head, _, body = received.partition(b"\r\n\r\n")
    check(json.loads(body), int(head.split()[1]))


FORMS = [
    ("text/html", "text/html; charset=utf-8"),
    ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
    ("text/plain", "text/plain; charset=utf-8"),
    ("application/problem+json", "application/problem+json"),
    ("application/json", "application/problem+json"),
    ("*/*", "application/problem+json"),
    ("text/turtle", "application/problem+json"),
    ("image/png", "application/problem+json"),
]


@pytest.mark.parametrize(("accept", "content_type"), FORMS)
def test_an_error_comes_in_the_form_the_client_reads(client, accept, content_type):
    answer = client.get("/doc/city/fi/atlantis", headers={"accept": accept})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == content_type
    assert "id/city/fi/atlantis" in html.unescape(answer.text)
    if content_type.startswith("text/html"):
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_head_of_an_error_has_its_status_and_no_body(client):
    answer = client.head("/nope")
    assert answer.status_code == 404
    assert answer.content == b""
    assert int(answer.headers["content-length"]) == len(client.get("/nope").content)


def test_every_kind_of_problem_is_listed_with_its_anchor(client):
    page = client.get("/problems").text
    for kind in KINDS:
        assert f'<dt id="{kind.slug}">' in page
        assert f"https://w3id.org/lupaus/problems#{kind.slug}" in page


def test_the_list_of_kinds_is_the_tree_of_errors():
    tree = {kind for name in errors.__all__ if inspect.isclass(kind := getattr(errors, name))}
    assert set(KINDS) == {kind for kind in tree if issubclass(kind, AnswerError)}
    assert len({kind.slug for kind in KINDS}) == len(KINDS)
    assert all(kind.__doc__ for kind in KINDS)


def test_what_an_error_adds_is_in_the_document_and_its_headers_are_sent():
    reply = plain_reply(QueryTooLarge("Too long.", headers={"Connection": "close"}, limit=5, offers=["a"]))
    document = json.loads(reply.body)
    assert (document["limit"], document["offers"]) == (5, ["a"])
    assert (b"connection", b"close") in reply.headers


def test_a_bug_says_nothing_of_itself():
    assert "ZeroDivision" not in json.dumps(json.loads(plain_reply(unexpected(ZeroDivisionError("x"))).body))


def test_markup_in_an_error_is_text_on_its_page(client):
    page = client.get("/doc/%3Cscript%3Ealert(1)%3C/script%3E", headers={"accept": "text/html"}).text
    assert "<script>" not in page
    assert "&lt;script" in page


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/nope/%25s", "fi", "Osoitteessa /nope/%s ei ole mitään."),
        ("/nope/%25(path)s", "et", "Aadressil /nope/%(path)s ei ole midagi."),
        (
            "/doc/city/fi/atlantis",
            "sv",
            "beskriver ingenting som heter https://w3id.org/lupaus/id/city/fi/atlantis.",
        ),
        ("/map?year=soon", "fi", "&#39;soon&#39; ei ole vuosi"),
        ("/nope", "en", "Nothing is at /nope."),
    ],
)
def test_a_page_says_in_its_language_what_is_not_there(client, path, language, words):
    address = f"{path}{'&' if '?' in path else '?'}lang={language}"
    page = client.get(address, headers={"accept": "text/html"}).text
    assert words in page
    assert '<section class="problem" role="alert"><p>' in page


def test_programs_are_told_in_english_whatever_their_language(client):
    fields = {"accept": "application/json", "accept-language": "fi"}
    assert client.get("/nope", headers=fields).json()["detail"] == "Nothing is at /nope."


def test_what_has_no_translation_says_that_it_is_english(client):
    page = client.get("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%7D&lang=sv", headers={"accept": "text/html"}).text
    assert "<h2>Frågan har ett syntaxfel</h2>" in page
    assert '<p lang="en">The query does not parse' in page

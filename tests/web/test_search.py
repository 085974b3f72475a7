"""Search by name: slips are forgiven, bounds hold, and the page is as safe as any."""

import json

import pytest

from lupaus.dataset.names import SOUGHT, Name
from lupaus.web.finder import LONGEST_QUERY, Finder
from lupaus.web.search import KINDS

NAMES = [
    Name("id/city/fi/helsinki", "en", "Helsinki", True),
    Name("id/city/fi/helsinki", "sv", "Helsingfors", True),
    Name("id/city/se/helsingborg", "", "Helsingborg", True),
    Name("id/city/se/stockholm", "en", "Stockholm", True),
    Name("id/city/se/stockholm", "fi", "Tukholma", True),
    Name("id/city/it/rome", "en", "Rome", True),
    Name("id/declaration/helsinki-impact-declaration-2019", "en", "Helsinki Impact Declaration", True),
    Name("id/network/eurocities", "", "Eurocities", True),
    Name("id/network/eurocities", "en", "Association of major European cities", False),
]
EN = ("en", "fi", "sv", "et")


def paths(query, **more):
    return [found.path for found in Finder(NAMES).find(query, EN, **more)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Helsinki", "id/city/fi/helsinki"),
        ("helsnki", "id/city/fi/helsinki"),  # a letter left out
        ("hlesinki", "id/city/fi/helsinki"),  # two swapped
        ("tukholmma", "id/city/se/stockholm"),  # one put in, and another language
        ("STOCKHOLM", "id/city/se/stockholm"),
        ("helsingb", "id/city/se/helsingborg"),  # the beginning of a word
        ("helsingfros", "id/city/fi/helsinki"),
        ("helsinki declaration", "id/declaration/helsinki-impact-declaration-2019"),
        ("impakt deklaration", "id/declaration/helsinki-impact-declaration-2019"),
        ("major cities", "id/network/eurocities"),  # another name of it
    ],
)
def test_a_thing_is_found_by_a_name_like_that(query, first):
    assert paths(query)[0] == first


@pytest.mark.parametrize("query", ["", " ", "?", "xyzzy", "Reme Rome Rime zzz yyy", "ro mx"])
def test_what_is_unlike_is_not_found(query):
    assert paths(query) == []


def test_a_kind_narrows_it_down():
    assert paths("helsinki", kind="declaration") == ["id/declaration/helsinki-impact-declaration-2019"]


def test_a_label_is_in_the_language_and_says_what_matched():
    (found,) = Finder(NAMES).find("tukholma", ("sv", "en", "fi", "et"))
    assert (found.label.text, found.label.is_fallback, found.matched.text) == ("Stockholm", True, "Tukholma")


def test_a_long_query_is_cut_before_it_costs():
    long = "helsinki " + "x" * 1_000_000
    assert paths(long) == paths(long[:LONGEST_QUERY])


def test_every_kind_that_is_looked_for_has_a_name():
    assert list(KINDS) == list(SOUGHT)


def test_the_page_shows_what_was_found(client):
    answer = client.get("/search?q=helsnki", headers={"accept": "text/html", "accept-language": "sv"})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == "sv"
    assert 'value="helsnki"' in answer.text
    assert '<a href="/doc/city/fi/helsinki">' in answer.text


def test_json_by_accept_and_by_suffix(client):
    answer = client.get("/search?q=helsnki", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert "Accept" in answer.headers["vary"]
    result = answer.json()["results"][0]
    assert result["iri"] == "https://w3id.org/lupaus/id/city/fi/helsinki"
    assert result["document"] == "http://public.example/doc/city/fi/helsinki"
    assert client.get("/search.json?q=helsnki").json() == answer.json()


@pytest.mark.parametrize(
    "path", ["/search?q=x&kind=dragon", "/search.xml?q=x", "/search?q=x&lang=tlh", "/nowhere"]
)
def test_an_unknown_kind_form_or_page_is_a_404_with_search(client, path):
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert 'action="/search"' in answer.text


def test_a_404_speaks_the_language_of_its_address(client):
    assert (
        "Tässä osoitteessa ei ole mitään" in client.get("/nowhere?lang=fi", headers={"accept": "text/html"}).text
    )


def test_markup_in_a_query_is_text(client):
    answer = client.get("/search", params={"q": '"><script>alert(1)</script>'}, headers={"accept": "text/html"})
    assert "<script>alert" not in answer.text
    assert json.loads(client.get("/search.json", params={"q": "</script>"}).text)["query"] == "</script>"

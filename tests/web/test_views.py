"""Pictures: the numbers are those of the query behind, and an address that means nothing is a 404."""

import csv
import io
import re
from html import unescape
from math import isclose
from urllib.parse import parse_qs, urlsplit

import pytest

from lupaus.errors import NotFound
from lupaus.web.views import projection
from lupaus.web.views.asking import Term
from lupaus.web.views.figures import matrix, network, spots, year
from lupaus.web.views.filters import choose, map_patterns

BASE = "https://w3id.org/lupaus/"
PAGE = {"accept": "text/html"}
VIEWS = ("/timeline", "/compare", "/compare?of=cities", "/map", "/network", "/quality")


def row(**columns):
    return {name: Term(str(value)) for name, value in columns.items()}


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_has_a_picture_or_a_coloured_table_the_numbers_and_the_query_behind(client, path):
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200
    assert "<svg" in answer.text or 'class="heat"' in answer.text
    assert "<caption" in answer.text
    behind = unescape(re.search(r'class="behind quiet" href="([^"]+)"', answer.text)[1])
    (query,) = parse_qs(urlsplit(behind).query)["query"]
    assert client.get("/sparql", params={"query": query}, headers={"accept": "text/csv"}).status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Things with a label in English", "City")), ("fi", ("Asiat, joilla on englanninkielinen nimi",))],
)
def test_what_was_measured_is_told_in_words_in_the_language_of_the_reader(client, language, words):
    table = client.get(f"/quality?lang={language}", headers=PAGE).text.partition('<caption id="measured">')[2]
    assert all(word in table for word in words)
    assert "metric-" not in table


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_is_kept_and_revalidated(client, path):
    first = client.get(path, headers=PAGE)
    assert client.get(path, headers={**PAGE, "if-none-match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/compare?of=dragons", "/compare.pdf", "/map?declaration=x", "/map?network=city/fi/helsinki", "/map?year=soon",
     "/map?theme=%3E%20.%20?s%20?p%20?o", "/timeline?theme=x", "/quality?lang=tlh"],
)  # fmt: skip
def test_an_unknown_filter_is_a_404_with_search(client, path):
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 404
    assert 'action="/search"' in answer.text


def test_the_matrix_is_there_for_spreadsheets_and_for_slides(client):
    answer = client.get("/compare.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(answer.text)))
    assert lines[0][:3] == ["iri", "name", "date"]
    assert [line[0] for line in lines[1:]] == [BASE + "id/declaration/test-2019"]
    drawn = client.get("/compare.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "script-src 'self'" in drawn.headers["content-security-policy"]


def test_the_map_lies_as_the_european_grid_does():
    west, east = projection.place(52, 0), projection.place(52, 20)
    centre = projection.place(52, 10)
    assert isclose(centre[0] - west[0], east[0] - centre[0], abs_tol=0.2)
    assert projection.place(70, 10)[1] < centre[1] < projection.place(36, 10)[1]
    for lat, long in ((64.1, -21.9), (38.7, -9.1), (35.2, 33.4), (41.7, 44.8), (69.6, 18.9)):
        x, y = projection.place(lat, long)
        assert 0 <= x <= projection.WIDTH
        assert 0 <= y <= projection.HEIGHT


def test_a_place_beyond_the_edge_is_not_drawn():
    found = spots([row(item="a", name="Helsinki", lat=60.2, long=24.9, number=3),
                   row(item="b", name="Sydney", lat=-33.9, long=151.2, number=1)])  # fmt: skip
    assert [spot.name for spot in found] == ["Helsinki"]


def test_a_date_is_a_place_on_the_line():
    assert year("2019") == 2019
    assert year("2019-07") == 2019.5
    assert 2019.99 < year("2019-12-31") < 2020


def test_rows_of_one_thing_are_one_line():
    lines = matrix([row(item="d", name="D", date="2019", theme="t1", number=2), row(item="d", name="D", theme="t2", number=1),
                    row(item="e")])  # fmt: skip
    assert [(line.name, line.numbers, line.total) for line in lines] == [
        ("D", {"t1": 2, "t2": 1}, 3),
        ("e", {}, 0),
    ]


def test_two_that_sign_together_are_joined():
    cities, arcs = network(
        [row(one="x/a", other="x/b", number=2, oneLabel="A"), row(one="x/b", other="x/c", number=3)], 100
    )
    assert [(city.name, city.number) for city in cities] == [("A", 2), ("b", 5), ("c", 3)]
    assert [(arc.one.name, arc.other.name, arc.number) for arc in arcs] == [("A", "b", 2), ("b", "c", 3)]


def test_nothing_gets_into_a_query_that_was_not_offered():
    with pytest.raises(NotFound):
        choose("theme", [row(item=BASE + "id/theme/climate")], BASE, "theme/climate> . } #")
    with pytest.raises(NotFound):
        map_patterns({"year": '2019" || true'}, BASE)


def test_a_formula_in_a_name_stays_text():
    from lupaus.web.views.figures import Line
    from lupaus.web.views.handlers import _csv

    text = _csv(
        {"lines": [Line("i", "=HYPERLINK(1)", "2019", {})], "themes": [("t", "Climate", "climate")]}
    ).decode()
    assert text.splitlines()[1] == "i,'=HYPERLINK(1),2019,0"


def test_a_city_is_shown_on_a_piece_of_the_map_with_the_same_in_words(client, monkeypatch):
    picture = client.get("/assets/europe.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    monkeypatch.setattr(projection, "coasts", lambda: "M0,0L1,1")
    spot = projection.locate("60.16952", "24.93545")
    left, top, width, height = map(float, spot.view.split())
    assert left < spot.x < left + width
    assert top < spot.y < top + height
    assert (spot.x, spot.y) == projection.place(60.16952, 24.93545)


@pytest.mark.parametrize(("lat", "long"), [("-36.85", "174.76"), ("here", "there"), ("28.1", "-60")])
def test_what_lies_beyond_the_map_is_not_put_on_it(monkeypatch, lat, long):
    monkeypatch.setattr(projection, "coasts", lambda: "M0,0L1,1")
    assert projection.locate(lat, long) is None


def test_a_piece_of_the_map_ends_where_the_map_ends(monkeypatch):
    monkeypatch.setattr(projection, "coasts", lambda: "M0,0L1,1")
    for lat, long in ((64.1, -21.9), (35.2, 33.4)):
        left, top, width, height = map(float, projection.locate(lat, long).view.split())
        assert left >= 0
        assert top >= 0
        assert left + width <= projection.WIDTH
        assert top + height <= projection.HEIGHT


def test_without_outlines_a_city_is_placed_in_words_alone(monkeypatch):
    monkeypatch.setattr(projection, "coasts", lambda: "")
    assert projection.locate("60", "25") is None

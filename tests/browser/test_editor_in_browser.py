"""The editor in a browser: what is typed, run, seen as table, chart and map, shared and taken away."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from walker import LANGUAGES, in_language, serious, watched

pytestmark = pytest.mark.slow
QUERIES = Path(__file__).parents[2] / "data" / "queries"
COUNTS = """PREFIX lup: <https://w3id.org/lupaus/ns#>
SELECT ?confidence (COUNT(?claim) AS ?number) WHERE { ?claim lup:confidence ?confidence }
GROUP BY ?confidence ORDER BY DESC(?number)"""
DAYS = """PREFIX lup: <https://w3id.org/lupaus/ns#>
SELECT ?date (COUNT(?one) AS ?number) WHERE { ?one lup:dateSigned ?date } GROUP BY ?date ORDER BY ?date"""
SHAPES = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
SELECT ?name ?where WHERE { VALUES (?name ?where) {
  ("point" "POINT(24.94 60.17)"^^geo:wktLiteral)
  ("turned" "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(60.17 24.94)"^^geo:wktLiteral)
  ("ferry" "LINESTRING(24.94 60.17, 24.75 59.44)"^^geo:wktLiteral)
  ("land" "POLYGON((20 50, 25 50, 25 55, 20 50))"^^geo:wktLiteral)
  ("Auckland" "POINT(174.76 -36.85)"^^geo:wktLiteral)
  ("nonsense" "POINT(here)"^^geo:wktLiteral)
} }"""
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def example(number):
    """The text of a question that the editor offers."""
    (path,) = QUERIES.glob(f"{number}-*.ttl")
    return re.search(r'sh:select """(.*?)"""', path.read_text("utf-8"), re.DOTALL)[1]


def run(page, query, language="en"):
    """Put ``query`` into the editor and press the button."""
    page.goto(in_language("/sparql", language))
    page.wait_for_selector("[data-editor=ready]")
    page.evaluate("query => document.querySelector('.editor').yasqe.setValue(query)", query)
    page.locator("form.ask button[type=submit]").click()


def rows_of(page):
    """The folded table beside a picture."""
    return page.locator(".view details tbody tr").all_text_contents()


def test_numbers_are_drawn_as_bars_with_the_same_as_a_table(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, COUNTS)
        page.locator(".select_chart").click()
        bars = page.locator(".view rect.mark")
        bars.first.wait_for(state="attached")
        numbers = [int(re.search(r"(\d+)$", text)[1]) for text in rows_of(page)]
        assert bars.count() == len(numbers) > 3
        widths = bars.evaluate_all("all => all.map(each => Number(each.getAttribute('width')))")
        assert widths[0] / widths[1] == pytest.approx(numbers[0] / numbers[1], rel=0.02)
        assert page.locator(".view svg").get_attribute("aria-label") == "number by confidence"
        assert page.faults == []


def test_days_are_drawn_as_a_line(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, DAYS)
        page.locator(".select_chart").click()
        page.locator(".view path.line").wait_for(state="attached")
        across = page.locator(".view circle").evaluate_all(
            "all => all.map(each => Number(each.getAttribute('cx')))"
        )
        assert across == sorted(across)
        assert len(across) == len(rows_of(page)) > 5
        assert page.faults == []


def test_places_are_drawn_on_the_outline_of_the_map(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, example("034"), "fi")
        page.locator(".select_map").click()
        page.locator(".view circle.spot").first.wait_for(state="attached")
        assert page.locator(".view circle.spot").count() == len(rows_of(page)) > 1
        assert len(page.locator(".view path.land").get_attribute("d")) > 10_000
        assert "Rajat: Natural Earth." in page.locator(".view figcaption").inner_text()
        page.goto(in_language("/map?declaration=declaration/helsinki-impact-declaration-2019", "en"))
        there = page.locator("circle.spot", has=page.locator("title", has_text="Tallinn"))
        assert page.faults == []
        expected = [float(there.get_attribute(name)) for name in ("cx", "cy")]
        run(page, example("034"))
        page.locator(".select_map").click()
        here = page.locator(".view circle.spot", has=page.locator("title", has_text="Tallinn"))
        here.wait_for(state="attached")
        assert [float(here.get_attribute(name)) for name in ("cx", "cy")] == pytest.approx(expected, abs=0.2)


def test_every_kind_of_shape_is_drawn_and_what_lies_elsewhere_is_said(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, SHAPES)
        page.locator(".select_map").click()
        spots = page.locator(".view circle.spot")
        spots.first.wait_for(state="attached")
        assert spots.count() == 2
        assert len(set(spots.evaluate_all("all => all.map(each => each.getAttribute('cx'))"))) == 1
        assert page.locator(".view path.line").count() == page.locator(".view path.area").count() == 1
        assert "beyond the edge" in page.locator(".view figcaption").inner_text()
        assert page.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["chart", "map"])
def test_axe_finds_nothing_serious_in_a_picture(chromium, url, editor, axe, view, scheme):
    with watched(chromium, url, color_scheme=scheme) as page:
        run(page, COUNTS if view == "chart" else example("034"))
        page.locator(f".select_{view}").click()
        page.locator(".view svg").wait_for()
        page.locator(".view details").evaluate("each => { each.open = true }")
        assert [fault for fault in serious(page, axe) if ".view" in fault or "figure" in fault] == []


def test_what_cannot_be_drawn_is_not_offered(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 3")
        page.wait_for_selector(".yasr table tbody tr")
        for view in ("chart", "map"):
            assert "disabled" in page.locator(f".select_{view}").get_attribute("class")
        assert page.faults == []


SAID = """() => {
  const said = [];
  for (const each of document.querySelectorAll(".editor, .editor *, .yasr, .yasr *")) {
    if (each.closest(".CodeMirror-scroll, .yasr tbody, .CodeMirror-code, svg, .dt-column-title")) continue;
    for (const name of ["title", "aria-label", "placeholder"]) said.push(each.getAttribute(name));
    for (const node of each.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.nodeValue);
  }
  return said.filter(Boolean).map(text => text.trim()).filter(text => /[a-z]{3}/i.test(text));
}"""
MANY = "SELECT ?s ?p WHERE { ?s ?p ?o } LIMIT 120"
ANSWERS = {
    "rows": MANY,
    "no rows": "SELECT ?s WHERE { ?s <urn:none> ?s }",
    "verdict": "ASK { }",
    "graph": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 40",
}


def said_of(page, query, language):
    """What the editor and the answer say in texts, titles and labels, in every view; not what is in the answer."""
    run(page, query, language)
    page.locator(".yasr_results > *").first.wait_for()
    said = set(page.evaluate(SAID))
    if page.locator(".select_response:not(.disabled)").count():
        page.locator(".select_response").click()
        page.locator(".yasr_results .CodeMirror").wait_for()
        said |= set(page.evaluate(SAID))
    return said


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
@pytest.mark.parametrize("kind", ANSWERS)
def test_the_answer_says_nothing_in_a_language_that_was_not_asked_for(chromium, url, editor, language, kind):
    with watched(chromium, url) as page:
        english = said_of(page, ANSWERS[kind], "en")
        assert len(english) >= 5
        assert english & said_of(page, ANSWERS[kind], language) == set()
        assert page.faults == []


def test_the_table_is_worked_in_the_language_of_the_page(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, MANY, "sv")
        page.wait_for_selector(".yasr table tbody tr")
        shown = page.locator(".dt-info")
        assert "1 till 50 av 120" in shown.inner_text()
        assert re.match(r"Rader: 120 · [\d,]+ s", page.locator(".yasr_response_chip").inner_text())
        page.get_by_role("link", name="Nästa sida").or_(page.get_by_role("button", name="Nästa sida")).click()
        assert "51 till 100 av 120" in shown.inner_text()
        page.get_by_label("Filtrera raderna").press_sequentially("nothing of this kind")
        page.locator(".yasr table tbody", has_text="Inga rader.").wait_for()
        assert "(av 120 i svaret)" in shown.inner_text()
        page.get_by_label("Filtrera raderna").fill("")
        page.get_by_label("Filtrera raderna").press("Backspace")
        page.get_by_label("Rader per sida:").select_option("Alla")
        assert page.locator(".yasr table tbody tr").count() == 120
        page.locator(".select_map").press("Enter")
        assert "Karta kan inte visa det här svaret; nedan finns Tabell." in page.locator(".yasr").inner_text()
        assert page.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_have_their_comments_in_the_language_of_the_page(chromium, url, language):
    with watched(chromium, url, java_script_enabled=False) as page:
        page.goto(in_language("/sparql", language))
        questions = page.locator(".questions li")
        comment = re.search(
            rf'rdfs:comment .*?"((?:[^"\\]|\\.)*)"@{language}',
            (QUERIES / "001-five-commitments.ttl").read_text("utf-8"),
            re.DOTALL,
        )[1]
        assert comment in questions.first.inner_text()
        assert page.locator(".questions p .tag").count() == 0
        assert questions.count() == page.locator(".questions p").count()


def test_a_link_to_share_leads_to_the_same_query(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, COUNTS)
        page.wait_for_selector(".yasr table tbody tr")
        shared = page.evaluate("document.querySelector('.editor').yasqe.config.createShareableLink("
                               "document.querySelector('.editor').yasqe)")  # fmt: skip
        assert shared.startswith(f"{url}/sparql?")
        assert parse_qs(urlsplit(shared).query)["query"] == [COUNTS]
        assert parse_qs(urlsplit(page.url).query)["query"] == [COUNTS]
        page.locator(".yasqe_share").click()
        assert shared in page.locator(".yasqe_sharePopup input").input_value()
        page.goto(shared)
        assert page.locator("textarea#query").input_value().replace("\r\n", "\n") == COUNTS
        assert page.faults == []


def test_a_query_that_takes_too_long_is_told_of(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, SLOW)
        told = page.get_by_role("alert")
        told.wait_for(timeout=30_000)
        assert "took too long" in told.inner_text()
        assert "10 s" in told.inner_text()


def test_an_error_in_a_query_is_told_with_its_line_and_column(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, "SELECT * WHERE {\n  ?s ?p ?o .\n  ?s ?p }\n")
        told = page.get_by_role("alert")
        told.wait_for()
        assert re.search(r"Line 3, column \d+", told.inner_text())
        assert page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor().line") == 2
        assert page.faults == []


def test_an_answer_is_taken_away_in_every_format(chromium, url, editor):
    with watched(chromium, url) as page:
        run(page, DAYS)
        page.wait_for_selector(".yasr table tbody tr")
        taken = {}
        for name in ("csv", "json"):
            with page.expect_download() as download:
                page.locator("#downloads").get_by_role("link", name=name, exact=True).click()
            taken[name] = download.value.path().read_text("utf-8")
        bindings = json.loads(taken["json"])["results"]["bindings"]
        assert taken["csv"].split()[0] == "date,number"
        assert taken["csv"].split()[1:] == [f"{r['date']['value']},{r['number']['value']}" for r in bindings]
        assert page.faults == []

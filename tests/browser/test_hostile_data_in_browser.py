"""Markup, javascript: IRIs, bidi tricks and names of 100 kB are shown as text: nothing runs, and the page keeps its width."""

from urllib.parse import quote

import pytest
from walker import WIDTHS, in_language, watched

from hostile import BIDI, LONG, MARKUP, NAMES, RUNS

pytestmark = pytest.mark.slow
QUERY = f"""SELECT ?one ?two ?number WHERE {{
  VALUES (?one ?two ?number) {{
    (<{RUNS}> "{MARKUP}" 1) (<https://example.org/%22onmouseover=x> "{BIDI}" 2) ("{MARKUP}"@en "{LONG[:3_000]}" 3)
    (<https://example.org/'onmouseover='document.title=1> "a &amp; b" 4)
  }} }}"""


def is_sound(page):
    """Nothing ran, nothing can be clicked that would, and nothing is wider than the screen."""
    assert page.title() != "run"
    assert page.locator("img, main script, main iframe").count() == 0
    hrefs = page.locator("a[href]").evaluate_all(
        "all => all.map(each => new URL(each.getAttribute('href'), location).href)"
    )
    assert [href for href in hrefs if not href.startswith(("http://", "https://", "blob:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.faults == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("slug", NAMES)
def test_the_page_of_a_thing_shows_its_name_and_runs_nothing(chromium, hostile_url, slug, width):
    with watched(chromium, hostile_url, viewport={"width": WIDTHS[width], "height": 900}) as page:
        page.goto(in_language(f"/doc/city/fi/{slug}", "en"))
        assert page.locator("h1 span").first.evaluate("each => each.textContent") == NAMES[slug]
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert "javascript:" in page.locator("main").inner_text()
        is_sound(page)


def test_a_name_that_turns_the_reading_order_leaves_the_rest_as_it_was(chromium, hostile_url):
    with watched(chromium, hostile_url) as page:
        page.goto(in_language("/search?q=moc.live", "en"))
        for link in page.locator("main bdi, h1 span, .found a").all():
            assert link.evaluate("each => getComputedStyle(each).unicodeBidi") in ("isolate", "plaintext")


@pytest.mark.parametrize("path", ["/search?q=script", "/search?q=%3Cscript%3Edocument.title%3D%27run%27%3C/script%3E", "/map",
                                  "/doc/%3Cscript%3Edocument.title='run'%3C/script%3E", "/timeline", "/compare?of=cities"])  # fmt: skip
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_lists_and_errors_run_nothing(chromium, hostile_url, path, width):
    with watched(chromium, hostile_url, viewport={"width": WIDTHS[width], "height": 900}) as page:
        page.goto(in_language(path, "en"))
        is_sound(page)


def test_an_answer_of_such_terms_runs_nothing(chromium, hostile_url):
    with watched(chromium, hostile_url) as page:
        page.goto(in_language(f"/sparql?query={quote(QUERY, safe='')}", "en"))
        assert MARKUP in page.locator(".answer").inner_text()
        is_sound(page)


def test_the_editor_runs_nothing_of_what_it_shows(chromium, hostile_url, editor):
    with watched(chromium, hostile_url, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/sparql?lang=en")
        page.wait_for_selector("[data-editor=ready]")
        page.evaluate("query => document.querySelector('.editor').yasqe.setValue(query)", QUERY)
        page.locator("form.ask button[type=submit]").click()
        page.wait_for_selector(".yasr table tbody tr")
        assert page.locator(".yasr img, .yasr script").count() == 0
        assert page.locator(".yasr a[href^='javascript:']").count() == 0
        page.locator(".select_chart").click()
        page.wait_for_selector(".view svg")
        assert MARKUP in page.locator(".view details").evaluate("each => each.textContent")
        is_sound(page)

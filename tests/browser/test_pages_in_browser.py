"""Every kind of page in a browser: sound, quick, for everyone, in every language and width, with or without scripts."""

from statistics import median

import pytest
from walker import KINDS, LANGUAGES, WIDTHS, in_language, serious, watched

pytestmark = pytest.mark.slow
BUDGET_BYTES = 150_000
"""Of the first view outside the editor, as it is sent."""
PAINTS, PAINT_MS = 5, 500
"""How often a page is opened anew, and the longest the best may take to the first paint: other work only adds to it."""


def painted_ms(page):
    """When something was first seen, from the start of the navigation (Paint Timing, section 3)."""
    return page.evaluate(
        """new Promise(done => new PerformanceObserver(list => {
             for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") done(entry.startTime);
           }).observe({ type: "paint", buffered: true }))"""
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_sound_in_every_language(chromium, url, kind, width):
    with watched(chromium, url, viewport={"width": WIDTHS[width], "height": 900}) as page:
        for language in LANGUAGES:
            answer = page.goto(in_language(KINDS[kind], language))
            assert answer.status == (404 if kind == "problem" else 200)
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert page.evaluate("document.documentElement.lang") == language
            assert page.locator("h1").count() == 1
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{kind} in {language} is {overflow} pixels too wide"
        page.wait_for_load_state("networkidle")
        assert page.faults == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_works_without_scripts(chromium, url, kind, width):
    size = {"width": WIDTHS[width], "height": 900}
    with watched(chromium, url, viewport=size, java_script_enabled=False) as page:
        for language in LANGUAGES:
            page.goto(in_language(KINDS[kind], language))
            assert page.locator("h1").inner_text()
            assert page.locator("html").get_attribute("lang") == language
            # Without scripts there is no scrollWidth to ask for: the layout is measured from outside.
            box = page.locator("main").bounding_box()
            assert box["x"] + box["width"] <= WIDTHS[width]
        assert page.faults == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_axe_finds_nothing_serious(chromium, url, axe, kind, scheme, width):
    size = {"width": WIDTHS[width], "height": 900}
    with watched(chromium, url, color_scheme=scheme, viewport=size) as page:
        page.goto(in_language(KINDS[kind], "fi"))
        page.wait_for_load_state("networkidle")
        assert serious(page, axe) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("ask", "answer")])
def test_the_first_view_is_light(chromium, url, kind):
    with watched(chromium, url) as page:
        page.goto(KINDS[kind])
        page.wait_for_load_state("networkidle")
        assert page.weight < BUDGET_BYTES


@pytest.mark.parametrize("kind", KINDS)
def test_something_is_seen_soon(chromium, url, kind, record_property):
    times = []
    for _ in range(PAINTS):
        with watched(chromium, url) as page:
            page.goto(KINDS[kind])
            times.append(painted_ms(page))
    record_property("first_paint_ms", round(median(times)))
    print(
        f"{kind}: first paint after {min(times):.0f} ms at best, {median(times):.0f} ms in the median of {PAINTS}"
    )
    assert min(times) < PAINT_MS


def test_from_the_first_page_to_a_table_for_the_spreadsheet(chromium, url, editor):
    """Home, Helsinki, a commitment, its kin, the query behind, another query in the editor, CSV."""
    with watched(chromium, url, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/?lang=en")
        page.get_by_role("searchbox").fill("helsnki")
        page.get_by_role("searchbox").press("Enter")
        page.get_by_role("link", name="Helsinki", exact=True).first.click()
        page.get_by_role("link", name="Helsinki Impact Declaration").first.click()
        page.locator(".promises a").first.click()
        assert page.locator("#kin").count() == 1
        page.locator("div.head", has=page.locator("#kin")).get_by_role(
            "link", name="The query behind this"
        ).click()
        page.wait_for_selector("[data-editor=ready]")
        page.evaluate(
            """document.querySelector(".CodeMirror").CodeMirror.setValue(
                 "SELECT ?city WHERE { ?city a <https://w3id.org/lupaus/ns#City> } ORDER BY ?city LIMIT 7")"""
        )
        page.get_by_role("button", name="Run").click()
        page.wait_for_selector(".yasr table tbody tr")
        with page.expect_download() as download:
            page.locator("#downloads").get_by_role("link", name="csv").click()
        lines = download.value.path().read_text("utf-8").split()
        assert lines[0] == "city"
        assert len(lines) == 8
        assert page.faults == []


def test_an_error_is_shown_where_it_is(chromium, url, editor):
    with watched(chromium, url) as page:
        page.goto("/sparql?lang=en")
        page.wait_for_selector("[data-editor=ready]")
        page.evaluate(
            """document.querySelector(".CodeMirror").CodeMirror.setValue("SELECT * WHERE {\\n ?s ?p }")"""
        )
        page.get_by_role("button", name="Run").click()
        assert "Line 2, column" in page.get_by_role("alert").inner_text()
        assert page.locator(".CodeMirror .wrong").count() == 1


def test_what_is_used_is_offered(chromium, url, editor):
    with watched(chromium, url) as page:
        page.goto("/sparql?lang=en")
        page.wait_for_selector("[data-editor=ready]")
        page.evaluate(
            """const editor = document.querySelector(".editor").yasqe;
               editor.setValue("SELECT * WHERE { ?s a lup:Decl }"); editor.setCursor(0, 30); editor.focus();"""
        )
        page.keyboard.press("Control+Space")
        page.wait_for_selector(".CodeMirror-hints")
        assert "lup:Declaration" in page.locator(".CodeMirror-hints").inner_text()
        assert page.faults == []

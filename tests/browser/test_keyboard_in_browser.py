"""Everything can be done without a mouse (WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7)."""

import pytest
from walker import KINDS, watched

pytestmark = pytest.mark.slow
MOST = 150
"""So many stops are walked on one page: a table of a thousand links is a thousand times the same."""
MARK = """() => {
  const stops = [...document.querySelectorAll(
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.disabled && each.tabIndex >= 0);
  stops.forEach((each, number) => { each.dataset.stop = number; });
  return stops.length;
}"""
HERE = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  const stop = here.dataset.stop ?? null, inEditor = here.closest(".editor, .yasr") !== null;
  return [stop === null ? null : Number(stop), inEditor || (style.outlineStyle !== "none" && style.outlineWidth !== "0px"),
          here === document.body];
}"""


def walk(page, stops):
    """The numbered stops of the first tabs, in their order, and those whose focus cannot be seen."""
    seen, unseen = [], []
    for _ in range(min(stops, MOST)):
        page.keyboard.press("Tab")
        number, is_shown, is_over = page.evaluate(HERE)
        if is_over:
            break
        if number is not None:
            seen.append(number)
            if not is_shown:
                unseen.append(number)
    return seen, unseen


@pytest.mark.parametrize("kind", KINDS)
def test_tab_stops_at_everything_in_the_order_it_is_read(chromium, url, kind):
    with watched(chromium, url, viewport={"width": 1280, "height": 900}) as page:
        page.goto(KINDS[kind])
        page.wait_for_load_state("networkidle")
        stops = page.evaluate(MARK)
        assert (
            page.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="0"], [tabindex="-1"])\').length')
            == 0
        )
        seen, unseen = walk(page, stops)
        assert seen == sorted(set(seen))
        assert set(range(len(seen))) <= set(seen), "a stop was left out"
        assert len(seen) >= min(stops, MOST) - 1
        assert unseen == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_tab_skips_to_the_content(chromium, url, kind):
    with watched(chromium, url) as page:
        page.goto(KINDS[kind])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('header') === null")


def tab_to(page, wanted):
    """Tab until the element that has the focus fits a JavaScript test of it."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate(f"(here => {wanted})(document.activeElement)"):
            return
    raise AssertionError(f"no tab leads to {wanted}")


def test_from_the_first_page_to_an_answer_by_keyboard_alone(chromium, url, editor):
    with watched(chromium, url, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/?lang=en")
        tab_to(page, "here.type === 'search'")
        page.keyboard.type("helsnki")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?*")
        tab_to(page, "here.textContent.trim() === 'Helsinki' && here.closest('main') !== null")
        page.keyboard.press("Enter")
        page.wait_for_url("**/doc/city/fi/helsinki?*")
        tab_to(page, "here.tagName === 'SUMMARY'")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.parentElement.open")
        tab_to(page, "/The query behind this/.test(here.textContent)")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-editor=ready]")
        tab_to(page, "here.closest('.CodeMirror') !== null && here.tagName === 'TEXTAREA'")
        page.keyboard.press("Control+A")
        page.keyboard.type("ASK { ?s ?p ?o }")
        page.keyboard.press("Control+Enter")
        page.locator("#result .yasr").wait_for()
        tab_to(page, "here.closest('#downloads') !== null")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert "true" in download.value.path().read_text("utf-8")
        assert page.faults == []


def test_a_mistake_is_mended_by_keyboard_and_without_scripts(chromium, url):
    with watched(chromium, url, java_script_enabled=False) as page:
        page.goto("/sparql?lang=en")
        field = page.get_by_label("Query")
        field.fill("SELECT ?s WHERE { ?s ?p }")
        field.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        alert = page.get_by_role("alert")
        assert "Line 1, column" in alert.inner_text()
        field = page.get_by_label("Query")
        assert field.input_value() == "SELECT ?s WHERE { ?s ?p }"
        field.fill("SELECT ?s WHERE { ?s ?p ?o } LIMIT 2")
        field.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("table tbody tr").count() == 2
        assert alert.count() == 0

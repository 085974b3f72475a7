"""Every link of README and docs leads somewhere."""

import pytest
from pages import PAGES, ROOT, anchors, links, name


def broken(page, text):
    """Relative links of a page that lead to no file of ours, or to no heading in it."""
    lost = []
    for target in links(text):
        path, _, fragment = target.partition("#")
        if ":" in path:
            continue
        file = (page.parent / path).resolve() if path else page
        if (
            not file.is_relative_to(ROOT)
            or not file.exists()
            or (fragment and fragment not in anchors(text if file == page else file.read_text("utf-8")))
        ):
            lost.append(target)
    return lost


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_to_a_file_and_a_heading(page):
    assert broken(page, page.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "target", ["no.md", "docs/no.md", "#nowhere", "LICENSE/x", "docs/architecture.md#nowhere", "../outside.md"]
)
def test_a_broken_link_is_found(target):
    text = f"# Here\nsee [it]({target}) and [this](#here), [that](docs/architecture.md#graphs) and [there](https://e.org/x#y)\n"
    assert broken(ROOT / "README.md", text) == [target]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_to_the_web_are_encrypted(page):
    assert [target for target in links(page.read_text("utf-8")) if target.startswith("http:")] == []

"""The page on conformance and the list of deviations say the same."""

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs/conformance.md").read_text("utf-8")
LISTED = [
    tuple(line.split("\t"))
    for line in (HERE / "deviations.tsv").read_text("utf-8").splitlines()
    if line[:1] != "#"
]


def on_the_page():
    section = PAGE.partition("## Deviations")[2].partition("\n## ")[0]
    for part in section.split("\n### ")[1:]:
        reason, _, text = part.partition("\n")
        for test in re.findall(r"^- `([^`]+)`$", text, re.MULTILINE):
            yield test, reason.strip()


def test_each_deviation_is_on_the_page_under_its_reason():
    assert sorted(on_the_page()) == sorted(LISTED)
    assert len({test for test, _ in LISTED}) == len(LISTED)


def test_the_figures_add_up():
    rows = re.findall(r"^\| .*\| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 7
    assert all(int(asked) == int(held) + int(listed) for asked, held, listed in rows)
    assert sum(test.startswith("sparql11/") for test, _ in LISTED) == int(rows[0][2])
    assert sum(test.startswith("sparql10/") for test, _ in LISTED) == int(rows[1][2])

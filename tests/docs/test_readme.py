"""The README says what is so."""

import csv
import io
import re

import pytest
from pages import ROOT, anchor, fences, links, tables

from lupaus.cli import COMMANDS
from lupaus.dataset.answer import Question, answer

README = (ROOT / "README.md").read_text("utf-8")
SERVE = "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/lupaus serve"
TEST = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest"


def test_the_query_gives_exactly_the_table_below_it(release):
    (query,) = fences(README, "sparql")
    written = answer(Question(query.body, "README.md"), release, "csv")
    rows = list(csv.reader(io.StringIO(written.decode())))
    assert rows == next(tables(README))
    assert len(rows) == 6


@pytest.mark.parametrize("command", [SERVE, TEST])
def test_each_of_the_two_commands_is_a_block_of_its_own(command):
    assert command in [fence.body.strip() for fence in fences(README)]


def test_query_answer_and_commands_stand_on_the_first_screen():
    """What it is, one query with its answer, then how to start it."""
    first = "\n".join(README.splitlines()[:50])
    assert first.index("```sparql") < first.index("| party |") < first.index(SERVE) < first.index(TEST)


def test_the_table_of_commands_is_that_of_the_program():
    (rows,) = (table for table in tables(README) if table[0][0] == "command")
    named = [re.match(r"`lupaus (\w+)", row[0])[1] for row in rows[1:]]
    assert set(named) == set(COMMANDS)


def test_every_page_of_the_documentation_can_be_reached_from_it():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = (target.partition("#")[0] for target in links(page.read_text("utf-8")))
        waiting += [(page.parent / target).resolve() for target in targets if target and ":" not in target]
    assert set((ROOT / "docs").rglob("*.md")) <= seen


@pytest.mark.parametrize(
    ("heading", "fragment"),
    [
        ("Added (code)", "added-code"),
        ("`--max-queue`", "--max-queue"),
        ("What is *said*, and by whom", "what-is-said-and-by-whom"),
        ("The [text](a.md)", "the-text"),
        ("`/id/{path}`", "idpath"),
    ],
)
def test_anchors_are_made_as_renderers_make_them(heading, fragment):
    assert anchor(heading) == fragment

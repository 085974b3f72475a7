"""The data model: each query gives the table below it, and what is drawn exists."""

import re

import pytest
from answers import queries, table_of
from pages import ROOT, fences

from lupaus.dataset.answer import Question, answer

MODEL = (ROOT / "docs/model.md").read_text("utf-8")
QUERIES = queries(MODEL)
NOT_OURS = {"Membership", "Party", "Person", "Post", "Organisation", "Theme"}
"""Boxes that stand for classes of other vocabularies, or for several of ours."""


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_each_query_gives_the_table_below_it(number, release):
    query, table = QUERIES[number]
    assert table_of(query, release) == table
    assert table.count("\n") > 2, "an empty table shows nothing"


def test_every_query_of_the_page_is_run():
    assert len(QUERIES) == len(fences(MODEL, "sparql")) >= 12


def test_every_class_and_property_that_is_drawn_exists(release):
    (drawing,) = fences(MODEL, "mermaid")
    arrows = re.findall(r"(\w+) --> (\w+) : (.+)", drawing.body)
    classes = {end for source, target, _ in arrows for end in (source, target)} - NOT_OURS
    names = {name.strip() for *_, label in arrows for name in label.split(",")}
    ours = classes | {name for name in names if "#58;" not in name}
    assert len(arrows) > 10
    known = answer(
        Question("SELECT ?t { VALUES ?kind { owl:Class owl:ObjectProperty } ?t a ?kind }", "test"), release, "csv"
    ).decode()
    assert {name for name in ours if f"https://w3id.org/lupaus/ns#{name}\r" not in known} == set()


@pytest.mark.parametrize("page", ["model.md", "glossary.md", "operating.md", "tutorial.md", "architecture.md"])
def test_every_term_of_ours_in_prose_exists(page, release):
    text = (ROOT / "docs" / page).read_text("utf-8")
    named = sorted(set(re.findall(r"\blup:(\w+)", text)))
    for name in named:
        asked = Question(f"ASK {{ lup:{name} rdfs:isDefinedBy ?o }}", "test")
        assert answer(asked, release, "table") == b"yes\n", name

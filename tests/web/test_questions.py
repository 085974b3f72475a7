"""The query behind a section is a query, and one that finds what the section shows."""

import pytest
from pyoxigraph import Store

from lupaus.dataset.inputs import BASE
from lupaus.web.pages.questions import SECTIONS, ask, question


@pytest.mark.parametrize("key", SECTIONS)
def test_every_query_is_read_by_the_engine(key):
    query = question(SECTIONS[key], this=f"<{BASE}id/x>", lang="fi")
    assert "$" not in query
    assert list(Store().query(query)) == []


def test_only_the_prefixes_that_are_used_stand_before_it():
    query = question("SELECT * { ?s lup:theme $this }", "https://e.org/", this="<x>")
    assert query == "PREFIX lup: <https://e.org/ns#>\nSELECT * { ?s lup:theme <x> }"
    assert ask("ASK {}&") == "/sparql?query=ASK%20%7B%7D%26"

"""CITATION.cff can be read by those who read such files; the changelog keeps its form."""

import datetime
import re

import yaml
from pages import ROOT

from lupaus import __version__
from lupaus.namespaces import BASE

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
CHANGES = (ROOT / "CHANGELOG.md").read_text("utf-8")
KINDS = ("Security", "Removed", "Deprecated", "Added", "Changed", "Fixed")


def test_the_citation_has_what_the_format_requires():
    """Citation File Format 1.2.0: these four, and authors with a name each."""
    assert {"cff-version", "message", "title", "authors"} <= set(CITATION)
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] in ("dataset", "software")
    assert CITATION["authors"]
    assert all("name" in author or "family-names" in author for author in CITATION["authors"])


def test_the_citation_is_of_this_version_and_address():
    assert CITATION["version"] == __version__
    assert isinstance(CITATION["date-released"], datetime.date)
    assert {"type": "url", "value": f"{BASE}dataset"} in CITATION["identifiers"]
    assert CITATION["license"] == "CC0-1.0"


def test_the_changelog_keeps_data_and_code_apart():
    assert "\n## Unreleased\n" in CHANGES
    headings = re.findall(r"^### (.+)$", CHANGES.partition("## Unreleased")[2], re.M)
    assert {"Added (data)", "Added (code)"} <= set(headings)
    for heading in headings:
        kind, _, about = heading.partition(" (")
        assert kind in KINDS
        assert about in ("", "data)", "code)")


def test_the_changelog_counts_what_there_is():
    shapes = (ROOT / "shapes").glob("hygiene/*.rq")
    queries = (ROOT / "data/queries").glob("[0-9]*.ttl")
    assert f"{len(list(shapes))} rules on the data as a whole" in CHANGES
    assert f"- {len(list(queries))} example questions" in CHANGES

"""Citations are read by programs: what a title holds must not become a command or another field."""

import json
from datetime import UTC, datetime

from lupaus.namespaces import BASE
from lupaus.web.pages.citation import bibtex, csl_json

CITED = (BASE + "id/city/fi/helsinki", "100 % {A} & \\b_c", "0123456789abcdef", datetime(2026, 11, 24, tzinfo=UTC))


def test_bibtex_escapes_what_it_would_read_as_a_command():
    entry = bibtex(*CITED)
    assert entry.startswith("@misc{lupaus-city-fi-helsinki,")
    assert r"title = {{100 \% \{A\} \& \textbackslash{}b\_c}}" in entry
    assert "year = {2026}" in entry
    assert "Release 0123456789ab" in entry


def test_csl_json_is_one_item_with_a_date_in_parts():
    (item,) = json.loads(csl_json(*CITED))
    assert item["URL"] == CITED[0]
    assert item["title"] == CITED[1]
    assert item["issued"] == {"date-parts": [[2026, 11, 24]]}

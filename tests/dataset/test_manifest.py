"""The manifest guards itself."""

import json
from datetime import UTC, datetime

import pytest

from lupaus.dataset.manifest import FORMAT, Manifest
from lupaus.errors import ReleaseError


def test_it_reads_what_it_wrote(release):
    text = (release.path / "manifest.json").read_text()
    assert Manifest.from_json(text) == release.manifest
    assert release.manifest.to_json() == text


def test_it_says_what_the_server_needs(release):
    document = json.loads((release.path / "manifest.json").read_text())
    assert document["format"] == FORMAT == 2
    assert document["released"] == "2026-11-24T00:00:00+00:00"
    assert release.released == datetime(2026, 11, 24, tzinfo=UTC)
    geo = next(graph for graph in document["graphs"] if graph["name"] == "geo")
    assert (geo["triples"], geo["file"]) == (2, "graphs/geo.nt")
    assert geo["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert geo["rights"] == ["Coordinates from GeoNames (geonames.org), CC BY 4.0."]
    assert len(document["default_graph"]["parts"]) == len(document["graphs"]) - 3


def test_a_newer_format_asks_for_a_newer_program(release):
    newer = release.manifest.to_json().replace('"format": 2', '"format": 3')
    with pytest.raises(ReleaseError, match="has format 3, but this program reads formats up to 2; update lupaus"):
        Manifest.from_json(newer)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"triples": 2', '"triples": 3'),
        ('"software": "', '"software": "9'),
        ("\n}\n", "\n} \n"),
        ("}\n", ""),
        ('"format": 2', '"format": "x"'),
        ('"format": 2,', ""),
    ],
)
def test_any_change_is_damage(release, old, new):
    text = release.manifest.to_json()
    assert old in text
    with pytest.raises(ReleaseError, match=r"manifest\.json is damaged"):
        Manifest.from_json(text.replace(old, new))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"format": null}'])
def test_what_is_no_manifest_is_damage(text):
    with pytest.raises(ReleaseError, match="damaged"):
        Manifest.from_json(text)

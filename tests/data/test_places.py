"""Coordinates stand in their own files, in the right order, in the country they belong to."""

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
BOXES = {
    # country: west, south, east, north, in whole degrees
    "de": (5, 47, 16, 56), "ee": (21, 57, 29, 60), "es": (-19, 27, 5, 44), "fi": (19, 59, 32, 71),
    "fr": (-5, 41, 10, 52), "gb": (-9, 49, 2, 61), "it": (6, 36, 19, 48),
    "nl": (3, 50, 8, 54), "se": (10, 55, 25, 70),
}  # fmt: skip


@pytest.fixture(scope="module")
def slugs():
    with (DATA / "slugs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_cities_are_those_in_the_slug_table(curated, slugs):
    expected = {curated.thing(f"city/{row['country']}/{row['slug']}") for row in slugs}
    assert set(curated.typed("lup:City")) == expected
    assert slugs == sorted(slugs, key=lambda row: (row["country"], row["slug"]))


def test_city_is_called_and_lies_as_gathered(curated, city_table):
    for row in city_table:
        city = curated.thing(row["path"])
        labels = {label.value for label in curated.objects(city, "rdfs:label") if label.language == "en"}
        assert labels == {row["name"]}, row
        assert curated.objects(city, "schema:containedInPlace") == [curated.thing(f"country/{row['country']}")]


def test_city_rests_on_a_source(curated, city_table):
    """On one that attests its item, or, without an item, on the list that names it."""
    claimed = {claim.triple[0] for claim in curated.claims.values() if claim.sources}
    named = {t.object for t in curated.triples if t.predicate in map(curated.iri, ("org:member", "lup:signatory"))}
    for row in city_table:
        assert curated.thing(row["path"]) in (claimed if row["items"] else named), row


def test_coordinates_are_those_gathered(curated, city_table):
    for row in city_table:
        city = curated.thing(row["path"])
        point = [v.value for curie in ("wgs:lat", "wgs:long") for v in curated.objects(city, curie)]
        assert point == [value for value in (row["lat"], row["long"]) if value], city
        geometries = curated.objects(city, "geo:hasDefaultGeometry")
        assert len(geometries) == bool(point), city
        for geometry in geometries:
            (wkt,) = curated.objects(geometry, "geo:asWKT")
            assert wkt.value == f"POINT({row['long']} {row['lat']})"


def test_point_lies_inside_the_country(curated, city_table):
    """A second look at some of the countries, by boxes drawn by hand."""
    seen = set()
    for row in city_table:
        if row["country"] in BOXES and row["lat"]:
            west, south, east, north = BOXES[row["country"]]
            assert west < float(row["long"]) < east, row
            assert south < float(row["lat"]) < north, row
            seen.add(row["country"])
    assert seen == set(BOXES)


def test_gazetteer_entry_is_the_one_gathered(curated, city_table):
    prefix = "https://sws.geonames.org/"
    for row in city_table:
        links = [o.value for o in curated.objects(curated.thing(row["path"]), "rdfs:seeAlso")]
        entries = [link.removeprefix(prefix) for link in links if link.startswith(prefix)]
        assert entries == ([f"{row['geonames']}/"] if row["geonames"] else []), row
    entries = [row["geonames"] for row in city_table if row["geonames"]]
    assert len(entries) == len(set(entries))


def test_coordinates_stand_in_geo_only(curated):
    coordinates = {curated.iri(curie) for curie in ("wgs:lat", "wgs:long", "geo:asWKT", "geo:hasDefaultGeometry")}
    for path, triples in curated.files.items():
        if any(triple.predicate in coordinates for triple in triples):
            assert path.parent.name == "geo", path


def test_population_is_that_of_the_gazetteer_and_says_so(curated, city_table):
    """Not where it counts a wider built-up area, and by no property that would pass for a census."""
    found = {s: [v.value for v in curated.objects(s, "lup:gazetteerPopulation")] for s in curated.by_subject}
    expected = {curated.thing(row["path"]): [row["population"]] for row in city_table if row["population"]}
    assert {city: values for city, values in found.items() if values} == expected
    for wider in ("be/brussels", "dk/copenhagen", "se/stockholm"):
        assert curated.thing(f"city/{wider}") not in expected
    assert {fact[1] for fact in curated.facts if "opulation" in fact[1].value} == {
        curated.iri("lup:gazetteerPopulation")
    }
    for path, triples in curated.files.items():
        if any(triple.predicate == curated.iri("lup:gazetteerPopulation") for triple in triples):
            assert path.parent.name == "geo", path

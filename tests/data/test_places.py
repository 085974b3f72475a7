"""Coordinates stand in their own files, in the right order, in the country they belong to."""

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
BOXES = {
    # country: west, south, east, north, in whole degrees, mainland
    "de": (5, 47, 16, 56), "ee": (21, 57, 29, 60), "es": (-10, 36, 4, 44), "fi": (19, 59, 32, 71),
    "fr": (-5, 42, 9, 52), "gb": (-9, 49, 2, 61), "it": (6, 36, 19, 48),
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


def test_point_is_longitude_latitude_inside_the_country(curated, slugs):
    for row in slugs:
        city = curated.thing(f"city/{row['country']}/{row['slug']}")
        (lat,), (long,) = curated.objects(city, "wgs:lat"), curated.objects(city, "wgs:long")
        west, south, east, north = BOXES[row["country"]]
        assert west < float(long.value) < east, city
        assert south < float(lat.value) < north, city
        (geometry,) = curated.objects(city, "geo:hasDefaultGeometry")
        (wkt,) = curated.objects(geometry, "geo:asWKT")
        assert wkt.value == f"POINT({long.value} {lat.value})"


def test_coordinates_stand_in_geo_only(curated):
    coordinates = {curated.iri(curie) for curie in ("wgs:lat", "wgs:long", "geo:asWKT", "geo:hasDefaultGeometry")}
    for path, triples in curated.files.items():
        if any(triple.predicate in coordinates for triple in triples):
            assert path.parent.name == "geo", path


def test_no_population_is_published(curated):
    assert not any("opulation" in fact[1].value for fact in curated.facts)

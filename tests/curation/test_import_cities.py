"""lupaus import cities: new cities get an address, a link with its claim, and a place among the others."""

import shutil
from pathlib import Path

import pytest

from lupaus.cli import main
from lupaus.dataset.format import format_turtle
from lupaus.dataset.sources import parse_turtle
from lupaus.namespaces import BASE

PAGE = "https://example.org/towns"
GAZETTEER = "https://download.geonames.org/export/dump/FI.zip"
NO_ITEM = "country,name,slug,reason\nfi,Kemi,kemi,none was seen\n"
HEAD = "label_en,country,wikidata,geonames,lat,lon,population,labels,note\n"


@pytest.fixture
def world(linked_tree):
    """The tree with the tables that an importer of cities adds to, and a second city called Oulu."""
    path = linked_tree / "data/cities/fi.ttl"
    within = "".join(
        f"<{BASE}id/city/fi/{city}> schema:containedInPlace <{BASE}id/country/fi> .\n"
        for city in ("helsinki", "espoo", "vantaa", "turku", "oulu")
    )
    code = f'<{BASE}id/country/fi> <http://purl.org/dc/terms/identifier> "FI" .\n'
    other = f'<{BASE}id/city/fi/oulu-2> a lup:City ; rdfs:label "Oulu"@en ; schema:sameAs wd:Q77 ; ' \
            f"schema:containedInPlace <{BASE}id/country/fi> .\n"  # fmt: skip
    items = {"helsinki": "Q1757", "espoo": "Q47034", "vantaa": "Q901", "turku": "Q38511", "oulu-2": "Q77"}
    linked = "".join(f'<{BASE}id/city/fi/{city}> lup:wikidataId "{item}" .\n' for city, item in items.items())
    path.write_text(path.read_text() + within + code + other + linked)
    (linked_tree / "data/aliases.csv").write_text("country,alias,slug,why\nfi,Uusimaa,,a region\n")
    (linked_tree / "data/slugs.csv").write_text("country,slug,name\nfi,espoo,Espoo\nse,lund,Lund\n")
    (linked_tree / "data/unlinked.csv").write_text(NO_ITEM)
    return linked_tree


def take(world, *rows, page=PAGE, more=()):
    path = world.parent / "cities.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows))
    return main(["import", "cities", str(path), "--source", page, "--as-of", "2026-11", *more])


def files(tree):
    return {path: path.read_bytes() for path in sorted(Path(tree).rglob("*")) if path.is_file()}


def test_a_new_city_is_described_with_its_claim(world, capsys):
    assert take(world, "Jyväskylä,Finland,Q134620,,,,,fi=Jyväskylä;sv=Jyväskylä,") == 0
    text = (world / "data/cities-other/fi.ttl").read_text()
    assert format_turtle(text, "fi.ttl") == text
    for said in (
        "# Cities in Finland that neither sign a declaration nor belong to a network here.",
        "id/city/fi/jyvaskyla> a lup:City ;", '"Jyväskylä"@sv', 'lup:wikidataId "Q134620"', "schema:sameAs wd:Q134620",
        "id/claim/wikidata-fi-jyvaskyla> a lup:Claim", "lup:confidence lup:oneSource", 'skos:note "As of 2026-11."@en',
        "prov:wasDerivedFrom <https://w3id.org/lupaus/id/source/example-org-towns>",
    ):  # fmt: skip
        assert said in text, said
    assert (world / "data/slugs.csv").read_text() == (
        "country,slug,name\nfi,espoo,Espoo\nfi,jyvaskyla,Jyväskylä\nse,lund,Lund\n"
    )
    assert (world / "data/unlinked.csv").read_text() == NO_ITEM
    assert "city/fi/jyvaskyla" in capsys.readouterr().out


def test_coordinates_come_from_the_gazetteer(world):
    assert take(world, "Kotka,FI,Q199931,650859,60.46640,26.94580,51241,,", page=GAZETTEER) == 0
    text = (world / "data/geo/fi.ttl").read_text()
    assert format_turtle(text, "fi.ttl") == text
    for said in (
        '"POINT(26.9458 60.4664)"^^geo:wktLiteral', "wgs:lat 60.4664", "lup:gazetteerPopulation 51241",
        "rdfs:seeAlso <https://sws.geonames.org/650859/>", "geonames-org-export-dump-fi-zip>",
    ):  # fmt: skip
        assert said in text, said
    assert "POINT" not in (world / "data/cities-other/fi.ttl").read_text()


def test_a_city_without_an_item_stands_with_its_reason(world):
    assert take(world, "Nowhere,FI,,,,,,,no public data set gives one") == 0
    assert "fi,Nowhere,nowhere,no public data set gives one\n" in (world / "data/unlinked.csv").read_text()
    assert "wikidata" not in (world / "data/cities-other/fi.ttl").read_text()


def test_a_clash_of_addresses_gets_a_number(world):
    assert take(world, "Ésp-oo,FI,Q5,,,,,,") == 0  # normalised as "esp oo", so not the city that has the address
    assert "id/city/fi/esp-oo>" in (world / "data/cities-other/fi.ttl").read_text()
    path = world / "data/cities/fi.ttl"
    path.write_text(path.read_text().replace("city/fi/turku>", "city/fi/rauma>"))
    shutil.rmtree(world / "data/geo")
    assert take(world, "Rauma,FI,Q6,,,,,,") == 0
    assert "id/city/fi/rauma-2>" in (world / "data/cities-other/fi.ttl").read_text()


def test_who_is_there_is_known_by_name_or_item(world, capsys):
    before = files(world)
    assert take(world, "Helsinki,FI,,,,,,,", "City of Espoo,FI,Q47034,,,,,,", "Oulu,FI,Q77,,,,,,") == 0
    said = capsys.readouterr().out
    assert said.count("known") == 3
    assert "city/fi/oulu-2" in said
    assert "nothing to write" in said
    assert files(world) == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Helsinky,FI,,,,,,,typed badly", "label_en: 'Helsinky' is much like city/fi/helsinki; if it is another city"),
        ("Helsinki,FI,Q5,,,,,,", "wikidata: 'Helsinki' is city/fi/helsinki here, with Q1757, not Q5; correct the link"),
        ("Kauniainen,FI,Q1757,,,,,,", "wikidata: Q1757 is city/fi/helsinki here; add the name to data/aliases.csv"),
        ("Oulu,FI,,,,,,,", "label_en: 'Oulu' is ambiguous: it may be city/fi/oulu, city/fi/oulu-2"),
        ("Kotka,FI,,,,,,,", "wikidata: is empty; give the item, or say in the column note why there is none"),
        ("Kotka,FI,199931,,,,,,", "wikidata: is '199931', but must be an item such as Q1757"),
        ("Kotka,Narnia,Q1,,,,,,", "country: no country is called 'Narnia' here"),
        ("Uusimaa,FI,Q1,,,,,,", "label_en: 'Uusimaa' is no city here: a region"),
        ("Kymenlaakso Region,FI,Q1,,,,,,", "'region' names another kind of body than a city"),
        ("Котка,FI,Q1,,,,,,", "label_en: is 'Котка', which has no letter for an address"),
        ("Kotka,FI,Q1,,,,,de=Kotka,", "labels: has 'de=Kotka', but must have names such as fi=Turku;sv=Åbo"),
        ("Kotka,FI,Q1,5,,,,,", "geonames: graph/geo has what GeoNames says, under its licence"),
        ("Kotka,FI,Q1,,60.4,26.9,,,", "lat: graph/geo has what GeoNames says, under its licence"),
    ],
)  # fmt: skip
def test_a_row_with_a_fault_is_refused(world, capsys, row, said):
    before = files(world)
    assert take(world, "Lahti,FI,Q4,,,,,,", row) == 1
    told = capsys.readouterr()
    assert f":3: {said}" in told.out or said in told.out
    assert "nothing was written" in told.err
    assert files(world) == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Kotka,FI,Q1,,91,26.9,,,", "lat: is '91', but must be degrees within -90 and 90"),
        ("Kotka,FI,Q1,,60.4,1e2,,,", "lon: is '1e2', but must be degrees"),
        ("Kotka,FI,Q1,,60.4,,,,", "lat: latitude and longitude come together or not at all"),
        ("Kotka,FI,Q1,,,,50 000,,", "population: is '50 000', but must be a whole number"),
    ],
)
def test_numbers_that_are_none_are_refused(world, capsys, row, said):
    assert take(world, row, page=GAZETTEER) == 1
    assert f":2: {said}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("LAHTI,Finland,Q9,,,,,,", ":3: label_en: is the same city as in line 2"),
        ("Kotka,FI,Q4,,,,,,", ":3: wikidata: is the same city as in line 2"),
    ],
)
def test_a_city_twice_is_refused(world, capsys, second, said):
    assert take(world, "Lahti,FI,Q4,,,,,,", second) == 1
    assert said in capsys.readouterr().out


def test_an_address_that_anyone_can_register_is_no_gazetteer(world, capsys):
    assert take(world, "Kotka,FI,Q1,5,,,,,", page="https://notgeonames.org/") == 1
    assert "leave it empty" in capsys.readouterr().out


def test_what_is_said_of_lists_is_not_said_of_cities(world, capsys):
    assert take(world, "Lahti,FI,Q4,,,,,,", more=["--count", "1"]) == 2
    assert "--count is said of lists of signatories and members" in capsys.readouterr().err


def test_a_new_city_can_sign_at_once(world):
    """Import of the city, then of a list that names it: it moves to the cities that sign."""
    assert take(world, "Jyväskylä,Finland,Q134620,,,,,,") == 0
    (world / "data/networks").mkdir(exist_ok=True)
    (world / "data/networks/kinds.ttl").write_text(
        f"<{BASE}id/date-kind/unknown> a <http://www.w3.org/2004/02/skos/core#Concept> ; "
        '<http://www.w3.org/2000/01/rdf-schema#label> "Unknown"@en .'
    )
    path = world.parent / "list.csv"
    path.write_text("declaration_key,signatory_name,signatory_kind,country\ntest-2019,Jyvaskyla,city,Finland\n")
    assert main(["import", "signatures", str(path), "--source", PAGE, "--as-of", "2026"]) == 0
    assert not (world / "data/cities-other/fi.ttl").exists()
    subjects = {t.subject.value for t in parse_turtle((world / "data/cities/fi.ttl").read_text(), "fi.ttl")}
    assert {f"{BASE}id/city/fi/jyvaskyla", f"{BASE}id/claim/wikidata-fi-jyvaskyla"} <= subjects

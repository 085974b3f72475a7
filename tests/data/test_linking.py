"""How many of the cities in lists are linked to a Wikidata item, counted from the rows and the data."""

import pytest

EUROPE = {
    "ad", "al", "am", "at", "ba", "be", "bg", "by", "ch", "cy", "cz", "de", "dk", "ee", "es", "fi",
    "fr", "gb", "ge", "gi", "gr", "hr", "hu", "ie", "im", "is", "it", "li", "lt", "lu", "lv", "mc",
    "md", "me", "mk", "mt", "nl", "no", "pl", "pt", "ro", "rs", "ru", "se", "si", "sk", "sm", "tr",
    "ua", "va", "xk",
}  # fmt: skip
BODY = "a region or another body, not a city"
"""The reason of a row that was never given as a city. Those with any other reason were, and count as not linked."""


def country_of(curated, party):
    """The code of the country, empty where none is known."""
    places = curated.objects(party, "schema:containedInPlace") + curated.objects(party, "dcterms:spatial")
    return places[0].value.rsplit("/", 1)[1] if places else ""


@pytest.fixture(scope="module")
def city_rows(curated, table):
    """Of each row that names a city: the country, the party, and whether it is linked."""
    reasons = {(row["country"], row["slug"]): row["reason"] for row in table("../../data/unlinked.csv")}
    rows = []
    for name, of, kind, predicate in (
        ("signatures.csv", "text", "signature", "lup:signatory"),
        ("memberships.csv", "network", "membership", "org:member"),
    ):
        for row in table(name):
            node = curated.thing(f"{kind}/{row[of]}/{row['party']}")
            (party,) = curated.objects(node, predicate)
            country = country_of(curated, party)
            is_body = reasons.get((country, party.value.rsplit("/", 1)[1])) == BODY
            if "/id/network/" not in party.value and not is_body:
                rows.append((country, party, bool(curated.objects(party, "lup:wikidataId"))))
    return rows


def share(rows):
    return sum(linked for _, _, linked in rows) / len(rows)


def test_rows_of_european_cities_are_linked(city_rows):
    rows = [row for row in city_rows if row[0] in EUROPE]
    assert len(rows) > 1900
    assert share(rows) >= 0.95


def test_distinct_cities_are_linked(city_rows):
    cities = set(city_rows)
    assert len(cities) > 700
    assert share(cities) >= 0.88


def test_what_is_not_linked_is_a_city_row_all_the_same(city_rows, curated):
    """The shares above count what failed: a district, a name without a country, a city without an item."""
    missed = {party for _, party, linked in city_rows if not linked}
    for path in (
        "organisation/tr/besiktas",
        "organisation/us/kansas-city",
        "organisation/us/portland-state-not-given",
        "organisation/bethlehem",
        "city/se/solna",
    ):
        assert curated.thing(path) in missed

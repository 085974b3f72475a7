"""A name becomes a thing, or it is said why not; nothing is guessed across countries or kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.curation.names import normalise
from lupaus.curation.reconcile import Alias, Ambiguous, Match, Miss, Party, Reconciler, read_aliases
from lupaus.dataset.inputs import find_inputs
from lupaus.errors import SourceError
from lupaus.namespaces import BASE

ID = f"{BASE}id/"


def city(country: str, slug: str, *names: str) -> Party:
    return Party(f"{ID}city/{country}/{slug}", "city", country, frozenset(names))


PARTIES = (
    city("fr", "lyon", "Lyon", "Lione"),
    city("de", "frankfurt-am-main", "Frankfurt am Main"),
    city("de", "frankfurt-oder", "Frankfurt (Oder)"),
    city("us", "portland-oregon", "Portland"),
    city("us", "portland-maine", "Portland"),
    city("fi", "oulu", "Oulu", "Uleåborg"),
    city("gb", "birmingham", "Birmingham"),
    city("us", "birmingham", "Birmingham"),
    Party(f"{ID}organisation/fr/grand-lyon", "organisation", "fr", frozenset({"Grand Lyon (Lyon Metropolis)"})),
    Party(f"{ID}network/eurocities", "network", None, frozenset({"Eurocities"})),
)
COUNTRIES = {"France": "fr", "Ranska": "fr", "fr": "fr", "Germany": "de", "United States": "us", "Finland": "fi",
             "United Kingdom": "gb", "Netherlands": "nl"}  # fmt: skip
ALIASES = (
    Alias("de", "Frankfurt", "frankfurt-am-main", "the larger of the two, and the member of the network"),
    Alias("nl", "Eindhoven and Helmond", "", "two cities that take part as one"),
)
RECONCILER = Reconciler(PARTIES, COUNTRIES, ALIASES)


@pytest.mark.parametrize(
    ("name", "country", "slug", "how"),
    [
        ("Lyon", "France", "fr/lyon", "label"),
        ("LIONE", "Ranska", "fr/lyon", "label"),
        ("lyon", "FR", "fr/lyon", "label"),
        ("Uleaborg", "Finland", "fi/oulu", "label"),
        ("City of Oulu", "Finland", "fi/oulu", "form"),
        ("Frankfurt", "Germany", "de/frankfurt-am-main", "alias"),
        ("Birmingham", "United Kingdom", "gb/birmingham", "label"),
        ("Birmingham", "United States", "us/birmingham", "label"),
    ],
)
def test_a_name_in_its_country(name, country, slug, how):
    assert RECONCILER.find(name, country, "city") == Match(f"{ID}city/{slug}", how)


def test_grand_lyon_is_not_lyon():
    outcome = RECONCILER.find("Grand Lyon (Lyon Metropolis)", "France", "city")
    assert isinstance(outcome, Miss)
    assert "another kind of body" in outcome.reason
    body = RECONCILER.find("Grand Lyon (Lyon Metropolis)", "France", "region")
    assert body == Match(f"{ID}organisation/fr/grand-lyon", "label")


def test_a_region_never_becomes_a_city():
    assert isinstance(RECONCILER.find("Lyon", "France", "region"), Miss)


def test_without_a_country_there_is_no_match():
    outcome = RECONCILER.find("Birmingham", "", "city")
    assert isinstance(outcome, Ambiguous)
    assert outcome.candidates == (f"{ID}city/gb/birmingham", f"{ID}city/us/birmingham")
    assert isinstance(RECONCILER.find("Lyon", "", "city"), Ambiguous), "though only one city has the name"


def test_two_of_a_name_are_ambiguous():
    outcome = RECONCILER.find("Portland", "United States", "city")
    assert isinstance(outcome, Ambiguous)
    assert len(outcome.candidates) == 2


def test_what_is_settled_as_no_city_says_why():
    assert RECONCILER.find("Eindhoven and Helmond", "Netherlands") == Miss("two cities that take part as one")


def test_an_unknown_country_is_named():
    assert RECONCILER.find("Lyon", "Frnace") == Miss("no country is called 'Frnace' here")


def test_a_typo_gets_suggestions_and_no_match():
    outcome = RECONCILER.find("Luon", "France", "city")
    assert isinstance(outcome, Miss)
    assert outcome.suggestions == (f"{ID}city/fr/lyon",)


@pytest.mark.parametrize("country", ["", "Finland"])
def test_a_network_has_no_country(country):
    assert RECONCILER.find("EUROCITIES", country, "network") == Match(f"{ID}network/eurocities", "label")


@given(st.text(), st.sampled_from(["", *COUNTRIES]), st.sampled_from(["city", "region", "network"]))
def test_a_match_is_in_the_country_and_of_the_kind(name, country, kind):
    outcome = RECONCILER.find(name, country, kind)
    if isinstance(outcome, Match):
        (party,) = [party for party in PARTIES if party.iri == outcome.iri]
        assert party.country in (None, RECONCILER.country(country))
        assert party.kind == {"region": "organisation"}.get(kind, kind)


@given(st.sampled_from(PARTIES[:8]), st.data())
def test_spelling_does_not_matter(party, data):
    name = data.draw(st.sampled_from(sorted(party.names)))
    changed = data.draw(st.sampled_from([name.upper(), f" {name} ", name.replace(" ", "-"), normalise(name)]))
    assert RECONCILER.find(changed, party.country, "city") == RECONCILER.find(name, party.country, "city")


def test_an_alias_of_nothing_is_refused():
    with pytest.raises(SourceError, match="city/fr/paris, which is not there"):
        Reconciler(PARTIES, COUNTRIES, [Alias("fr", "Lutetia", "paris", "its old name")])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("fi,Uleåborg\n", "a row has the fields"),
        ("fi,Uleåborg,oulu,\n", "says why"),
        ("fi,Ulea,oulu,old\nfi,ULEA,oulu,old\n", "stands here twice"),
    ],
)
def test_a_broken_alias_table_is_refused(tmp_path, rows, message):
    for folder in ("ontology", "data", "shapes"):
        (tmp_path / folder).mkdir()
    (tmp_path / "data/aliases.csv").write_text("country,alias,slug,why\n" + rows, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_aliases(type(find_inputs())(tmp_path))

"""Names are compared without case, marks and punctuation; words for other kinds of body stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.curation.names import body_word, normalise, plain_city_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "lodz"),
        ("Saint-Étienne", "saint etienne"),
        ("L’Hospitalet de Llobregat", "L'Hospitalet de Llobregat"),
        ("Gießen", "Giessen"),
        ("Århus", "arhus"),
        ("Tromsø", "Tromso"),
        ("İzmir", "Izmir"),
        ("Diyarbakır", "Diyarbakir"),
        ("Frankfurt (Oder)", "Frankfurt Oder"),
        ("  Novi   Sad ", "Novi Sad"),
    ],
)
def test_one_name_in_two_spellings(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Frankfurt am Main", "Frankfurt (Oder)"), ("Lyon", "Grand Lyon"), ("Hania", "Hanoi"), ("Київ", "Kyiv")],
)
def test_two_names_stay_two(one, other):
    assert normalise(one) != normalise(other)


@given(st.text())
def test_normalising_twice_changes_nothing(name):
    assert normalise(normalise(name)) == normalise(name)


@given(st.text())
def test_case_is_no_difference(name):
    folded = name.casefold()
    assert normalise(folded) == normalise(folded.casefold())


@pytest.mark.parametrize(
    "name",
    [
        "Grand Lyon (Lyon Metropolis)", "Nantes Métropole", "Brussels-Capital Region", "Barcelona Metropolitan Area",
        "Greater Manchester", "Bucharest 2nd District", "Barcelona Provincial Council", "Verband Region Stuttgart",
    ],
)  # fmt: skip
def test_another_kind_of_body_is_told_by_a_word(name):
    assert body_word(name)


@pytest.mark.parametrize("name", ["Lyon", "Nantes", "Mexico City", "Stadt Wien", "Grande-Synthe", "Regensburg"])
def test_a_city_has_no_such_word(name):
    assert body_word(name) is None


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("City of Oulu", "oulu"),
        ("Tyresö kommun", "tyreso"),
        ("Ayuntamiento de Soria", "soria"),
        ("Helsinki", None),
        ("Cityville", None),
    ],
)
def test_the_city_in_a_form_of_words(name, city):
    assert plain_city_name(name) == city

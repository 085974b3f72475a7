"""Every word of the interface is there in every language, and says the same."""

import re

import pytest
from catalogues import TRANSLATED, catalogue, said

from lupaus.web.pages.catalogue import catalogue as messages_in
from lupaus.web.pages.catalogue import show_date, show_number
from lupaus.web.pages.language import LANGUAGES

PLACES = re.compile(r"%\(\w+\)[a-z]")


def texts(string):
    return [string] if isinstance(string, str) else list(string)


def faults(messages, translated):
    """What is missing from ``translated``, left over in it, unsure, or has lost a place for a value."""
    wanted = {message.id for message in messages if message.id}
    found = {message.id: message for message in translated if message.id}
    wrong = [f"missing: {id_}" for id_ in wanted - set(found)] + [
        f"left over: {id_}" for id_ in set(found) - wanted
    ]
    for id_ in wanted & set(found):
        message = found[id_]
        places = set(PLACES.findall(texts(id_)[-1]))
        for text in texts(message.string):
            if not text.strip() or message.fuzzy:
                wrong.append(f"untranslated: {id_}")
            elif set(PLACES.findall(text)) != places:
                wrong.append(f"places differ: {id_}")
    return sorted(wrong)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language):
    assert faults(said(), catalogue(language)) == []


def test_the_messages_are_found_in_templates_and_in_code():
    ids = {message.id for message in said()}
    assert {"Commitments", "declarations", "inverse of", ("%(num)s row", "%(num)s rows")} <= ids
    assert set(LANGUAGES) == {"en", *TRANSLATED}


def test_what_is_wrong_is_seen():
    good = catalogue("fi")
    good.add("a new one", "")
    good.get("Commitments").string = ""
    good.get("and %(number)s more").string = "ja vielä"
    found = faults(said(), good)
    assert found == ["left over: a new one", "places differ: and %(number)s more", "untranslated: Commitments"]


def test_a_message_is_shown_in_the_language():
    assert messages_in("fi").gettext("Commitments") == "Sitoumukset"
    assert messages_in("sv").ngettext("%(num)s row", "%(num)s rows", 1) == "%(num)s rad"
    assert messages_in("en").gettext("Commitments") == "Commitments"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2019-10-10", "fi", "10. lokakuuta 2019"),
        ("2019-10-10", "sv", "10 oktober 2019"),
        ("2019-10-10Z", "et", "10. oktoober 2019"),
        ("2019-10-10", "en", "October 10, 2019"),
        ("2019-10", "sv", "oktober 2019"),
        ("2019", "fi", "2019"),
        ("2019-02-30", "fi", "2019-02-30"),
        ("soon", "fi", "soon"),
        ("-0044-03-15", "fi", "-0044-03-15"),
    ],
)
def test_a_date_is_as_exact_as_it_was(text, language, expected):
    assert show_date(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("34726", "en", "34,726"),
        ("34726", "fi", "34\N{NO-BREAK SPACE}726"),
        ("0.125", "sv", "0,125"),
        ("1e5", "en", "1e5"),
        ("9" * 40, "en", "9" * 40),
    ],
)
def test_a_number_has_the_separators_of_its_language(text, language, expected):
    assert show_number(text, language) == expected

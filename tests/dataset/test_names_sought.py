"""Names that things are found by."""

import pytest
from pyoxigraph import RdfFormat, parse

from lupaus.dataset.names import Name, fold, names_of
from lupaus.dataset.view import Index
from lupaus.namespaces import BASE, prefixes_for

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes_for(BASE).items())


def names(text):
    quads = parse(HEAD + text, format=RdfFormat.TURTLE)
    return list(names_of(Index((quad.triple for quad in quads), (), BASE)))


def test_every_label_and_other_name_is_there_once():
    found = names(f"""<{BASE}id/city/se/goteborg> rdfs:label "Gothenburg"@en, "Göteborg"@sv ;
        skos:altLabel "Gbg", "Göteborg"@sv .""")
    assert found == [
        Name("id/city/se/goteborg", "en", "Gothenburg", True),
        Name("id/city/se/goteborg", "sv", "Göteborg", True),
        Name("id/city/se/goteborg", "", "Gbg", False),
    ]


def test_what_stands_between_things_has_no_name_to_look_for():
    assert names(f'<{BASE}id/claim/x> rdfs:label "Claim"@en . <{BASE}ns#City> rdfs:label "City"@en .') == []


def test_a_text_for_a_name_is_cut():
    (name,) = names(f'<{BASE}id/city/x> rdfs:label "{"x" * 100_000}"@en .')
    assert len(name.text) == 300


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Göteborg", ("goteborg",)),
        ("Żory, ŁÓDŹ", ("zory", "lodz")),
        ("İstanbul", ("istanbul",)),
        ("Ærø-Kommune 2019", ("aero", "kommune", "2019")),
        ("Αθήνα", ("αθηνα",)),
        ("Straße", ("strasse",)),
        ("…", ()),
        ("\N{RIGHT-TO-LEFT OVERRIDE}abc", ("abc",)),
    ],
)
def test_words_are_compared_without_case_and_accents(text, words):
    assert fold(text) == words

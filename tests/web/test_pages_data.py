"""What pages are made of: languages, labels, links, and results read back."""

from datetime import UTC, datetime

import pytest

from lupaus.engine.base import StoreSource
from lupaus.web.pages.language import Label, choose_label, choose_languages
from lupaus.web.pages.results import read_cell, read_table
from lupaus.web.pages.view import read_view
from lupaus.web.site import Example, Site

BASE = "https://example.org/base/"
SITE = Site(
    StoreSource(()), "v1", datetime(2026, 8, 21, tzinfo=UTC), BASE, "Title", "http://localhost:8000",
    release=object(),  # type: ignore[arg-type]
)  # fmt: skip
XSD = "http://www.w3.org/2001/XMLSchema#"

LANGUAGES = [
    ("", "", "en", "nobody said"),
    ("fi", "", "fi", ""),
    ("fi-FI", "", "fi", "a region is a refinement"),
    ("sv-FI, fi;q=0.8", "", "sv", "the first"),
    ("fi;q=0.5, et;q=0.9", "", "et", "the heavier"),
    ("de, ja;q=0.9", "", "en", "none of ours"),
    ("de, sv;q=0.1", "", "sv", "a weak wish is a wish"),
    ("fi;q=0, sv;q=0.1", "", "sv", "zero is a refusal"),
    ("*", "", "en", "anything"),
    ("fi;q=high", "", "en", "no number"),
    ("fi", "et", "et", "what was clicked comes first"),
    ("fi", "xx", "fi", "what was clicked must be one of ours"),
]


@pytest.mark.parametrize(("field", "chosen", "first", "reason"), LANGUAGES)
def test_the_first_language_is_the_wanted_one(field, chosen, first, reason):
    languages = choose_languages(field, chosen)
    assert languages[0] == first, reason
    assert sorted(languages) == ["en", "et", "fi", "sv"]


def test_a_missing_label_falls_back_and_says_so():
    labels = {"en": "Tallinn", "fi": "Tallinna"}
    assert choose_label(labels, ("fi", "en"), "x") == Label("Tallinna", "fi")
    assert choose_label(labels, ("sv", "en"), "x") == Label("Tallinn", "en", is_fallback=True)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"": "METREX"}, Label("METREX")),
        ({"mul": "METREX"}, Label("METREX")),
        ({"de": "Wien", "cs": "Vídeň"}, Label("Vídeň", "cs", is_fallback=True)),
        ({}, Label("otherwise")),
    ],
)
def test_a_label_in_none_of_our_languages_is_better_than_none(labels, expected):
    assert choose_label(labels, ("en", "fi"), "otherwise") == expected


LINKS = [
    (BASE + "id/city/fi/helsinki", ("/id/city/fi/helsinki", False)),
    (BASE + "ns#City", ("/ns#City", False)),
    ("https://www.wikidata.org/entity/Q1757", ("https://www.wikidata.org/entity/Q1757", True)),
    ("http://example.org/", ("http://example.org/", True)),
    ("javascript:alert(1)", ("", True)),
    ("data:text/html,<script>", ("", True)),
    ("urn:isbn:1", ("", True)),
    ("JAVASCRIPT:alert(1)", ("", True)),
]


@pytest.mark.parametrize(("iri", "expected"), LINKS)
def test_links_stay_here_where_they_can_and_never_run_anything(iri, expected):
    assert SITE.href(iri) == expected


def test_without_a_release_nothing_is_taken_for_a_document():
    plain = Site(StoreSource(()), "v", datetime(2026, 1, 1, tzinfo=UTC), BASE, "T", "http://localhost:8000")
    assert plain.href(BASE + "id/x") == (BASE + "id/x", True)


def test_an_example_leads_to_its_answer():
    assert (
        Example("x", {}, 'ASK { ?s ?p "a&b" }').href == "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22a%26b%22%20%7D"
    )


CELLS = [
    (f"<{BASE}id/x>", BASE + "id/x", "/id/x", "", ""),
    ('"plain"', "plain", "", "", ""),
    ('"tyyni"@fi', "tyyni", "", "fi", ""),
    ('"a\\tb\\nc\\"d\\\\e"', 'a\tb\nc"d\\e', "", "", ""),
    ('"\\u00e4\\U0001F600"', "ä😀", "", "", ""),
    ('"\\UFFFFFFFF"', "�", "", "", ""),
    (f'"2019-10-10"^^<{XSD}date>', "2019-10-10", "", "", "xsd:date"),
    ('""', "", "", "", ""),
    ("42", "42", "", "", ""),
    ("true", "true", "", "", ""),
    ("_:b0", "_:b0", "", "", ""),
    ("<< <a> <b> <c> >>", "<< <a> <b> <c> >>", "", "", ""),
    ("<javascript:alert(1)>", "javascript:alert(1)", "", "", ""),
]


@pytest.mark.parametrize(("term", "text", "href", "lang", "datatype"), CELLS, ids=[c[0] for c in CELLS])
def test_each_kind_of_term_is_read_back(term, text, href, lang, datatype):
    cell = read_cell(term, SITE.href)
    assert (cell.text, cell.href, cell.lang, cell.datatype_name) == (text, href, lang, datatype)


@pytest.mark.parametrize(
    ("term", "is_number"),
    [
        ("42", True),
        ("-1.5e3", True),
        (".5", True),
        ("true", False),
        (f'"7"^^<{XSD}integer>', True),
        ('"7"', False),
    ],
)
def test_numbers_are_known_as_such(term, is_number):
    assert read_cell(term, SITE.href).is_number is is_number


def test_an_unbound_variable_has_no_cell():
    table = read_table("?a\t?b\n\t1\n", 10, SITE.href, is_whole=True)
    assert table.rows[0][0] is None
    assert table.rows[0][1].text == "1"


TABLES = [
    ("?a\n1\n2\n", True, 2, False),
    ("?a\n1\n2", True, 2, False),
    ("?a\n1\n2\n3\n4\n", True, 3, True),
    ("?a\n1\n2", False, 1, True),
    ("?a\n1\n2\n", False, 2, True),
    ("?a\n", True, 0, False),
    ("?a\r\n1\r\n", True, 1, False),
]


@pytest.mark.parametrize(("tsv", "is_whole", "rows", "is_cut"), TABLES)
def test_a_table_has_whole_rows_and_says_when_there_are_more(tsv, is_whole, rows, is_cut):
    table = read_table(tsv, 3, SITE.href, is_whole=is_whole)
    assert (table.variables, len(table.rows), table.is_cut) == (("a",), rows, is_cut)


def test_solutions_without_variables_are_counted():
    assert len(read_table("\n\n\n", 10, SITE.href, is_whole=True).rows) == 2


VIEW = {
    "iri": BASE + "id/city/ee/tallinn",
    "path": "id/city/ee/tallinn",
    "labels": {"en": "Tallinn", "fi": "Tallinna"},
    "types": [{"iri": BASE + "ns#City", "path": None, "labels": {"en": "City"}}],
    "groups": [
        {
            "property": BASE + "ns#signed",
            "labels": {"en": "signed"},
            "values": [
                {"iri": BASE + "id/declaration/x", "path": "id/declaration/x", "labels": {"sv": "Deklaration"}},
                {"text": "Tallinn", "lang": "et", "datatype": "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"},
                {"text": "5", "lang": None, "datatype": XSD + "integer"},
                {"text": "s", "lang": None, "datatype": XSD + "string"},
            ],
        }
    ],
    "incoming": [
        {"property": BASE + "ns#signatory", "labels": {}, "total": 7,
         "values": [{"iri": BASE + "id/signature/s", "path": "id/signature/s", "labels": {}}]}
    ],
    "claims": [
        {
            "path": "id/claim/c1",
            "property": BASE + "ns#dateSigned",
            "labels": {"en": "date signed"},
            "value": {"text": "2019-10-10", "lang": None, "datatype": XSD + "date"},
            "standing": {"iri": BASE + "ns#accepted", "path": None, "labels": {"en": "accepted"}},
            "confidence": None,
            "sources": [{"iri": BASE + "id/source/a", "path": "id/source/a", "labels": {"en": "A page"}}],
        }
    ],
}  # fmt: skip


def test_a_view_becomes_a_page_in_the_readers_language():
    page = read_view(VIEW, ("fi", "en", "sv", "et"), SITE.href)
    assert page.title == Label("Tallinna", "fi")
    assert page.types[0].href == "/ns#City"
    values = [value.node for value in page.derived[0].values]
    assert values[0].label == Label("Deklaration", "sv", is_fallback=True)
    assert values[0].href == "/id/declaration/x"
    assert [value.datatype_name for value in values] == ["", "", "xsd:integer", ""]
    assert page.incoming[0].more == 6
    claim = page.claims[0]
    assert (claim.standing_kind, claim.confidence, claim.href) == ("accepted", None, "/id/claim/c1")
    assert claim.sources[0].label.text == "A page"


def shown(view):
    return read_view({**VIEW, **view}, ("en", "fi", "sv", "et"), SITE.href)


def dated(value, standing="accepted"):
    claim = VIEW["claims"][0]
    return {**claim, "value": {"text": value, "lang": None, "datatype": XSD + "date"},
            "standing": {"iri": f"{BASE}ns#{standing}", "path": None, "labels": {}}}  # fmt: skip


def test_a_claim_stands_beside_the_value_it_supports_and_what_is_not_stated_below_its_property():
    group = {
        "property": BASE + "ns#dateSigned", "labels": {}, "heading": {"en": "Time"},
        "values": [{"text": "2019-10-10", "lang": None, "datatype": XSD + "date"}],
    }  # fmt: skip
    page = shown({"groups": [group], "claims": [dated("2019-10-10"), dated("2019-10-09", "disputed")]})
    (found,) = page.blocks[0].groups
    assert page.blocks[0].heading.text == "Time"
    assert [claim.standing_kind for claim in found.values[0].claims] == ["accepted"]
    assert [(claim.value.text, claim.standing_kind) for claim in found.others] == [("2019-10-09", "disputed")]
    assert page.claims == ()
    assert page.derived == ()


def test_what_refers_to_a_thing_takes_no_claim_of_it():
    incoming = [{**VIEW["incoming"][0], "property": BASE + "ns#dateSigned"}]
    page = shown({"groups": [], "incoming": incoming, "claims": [dated("2019-10-10")]})
    assert page.incoming[0].others == ()
    assert len(page.claims) == 1


def test_a_part_of_a_portrait_says_how_much_it_leaves_out():
    rows = [{"party": [{"iri": BASE + "id/city/x", "path": "id/city/x", "labels": {"en": "X"}}]}]
    page = shown({"portrait": [{"key": "signatures", "total": 3, "rows": rows}]})
    assert page.sections["signatures"].more == 2
    assert page.sections["signatures"].rows[0]["party"][0].href == "/id/city/x"
    assert page.kind == "City"

"""Negotiation (RFC 9110, section 12.5), one case and its reason a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.errors import NotAcceptable
from lupaus.media import (
    CSV,
    GRAPH_FORMATS,
    HTML,
    JSON,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    SOLUTIONS_FORMATS,
    TRIG,
    TSV,
    TURTLE,
    XML,
)
from lupaus.sparql.accept import negotiate, negotiate_document, negotiate_encoding, negotiate_language, offers_for

SELECT, GRAPH = offers_for("select"), offers_for("construct")
J, X = "application/sparql-results+json", "application/sparql-results+xml"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8"
SPARQLWRAPPER = "application/sparql-results+json,application/json,text/javascript,application/javascript"
RDFLIB = "application/sparql-results+xml,application/rdf+xml,text/turtle;q=0.9"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"

CASES = [
    ([], SELECT, JSON, "no header: the first offer"),
    ([], GRAPH, TURTLE, "no header: the first offer"),
    ([""], SELECT, JSON, "an empty header names nothing to hold on to"),
    (["*/*"], SELECT, JSON, "curl"),
    (["*/*"], GRAPH, TURTLE, "curl"),
    ([FIREFOX], SELECT, HTML, "a browser gets a page"),
    ([CHROME], GRAPH, HTML, "a browser gets a page"),
    ([SPARQLWRAPPER], SELECT, JSON, "SPARQLWrapper asking for JSON"),
    ([RDFLIB], SELECT, XML, "rdflib's SPARQLStore"),
    ([RDFLIB], GRAPH, RDFXML, "and for a graph"),
    ([JENA], GRAPH, TURTLE, "Jena's own order"),
    ([JENA], SELECT, JSON, "nothing of it named, but */*"),
    ([J], SELECT, JSON, "named"),
    ([J.upper()], SELECT, JSON, "types have no letter case (section 8.3.1)"),
    ([f"{X}, {J}"], SELECT, JSON, "equal quality: our order, not the client's"),
    ([f"{X};q=0.9, {J};q=0.8"], SELECT, XML, "quality before order"),
    ([f"{X};q=0.801, {J};q=0.8"], SELECT, XML, "three decimals count"),
    ([f"{X};q=1.000, {J};q=0.999"], SELECT, XML, "1.000 is 1"),
    ([f"{X};Q=0.9, {J};q=0.8"], SELECT, XML, "parameter names have no letter case"),
    ([f"{X} ; q=0.9 , {J} ;q=0.8"], SELECT, XML, "white space around ; and ,"),
    ([f"{X};q=0.9,,  ,{J};q=0.8,"], SELECT, XML, "empty list elements (section 5.6.1)"),
    ([X, f"{J};q=0.5"], SELECT, XML, "several lines are one list"),
    ([f"{J};q=0.5", X], SELECT, XML, "in any order"),
    ([f"{J};q=0, */*"], SELECT, XML, "q=0 takes one out, and the next is taken"),
    ([f"*/*, {J};q=0"], SELECT, XML, "wherever it stands"),
    ([f"{J};q=0.0, {X};q=0.000, */*;q=0.1"], SELECT, CSV, "all spellings of 0"),
    (["application/json;q=0, */*"], SELECT, XML, "an alias refuses as well"),
    ([f"application/json;q=0, {J}"], SELECT, JSON, "but the type's own name is more specific"),
    ([f"*/*;q=1.0, {X};q=0.2"], SELECT, JSON, "the wildcard does not raise what is named lower"),
    ([f"*/*;q=0.1, {X};q=0.2"], SELECT, XML, "the named one has the higher quality"),
    (["text/*"], SELECT, CSV, "the first of the text tree"),
    (["text/*;q=0.5, text/csv;q=0"], SELECT, TSV, "type/* without the refused one"),
    (["text/*, text/tab-separated-values"], SELECT, TSV, "equal quality: named before let in"),
    (["application/*"], SELECT, JSON, "the first of the application tree"),
    (["application/*"], GRAPH, NTRIPLES, "Turtle is in the text tree"),
    (["text/html, */*"], SELECT, HTML, "named before let in"),
    (["text/csv, application/json"], SELECT, JSON, "an alias is as good as a name; our order"),
    (["application/json"], GRAPH, JSONLD, "an alias depends on the form"),
    (["application/json"], SELECT, JSON, "an alias depends on the form"),
    (["application/xml"], GRAPH, RDFXML, "an alias depends on the form"),
    (["application/xml"], SELECT, XML, "an alias depends on the form"),
    (["application/xhtml+xml"], SELECT, HTML, "an alias of a page"),
    (["text/plain"], GRAPH, NTRIPLES, "what N-Triples was called"),
    (["text/turtle;charset=utf-8"], GRAPH, TURTLE, "the charset we write"),
    (['text/turtle;charset="UTF-8"'], GRAPH, TURTLE, "quoted, in capitals"),
    (["text/turtle;charset=latin1, */*;q=0.1"], GRAPH, TURTLE, "another charset names nothing; */* lets it in"),
    (["text/csv;header=absent, text/csv;q=0.2, */*;q=0.5"], SELECT, JSON, "a parameter we lack names nothing"),
    (["text/csv;charset=utf-8;q=0.9, text/csv;q=0.1, */*;q=0.5"], SELECT, CSV, "parameters are more specific"),
    (['application/ld+json;profile="http://e/compacted"'], GRAPH, JSONLD, "a profile is a wish"),
    (['application/ld+json;profile="a,b;q=0"'], GRAPH, JSONLD, "comma and semicolon in quotes separate nothing"),
    (['application/ld+json;profile="a\\"b";q=0.5, text/turtle;q=0.1'], GRAPH, JSONLD, "an escaped quote"),
    (["text/turtle;version=1.2"], GRAPH, TURTLE, "RDF 1.2 types carry a version"),
    (["text/turtle;q=0.5;level=1, application/ld+json;q=0.4"], GRAPH, TURTLE, "what follows q is no parameter"),
    (["text/turtle;"], GRAPH, TURTLE, "an empty parameter (section 5.6.6)"),
    ([f"{X};q=1.5, {J};q=0.1"], SELECT, JSON, "a weight over 1 is malformed: skipped"),
    ([f"{X};q=0.1234, {J};q=0.1"], SELECT, JSON, "four decimals are malformed: skipped"),
    ([f"{X};q=.5, {J};q=0.1"], SELECT, JSON, "so is a bare point"),
    ([f"{X};q=, {J};q=0.1"], SELECT, JSON, "so is no weight"),
    ([f"{X};q=high, {J};q=0.1"], SELECT, JSON, "so is a word"),
    ([f"{X};q=-1, {J};q=0.1"], SELECT, JSON, "so is a sign"),
    ([f"*/xml, {J};q=0.1"], SELECT, JSON, "*/subtype is no range"),
    (["*/xml"], SELECT, JSON, "*/subtype alone is no header"),
    ([f"*, {X};q=0.1"], SELECT, XML, "a bare star is no range"),
    ([f"text, {X}"], SELECT, XML, "no slash is no range"),
    ([f"text/, {X}"], SELECT, XML, "no subtype is no range"),
    ([f"text/html/x, {X}"], SELECT, XML, "two slashes are no range"),
    ([f"text/h tml, {X}"], SELECT, XML, "a space is no range"),
    ([f'text/html;a="x, {X}'], SELECT, XML, "an open quote spoils its part only"),
    (["rubbish"], SELECT, JSON, "nothing left: no header"),
    ([f"{X};q=0.5, {X};q=0.9, {J};q=0.7"], SELECT, XML, "named twice: the higher weight"),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "offers", "expected", "reason"), CASES, ids=[case[3] for case in CASES])
def test_negotiation(headers, offers, expected, reason):
    assert negotiate(headers, offers) is expected, reason


REFUSED = [
    (["image/png"], SELECT, "not on offer"),
    (["text/turtle"], SELECT, "a graph format for solutions"),
    ([J], GRAPH, "a solutions format for a graph"),
    (["*/*;q=0"], SELECT, "everything refused"),
    ([f"{J}, */*;q=0"], GRAPH, "all but one refused, and that is not on offer"),
    (["image/*, text/csv;q=0"], SELECT, "a refusal alone lets nothing in"),
    (["text/csv;header=absent"], SELECT, "only with a parameter we do not have"),
]


COMUNICA = ("application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
            "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2,application/json;q=0.135")  # fmt: skip
DOCUMENTS = [
    ("application/n-quads", NQUADS, "quads for who names nothing else"),
    ("application/trig, application/n-quads;q=0.9", TRIG, "the better of two formats of quads"),
    (COMUNICA, JSONLD, "the best of the formats of triples that are named beside"),
    ("application/trig, text/turtle;q=0.1", TURTLE, "named, however little it is liked"),
    ("application/trig, text/turtle;q=0", TRIG, "refused by name"),
    ("application/trig, */*;q=0.1", TRIG, "a wildcard names no format"),
    ("application/trig, text/html;q=0.5", TRIG, "a page is no format of triples"),
    ("text/html, application/trig;q=0.9, text/turtle;q=0.8", HTML, "the page is liked best"),
    ("", HTML, "nothing asked for"),
]


@pytest.mark.parametrize(("header", "expected", "reason"), DOCUMENTS, ids=[case[2] for case in DOCUMENTS])
def test_a_document_is_given_as_triples_to_whoever_reads_them(header, expected, reason):
    assert negotiate_document([header]) is expected


@pytest.mark.parametrize(("headers", "offers", "reason"), REFUSED, ids=[case[2] for case in REFUSED])
def test_nothing_acceptable(headers, offers, reason):
    with pytest.raises(NotAcceptable) as caught:
        negotiate(headers, offers)
    assert caught.value.extras["offers"] == [offer.media_type for offer in offers]
    assert all(offer.media_type in caught.value.detail for offer in offers)


@pytest.mark.parametrize(
    ("wanted", "offers", "expected"),
    [
        ("csv", SELECT, CSV),
        ("CSV", SELECT, CSV),
        (" tsv ", SELECT, TSV),
        ("json", SELECT, JSON),
        ("json", GRAPH, JSONLD),
        ("xml", SELECT, XML),
        ("xml", GRAPH, RDFXML),
        ("ttl", GRAPH, TURTLE),
        ("html", GRAPH, HTML),
        ("srj", SELECT, JSON),
        ("text/csv", SELECT, CSV),
        ("application/json", SELECT, JSON),
        ("application/sparql-results json", SELECT, JSON),
        ("application/rdf+xml", GRAPH, RDFXML),
    ],
)
def test_format_wins_over_accept(wanted, offers, expected):
    assert negotiate(["image/png"], offers, wanted) is expected


@pytest.mark.parametrize(
    ("wanted", "offers"), [("turtle", SELECT), ("csv", GRAPH), ("excel", SELECT), ("", SELECT)]
)
def test_a_format_not_on_offer_is_told(wanted, offers):
    with pytest.raises(NotAcceptable, match=f"format is {wanted!r}"):
        negotiate(["*/*"], offers, wanted)


def test_offers_depend_on_the_form():
    assert offers_for("select") == offers_for("ask") == (*SOLUTIONS_FORMATS, HTML)
    assert offers_for("construct") == offers_for("describe") == (*GRAPH_FORMATS, HTML)


header_text = st.text(alphabet='abtexlhmcsvjon/*;=q0.15, "\\+-', max_size=60)


@given(st.lists(header_text, max_size=3))
def test_any_header_gives_an_offer_or_says_what_there_is(headers):
    try:
        assert negotiate(headers, SELECT) in SELECT
    except NotAcceptable as error:
        assert len(error.extras["offers"]) == len(SELECT)  # noqa: PT017 - either outcome is right


@given(header_text)
def test_any_header_gives_a_language_and_a_coding(header):
    assert negotiate_language(header, ("en", "fi"), "en") in ("en", "fi")
    try:
        assert negotiate_encoding(header, ("br", "gzip")) in ("br", "gzip", "identity")
    except NotAcceptable as error:
        assert "identity" in error.extras["offers"]  # noqa: PT017 - either outcome is right


LANGUAGES = ("en", "fi", "sv", "et")


@pytest.mark.parametrize(
    ("header", "expected", "reason"),
    [
        (None, "en", "no header"),
        ("", "en", "an empty header"),
        ("fi", "fi", "named"),
        ("FI", "fi", "no letter case"),
        ("fi-FI", "fi", "lookup shortens the range (RFC 4647, section 3.4)"),
        ("sv-Latn-FI-x-a", "sv", "by more than one subtag, and a single letter goes with its neighbour"),
        ("de", "en", "nothing fits: the default"),
        ("de, et;q=0.5", "et", "the next best"),
        ("sv;q=0.5, et;q=0.9", "et", "quality"),
        ("sv, et", "sv", "equal quality: the earlier"),
        ("et, sv", "et", "equal quality: the earlier"),
        ("*", "en", "anything: the default"),
        ("de, *;q=0.1", "en", "anything else"),
        ("en;q=0, *", "fi", "anything but the default"),
        ("en;q=0", "en", "a page in a refused language is better than none"),
        ("fi;q=0, fi-FI, sv;q=0.1", "sv", "a refused language is not let in by a longer range"),
        ("fi;q=2, sv;q=0.1", "sv", "malformed: skipped"),
        ("en-GB,en;q=0.9,fi;q=0.8", "en", "a browser"),
    ],
)
def test_languages(header, expected, reason):
    assert negotiate_language(header, LANGUAGES, "en") == expected, reason


@pytest.mark.parametrize(
    ("header", "available", "expected", "reason"),
    [
        (None, ("br", "gzip"), "identity", "no header: no coding is sure to be understood"),
        ("", ("br", "gzip"), "identity", "an empty header wants none"),
        ("gzip", ("br", "gzip"), "gzip", "named"),
        ("GZip", ("br", "gzip"), "gzip", "no letter case"),
        ("x-gzip", ("br", "gzip"), "gzip", "its old name (section 8.4.1.3)"),
        ("gzip, deflate, br, zstd", ("br", "zstd", "gzip"), "br", "equal quality: our order"),
        ("gzip;q=1.0, br;q=0.5", ("br", "gzip"), "gzip", "quality"),
        ("br;q=0, gzip", ("br", "gzip"), "gzip", "one refused"),
        ("*", ("br", "gzip"), "br", "anything"),
        ("br;q=0, *", ("br", "gzip"), "gzip", "anything but one"),
        ("deflate", ("br", "gzip"), "identity", "none of ours"),
        ("identity", ("br", "gzip"), "identity", "none wanted"),
        ("gzip;q=0.5, identity", ("br", "gzip"), "identity", "none preferred"),
        ("gzip;q=0.5, identity;q=0.5", ("br", "gzip"), "gzip", "equal quality: the smaller"),
        ("identity;q=0", ("br", "gzip"), "NotAcceptable", "the plain form refused and nothing named"),
        ("identity;q=0, *", ("br", "gzip"), "br", "anything but the plain form"),
        ("identity;q=0, gzip", ("br", "gzip"), "gzip", "anything but the plain form"),
        ("*;q=0", ("br", "gzip"), "NotAcceptable", "everything refused"),
        ("*;q=0, identity", ("br", "gzip"), "identity", "everything refused but the plain form"),
        ("*;q=0, gzip", ("br", "gzip"), "gzip", "everything refused but one"),
        ("*;q=0, gzip", ("br",), "NotAcceptable", "and that is not here"),
        ("gzip", (), "identity", "nothing is here"),
        ("gzip;q=0", ("gzip",), "identity", "the only one refused"),
        ("gzip;q=9", ("gzip",), "identity", "malformed: skipped"),
    ],
)  # fmt: skip
def test_codings(header, available, expected, reason):
    if expected == "NotAcceptable":
        with pytest.raises(NotAcceptable, match="refuses the plain form"):
            negotiate_encoding(header, available)
    else:
        assert negotiate_encoding(header, available) == expected, reason

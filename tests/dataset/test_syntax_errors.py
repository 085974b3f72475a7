"""What a syntax error says: where, and what was expected, in a line."""

import pytest
from pyoxigraph import RdfFormat, Store, parse

from lupaus.dataset.syntax import locate, source_error


def query_error(text):
    with pytest.raises(SyntaxError) as caught:
        Store().query(text)
    return caught.value


def document_error(text):
    with pytest.raises(SyntaxError) as caught:
        list(parse(text, RdfFormat.TURTLE))
    return caught.value


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT", 1, 7),
        ("SELECT * {", 1, 11),
        ("SELECT *\n{ ?s ?p }", 2, 10),
        ("PREFIX e: <http://e/>\nSELECT * { ?s e:p }", 2, 20),
    ],
)
def test_a_query_error_has_its_place_and_fits_a_line(query, line, column):
    message, *place = locate(query_error(query))
    assert place == [line, column]
    assert message.startswith("expected ")
    assert "\n" not in message
    assert len(message) <= 205


@pytest.mark.parametrize(
    ("text", "said", "line", "column"),
    [
        ("<http://a> a .", ". is not a valid RDF object", 1, 14),
        ("<http://a> e:b 1 .", "The prefix e: has not been declared", 1, 12),
        ('\n\n<http://a> <http://b> "x', "Unexpected end of file", 3, 23),
        ("<http://a> <http://b> <c> .", "No scheme found in an absolute IRI", 1, 23),
        ("<http://a> <http://b> <http://c d> .", "Invalid IRI code point ' '", 1, 23),
        ("@prefix e: <http://e/> \ne:a e:b 1 .", "A dot is expected", 2, 1),
    ],
)
def test_a_document_error_has_its_place_without_saying_it_twice(text, said, line, column):
    message, *place = locate(document_error(text))
    assert message.startswith(said)
    assert place == [line, column]
    assert "at line" not in message


def test_the_grammars_character_classes_are_left_out():
    message = locate(query_error("SELECT * {\n ?s ?p  "))[0]
    assert "u{" not in message
    assert '"("' in message


def test_a_source_error_names_the_file_first():
    error = source_error(document_error("nonsense"), "data/x.ttl")
    assert str(error).startswith("data/x.ttl:1:1: ")
    assert (error.path, error.line, error.column) == ("data/x.ttl", 1, 1)

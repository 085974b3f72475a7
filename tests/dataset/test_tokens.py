"""Where a subject and a predicate stand in a file."""

import pytest

from lupaus.dataset.tokens import Outline, tokenize

PREFIX = "@prefix e: <http://e/> .\n"


@pytest.mark.parametrize(
    ("body", "subject", "predicate", "line"),
    [
        ("e:a e:p 1 .", "http://e/a", None, 2),
        ("\n\ne:a e:p 1 .", "http://e/a", None, 4),
        ("<http://e/a>\n e:p 1 ;\n e:q 2 .", "http://e/a", "http://e/q", 4),
        ("e:a e:p e:b .\ne:b e:p 1 .", "http://e/b", None, 3),  # an object is no subject
        ('e:a e:p "e:b e:q 1 ." .\ne:b e:q 1 .', "http://e/b", None, 3),  # nor is text
        ('e:a e:p """\ne:b .\n""" ; e:q 1 .', "http://e/a", "http://e/q", 4),
        ("e:a e:p 1.5 .\ne:b e:q 1 .", "http://e/b", None, 3),  # the point of a number ends nothing
        ("e:a.b e:p 1 .\ne:c e:q 1 .", "http://e/a.b", None, 2),
        (
            "e:a e:p [ e:q 1 ; e:r 2 ] ;\n e:q 3 .",
            "http://e/a",
            "http://e/q",
            3,
        ),  # inside the bracket is not below e:a
        ("e:a e:p ( 1 [ e:q 2 ] ) ;\n e:q 3 .", "http://e/a", "http://e/q", 3),
        ("e:a e:p 1 , 2 ,\n 3 .\ne:b e:p 1 .", "http://e/b", None, 4),
        ("# e:b e:p 1 .\ne:b e:p 1 .", "http://e/b", None, 3),
        ("e:a a e:T .", "http://e/a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", 2),
        ("e:a e:p e:x.\ne:b e:q 1 .", "http://e/b", None, 3),  # no space before the stop
        ("[] e:p 1 .\ne:b e:q 1 .", "http://e/b", None, 3),
        ("[ e:p 1 ] .\ne:b e:q 1 .", "http://e/b", None, 3),
        ("PREFIX f: <http://f/>\nf:a e:q 1 .", "http://f/a", None, 3),
        ("@prefix f: <http://f/> .\nf:a e:q 1 .", "http://f/a", None, 3),
        (r"e:a\/b e:q 1 .", "http://e/a/b", None, 2),
        (r"<http://e/\u00e4> e:q 1 .", "http://e/ä", None, 2),
        ("e:a e:p 'x'@en-GB ;\n e:q true .", "http://e/a", "http://e/q", 3),
        ("e:a e:p 'x'^^e:t ;\n e:q -1.0e5 .", "http://e/a", "http://e/q", 3),
    ],
)
def test_a_statement_is_found_on_its_line(body, subject, predicate, line):
    assert Outline(PREFIX + body).line(subject, predicate) == line


def test_a_predicate_that_is_not_there_gives_the_line_of_the_subject():
    assert Outline(PREFIX + "e:a e:p 1 .").line("http://e/a", "http://e/none") == 2
    assert Outline(PREFIX + "e:a e:p 1 .").line("http://e/none") is None


def test_tokens_know_their_column():
    assert [(t.text, t.line, t.column) for t in tokenize('<a> "ä"\n  ; #x')] == [
        ("<a>", 1, 1),
        ('"ä"', 1, 5),
        (";", 2, 3),
        ("#x", 2, 5),
    ]

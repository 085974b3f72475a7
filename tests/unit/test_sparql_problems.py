"""Problem documents (RFC 9457) of every error there is."""

import pytest

from lupaus import errors
from lupaus.errors import AnswerError, MethodNotAllowed, QuerySyntaxError, QueryTooComplex
from lupaus.sparql.problems import problem_of


def every(kind):
    return [kind, *(each for child in kind.__subclasses__() for each in every(child))]


@pytest.mark.parametrize("kind", every(AnswerError), ids=lambda kind: kind.__name__)
def test_every_error_has_one_shape(kind):
    document = problem_of(kind("What happened. What to do."), "http://localhost/").as_json()
    assert document == {
        "type": f"http://localhost/problems#{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": "What happened. What to do.",
    }


def test_types_are_told_apart():
    slugs = [kind.slug for kind in every(AnswerError)]
    assert len(set(slugs)) == len(slugs) == sum(issubclass(kind, AnswerError) for kind in vars(errors).values()
        if isinstance(kind, type))  # fmt: skip


def test_extension_members_follow_and_override_nothing():
    error = QueryTooComplex("x", limit=5, value=6, line=1, column=2, status=200, type="t")
    assert problem_of(error).as_json() == {
        "type": "https://w3id.org/lupaus/problems#query-too-complex",
        "title": QueryTooComplex.title,
        "status": 400,
        "detail": "x",
        "limit": 5,
        "value": 6,
        "line": 1,
        "column": 2,
    }


def test_headers_are_no_members():
    assert "headers" not in problem_of(MethodNotAllowed("x", headers={"Allow": "GET"})).as_json()


def test_text_and_fields():
    problem = problem_of(QuerySyntaxError("A <b> is missing."), "http://l/")
    assert problem.as_text() == (
        "400 The query has a syntax error\nA <b> is missing.\nhttp://l/problems#query-syntax\n"
    )
    assert problem.as_fields() == {
        "type": "http://l/problems#query-syntax",
        "title": "The query has a syntax error",
        "status": "400",
        "detail": "A <b> is missing.",
    }

"""Every row of the protocol table, through the pure functions and the engine alone."""

import pyoxigraph
import pytest
from table import ROWS, Row

from lupaus.errors import AnswerError, MethodNotAllowed, UnsupportedMediaType
from lupaus.media import GRAPH_FORMATS, HTML, Format
from lupaus.sparql.accept import negotiate, offers_for
from lupaus.sparql.guard import QueryFacts, inspect
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.sparql.problems import problem_of
from lupaus.sparql.protocol import parse_request


def parts_of(row: Row) -> tuple[str | None, list[str]]:
    types = [value for name, value in row.headers if name == "Content-Type"]
    return (types[0] if types else None), [value for name, value in row.headers if name == "Accept"]


def serialise(facts: QueryFacts, format_: Format) -> str:
    if format_ is HTML:
        return ""
    results = pyoxigraph.Store().query(facts.text)
    if not format_.ask and facts.form == "ask":
        return ""
    family = pyoxigraph.QueryResultsFormat if facts.form in ("select", "ask") else pyoxigraph.RdfFormat
    kind = family.from_media_type(format_.media_type)
    return results.serialize(format=kind).decode()


def answer(row: Row) -> tuple[int, str, str]:
    """What a server made of these functions would send."""
    content_type, accept = parts_of(row)
    try:
        request = parse_request(row.method, row.target.encode(), content_type, row.body, DEFAULT_LIMITS)
        if request is None:
            return 200, negotiate(accept, (*GRAPH_FORMATS, HTML)).content_type, ""
        facts = inspect(request.query, DEFAULT_LIMITS)
        format_ = negotiate(accept, offers_for(facts.form), request.format)
    except AnswerError as error:
        return error.status, "application/problem+json", problem_of(error).detail
    return 200, format_.content_type, serialise(facts, format_)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_row(row):
    status, content_type, text = answer(row)
    assert (status, content_type) == (row.status, row.content_type), text
    if row.method != "HEAD":
        assert row.contains in text


def test_the_table_is_a_table():
    assert len(ROWS) >= 140
    assert len({row.name for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if row.status == 415], ids=lambda row: row.name)
def test_an_unread_type_names_those_that_are_read(row):
    with pytest.raises(UnsupportedMediaType) as caught:
        parse_request(row.method, row.target.encode(), parts_of(row)[0], row.body, DEFAULT_LIMITS)
    header = "Accept-Query" if row.method == "QUERY" else "Accept-Post"
    assert "application/sparql-query" in caught.value.headers[header]


@pytest.mark.parametrize("row", [row for row in ROWS if row.status == 405], ids=lambda row: row.name)
def test_a_method_not_taken_names_those_that_are(row):
    with pytest.raises(MethodNotAllowed) as caught:
        parse_request(row.method, row.target.encode(), None, row.body, DEFAULT_LIMITS)
    assert caught.value.headers["Allow"] == "GET, HEAD, POST, QUERY, OPTIONS"

"""What parse_request makes of a request; statuses and answers are in the protocol table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.errors import AnswerError, QueryTooLarge
from lupaus.media import FORM_TYPE, QUERY_TYPE
from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.sparql.protocol import ALLOW, QueryRequest, dataset_of, parse_request

G = "http://e/g"


def parse(method="GET", target="", content_type=None, body=""):
    return parse_request(method, target.encode(), content_type, body.encode(), DEFAULT_LIMITS)


FULL = f"query=ASK%7B%7D&default-graph-uri={G}1&named-graph-uri={G}2&default-graph-uri={G}3&format=json&timeout=2s"
WANTED = QueryRequest("ASK{}", (G + "1", G + "3"), (G + "2",), "json", 2000)


@pytest.mark.parametrize(
    ("request_", "origin"),
    [
        (parse("GET", FULL), "get"),
        (parse("HEAD", FULL), "get"),
        (parse("POST", "", FORM_TYPE, FULL), "form"),
        (parse("POST", FULL.partition("&")[2], QUERY_TYPE, "ASK{}"), "direct"),
        (parse("QUERY", FULL.partition("&")[2], QUERY_TYPE, "ASK{}"), "query"),
    ],
)
def test_four_ways_in_one_value(request_, origin):
    assert request_ == QueryRequest(
        *[getattr(WANTED, name) for name in list(WANTED.__dataclass_fields__)[:-1]], origin
    )


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("target", ["", "&", "format=turtle", "default-graph-uri=relative"])
def test_no_query_asks_for_the_description(method, target):
    assert parse(method, target) is None


def test_options_is_allowed():
    assert "OPTIONS" in ALLOW


def test_graphs_of_form_and_url_are_joined_and_each_is_named_once():
    request = parse(
        "POST",
        f"default-graph-uri={G}1&default-graph-uri={G}2",
        FORM_TYPE,
        f"query=ASK{{}}&default-graph-uri={G}2",
    )
    assert request.default_graph_uris == (G + "2", G + "1")


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [("1500", 1500), ("1500ms", 1500), ("1.5s", 1500), ("0.6", 1), ("0.001s", 1), ("+10", 10)],
)
def test_a_timeout_has_a_unit(text, milliseconds):
    assert parse("GET", f"query=ASK&timeout={text}").timeout_ms == milliseconds


@pytest.mark.parametrize("text", ["", "0", "0.1", "1e3", "1 s", "1m", "inf", "ms", "1,5", "9" * 10, "%D9%A1"])
def test_a_bad_timeout_is_refused(text):
    with pytest.raises(AnswerError, match="timeout is"):
        parse("GET", f"query=ASK&timeout={text}")


@pytest.mark.parametrize(("target", "body"), [(200_001, 0), (0, 200_001)])
def test_sizes_are_bounded(target, body):
    with pytest.raises(QueryTooLarge, match="200001 bytes; this endpoint takes 200000"):
        parse("POST", "a" * target, FORM_TYPE, "a" * body)


@pytest.mark.parametrize(
    ("target", "query", "default", "named"),
    [
        ("", "ASK {}", None, None),
        ("", f"ASK FROM <{G}> {{}}", (G,), ()),
        ("", f"ASK FROM NAMED <{G}> {{}}", (), (G,)),
        (f"&default-graph-uri={G}1", f"ASK FROM <{G}> FROM NAMED <{G}2> {{}}", (G + "1",), ()),
        (f"&named-graph-uri={G}1", f"ASK FROM <{G}> {{}}", (), (G + "1",)),
    ],
)
def test_the_dataset_of_the_protocol_replaces_that_of_the_query(target, query, default, named):
    request = parse("GET", "query=x" + target)
    assert dataset_of(request, inspect(query, DEFAULT_LIMITS)) == (default, named)


@given(
    st.sampled_from(["GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "post", ""]),
    st.one_of(st.binary(max_size=60), st.text(alphabet="query=&%+;0aF.-grph\x00", max_size=60).map(str.encode)),
    st.one_of(st.none(), st.sampled_from([FORM_TYPE, QUERY_TYPE, "a/b;charset=utf-8"]), st.text(max_size=20)),
    st.one_of(st.binary(max_size=60), st.text(alphabet="query=&%+;0aF.-grph\x00", max_size=60).map(str.encode)),
)
def test_any_request_is_a_value_or_an_answer_error(method, target, content_type, body):
    try:
        request = parse_request(method, target, content_type, body, DEFAULT_LIMITS)
    except AnswerError as error:
        assert error.status in (400, 403, 405, 413, 415)  # noqa: PT017 - either outcome is right
    else:
        assert request is None or "\0" not in request.query

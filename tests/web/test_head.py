"""Heads that are looked at no further, and fields that once cost more than they should."""

import json

import pytest

from lupaus.errors import BadRequest, FieldsTooLarge, NotFound, QueryTooLarge, RangeNotSatisfiable
from lupaus.media import SOLUTIONS_FORMATS
from lupaus.sparql.accept import negotiate
from lupaus.web.document import read_range
from lupaus.web.head import MOST_FIELD_BYTES, head_error
from lupaus.web.headers import read_http_date

HOST = (b"host", b"x")

HEADS = [
    (b"/", [HOST], "1.1", None, "as it should be"),
    (b"/", [], "1.0", None, "HTTP/1.0 has no Host"),
    (b"/", [(b"host", b"")], "1.1", None, "empty, where the target has no authority"),
    (b"/", [(b"host", b"[::1]:8000")], "1.1", None, "an address of IPv6"),
    (b"/", [(b"host", b"xn--e1a.example:443")], "1.1", None, "a name and a port"),
    (b"/", [], "1.1", BadRequest, "no Host"),
    (b"/", [HOST, HOST], "1.1", BadRequest, "two, even if they agree"),
    (b"/", [(b"host", b"a b")], "1.1", BadRequest, "a space"),
    (b"/", [(b"host", b"a/b")], "1.1", BadRequest, "a path"),
    (b"/", [(b"host", b"a:b")], "1.1", BadRequest, "a port that is none"),
    (b"/", [(b"host", b"u@a")], "1.1", BadRequest, "a user"),
    (b"/", [], "0.9", BadRequest, "too old"),
    (b"/", [HOST, (b"a", b"b" * (MOST_FIELD_BYTES - 6))], "1.1", None, "the most there may be"),
    (b"/", [HOST, (b"a", b"b" * (MOST_FIELD_BYTES - 5))], "1.1", FieldsTooLarge, "a byte more"),
    (b"/" + b"a" * 8_191, [HOST], "1.1", None, "the longest path"),
    (b"/" + b"a" * 8_192, [HOST], "1.1", NotFound, "a longer one"),
    (b"/?" + b"a" * 65_533, [HOST], "1.1", None, "the longest address"),
    (b"/?" + b"a" * 65_534, [HOST], "1.1", QueryTooLarge, "a longer one"),
    (b"/?" + b"a&" * 999 + b"a", [HOST], "1.1", None, "the most parameters"),
    (b"/?" + b"a&" * 1_000 + b"a", [HOST], "1.1", BadRequest, "one more"),
]


@pytest.mark.parametrize(("target", "fields", "version", "error", "reason"), HEADS)
def test_a_head_is_taken_or_refused(target, fields, version, error, reason):
    found = head_error(target, fields, version)
    assert type(found) is (error or type(None)), reason


def test_a_refused_head_is_answered_with_a_problem_and_the_connection_closed(server):
    received = server.exchange(b"GET / HTTP/1.1\r\n\r\n")
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"connection: close" in head.lower()
    assert json.loads(body)["status"] == 400


def test_a_long_address_is_told_the_way_out(server):
    received = server.exchange(b"GET /?" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    if received:  # it may be longer than this server's head altogether
        assert received.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "text", ["Mon, 01 Jan 2024 00:00:00 +99999999999999999999", "Mon, 01 Jan 2024 " + "9" * 5_000]
)
def test_a_date_beyond_all_measure_is_no_date(text):
    assert read_http_date(text) is None


@pytest.mark.parametrize(
    "text", ["bytes=" + "9" * 5_000 + "-", "bytes=\u00b2-", "bytes=-\u00b3", "bytes=-", "bytes=1", "x=1-2"]
)
def test_a_range_that_is_none_is_ignored(text):
    assert read_range(text, 10) is None


def test_a_range_past_the_end_is_refused():
    with pytest.raises(RangeNotSatisfiable):
        read_range("bytes=" + "9" * 18 + "-", 10)


def test_no_more_of_accept_is_read_than_a_browser_sends():
    padding = "a/b," * 200
    assert negotiate([f"{padding[4:]}text/csv"], SOLUTIONS_FORMATS).name == "csv"
    with pytest.raises(Exception, match="names no format"):
        negotiate([f"{padding}text/csv"], SOLUTIONS_FORMATS)

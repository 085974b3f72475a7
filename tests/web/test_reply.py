"""Replies and header fields: what every answer carries, and when a client's copy is good."""

from datetime import UTC, datetime, timedelta

import pytest

from lupaus.web.headers import COMMON, PAGE, http_date, link, preflight, read, read_http_date
from lupaus.web.reply import Reply, is_current

RELEASED = datetime(2026, 8, 21, 12, 0, 0, tzinfo=UTC)
REPLY = Reply(
    200,
    (
        (b"content-type", b"text/turtle; charset=utf-8"),
        (b"etag", b'"abc"'),
        (b"last-modified", http_date(RELEASED).encode()),
        (b"vary", b"Accept"),
        (b"cache-control", b"public, max-age=300"),
        (b"content-encoding", b"gzip"),
    ),
    b"body",
)

CONDITIONS = [
    ({}, False, "no condition"),
    ({b"if-none-match": b'"abc"'}, True, "the same"),
    ({b"if-none-match": b'W/"abc"'}, True, "weak comparison"),
    ({b"if-none-match": b'"x", "abc"'}, True, "one of several"),
    ({b"if-none-match": b"*"}, True, "whatever there is"),
    ({b"if-none-match": b'"abcd"'}, False, "another"),
    ({b"if-none-match": b"abc"}, False, "no quotes, no tag"),
    ({b"if-none-match": b""}, False, "no tag at all"),
    ({b"if-modified-since": http_date(RELEASED).encode()}, True, "the same second"),
    ({b"if-modified-since": http_date(RELEASED + timedelta(days=1)).encode()}, True, "later"),
    ({b"if-modified-since": http_date(RELEASED - timedelta(seconds=1)).encode()}, False, "earlier"),
    ({b"if-modified-since": b"yesterday"}, False, "no date"),
    ({b"if-modified-since": b"Fri, 21 Aug 2026 12:00:00"}, False, "no zone"),
    (
        {b"if-none-match": b'"x"', b"if-modified-since": http_date(RELEASED).encode()},
        False,
        "the tag decides",
    ),
]


@pytest.mark.parametrize(("conditions", "expected", "reason"), CONDITIONS)
def test_a_copy_is_current_by_tag_before_date(conditions, expected, reason):
    assert is_current(REPLY, list(conditions.items())) is expected, reason


def test_a_reply_without_a_tag_is_never_current():
    plain = Reply(200, ((b"last-modified", http_date(RELEASED).encode()),), b"")
    assert not is_current(plain, [(b"if-none-match", b"*")])


def test_the_length_and_the_common_fields_are_added():
    headers = REPLY.start["headers"]
    assert (b"content-length", b"4") in headers
    assert set(COMMON) <= set(headers)


def test_a_304_repeats_what_a_cache_needs_and_no_more():
    names = {name for name, _ in REPLY.unchanged["headers"]}
    assert {b"etag", b"vary", b"cache-control", b"last-modified"} <= names
    assert not names & {b"content-length", b"content-type", b"content-encoding"}


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_that_can_have_no_body_has_no_length(status):
    assert b"content-length" not in dict(Reply(status).start["headers"])


def test_cors_is_open_and_never_with_credentials():
    fields = dict(COMMON)
    assert fields[b"access-control-allow-origin"] == b"*"
    assert b"access-control-allow-credentials" not in {**fields, **dict(preflight(["GET"]))}
    assert b"ETag" in fields[b"access-control-expose-headers"]


def test_a_preflight_names_the_methods_and_how_long_it_holds():
    fields = dict(preflight(["GET", "POST"]))
    assert fields[b"allow"] == fields[b"access-control-allow-methods"] == b"GET, OPTIONS, POST"
    assert int(fields[b"access-control-max-age"]) > 0


def test_pages_load_nothing_from_elsewhere_and_run_nothing_within_them():
    policy = dict(PAGE)[b"content-security-policy"].decode()
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_fields_on_several_lines_are_joined():
    lines = [(b"accept", b"text/turtle"), (b"x", b"y"), (b"accept", b"*/*;q=0.1")]
    assert read(lines, b"accept") == {b"accept": "text/turtle, */*;q=0.1"}


def test_a_date_survives_the_round_trip():
    assert read_http_date(http_date(RELEASED)) == RELEASED


def test_a_link_has_its_relation_and_attributes():
    assert (
        link("/doc/x.ttl", "alternate", type="text/turtle") == '</doc/x.ttl>; rel="alternate"; type="text/turtle"'
    )

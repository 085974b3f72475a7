"""Content codings of query answers over a real socket (RFC 9110, sections 8.4 and 12.5.3)."""

import threading
import tracemalloc
from dataclasses import replace

import pytest
from live_server import SETTINGS, live_site
from test_compression import UNPACK
from test_stream import wait_until

CODINGS = ["identity", "gzip", "br", "zstd"]
BODY = b"Helsinki,Stockholm,Tallinn,Turku\r\n" * 300
LARGE = [bytes(range(256)) * 256] * 40


def query(name):
    return {"query": f'ASK{{FILTER("{name}")}}'}


def get(client, name, codings, method="GET"):
    """Status, headers and the bytes as sent."""
    headers = {} if codings is None else {"accept-encoding": codings}
    if codings is None:
        del client.headers["accept-encoding"]
    with client.stream(method, "/sparql", params=query(name), headers=headers) as answer:
        return answer.status_code, answer.headers, b"".join(answer.iter_raw())


@pytest.fixture
def client(scripted, scripted_server):
    scripted.scripts["body"] = [BODY]
    scripted.scripts["small"] = [b"small"]
    scripted.scripts["large"] = LARGE
    with scripted_server.client() as http:
        yield http


@pytest.mark.parametrize("first", CODINGS)
def test_another_coding_is_made_of_the_kept_answer(scripted, client, first):
    tags = set()
    for coding in [first, *(other for other in CODINGS if other != first)] * 2:
        status, headers, sent = get(client, "body", coding)
        assert status == 200
        assert headers.get("content-encoding", "identity") == coding
        assert UNPACK[coding](sent) == BODY
        assert int(headers["content-length"]) == len(sent)
        assert {"Accept", "Accept-Encoding"} <= set(headers["vary"].split(", "))
        _, headed, nothing = get(client, "body", coding, "HEAD")
        assert nothing == b""
        for name in ("etag", "content-length", "content-encoding", "content-type", "vary"):
            assert headed.get(name) == headers.get(name)
        assert not headers["etag"].startswith("W/")
        tags.add(headers["etag"])
    assert len(tags) == 4, "each coding has its tag"
    assert len(scripted.requests) == 1


def test_questions_at_once_in_several_codings_are_asked_once(scripted, scripted_server):
    gate = threading.Event()
    scripted.scripts["same"] = [gate, BODY]
    results = {}

    def work(coding):
        with scripted_server.client() as client:
            results[coding] = get(client, "same", coding)

    threads = [threading.Thread(target=work, args=(coding,)) for coding in CODINGS]
    for thread in threads:
        thread.start()
    wait_until(lambda: scripted_server.front.flights.joined == 3)
    gate.set()
    for thread in threads:
        thread.join(10)
    for coding, (status, headers, sent) in results.items():
        assert status == 200
        assert headers.get("content-encoding", "identity") == coding
        assert UNPACK[coding](sent) == BODY
    assert len(results) == 4
    assert len(scripted.requests) == 1


def test_without_a_cache_those_who_wait_share_all_the_same(scripted, small_site):
    gate = threading.Event()
    scripted.scripts["same"] = [gate, BODY]
    results = []
    with live_site(small_site, scripted, replace(SETTINGS, cache_mib=0)) as server:

        def work(coding):
            with server.client() as client:
                results.append(UNPACK[coding](get(client, "same", coding)[2]))

        threads = [threading.Thread(target=work, args=(coding,)) for coding in CODINGS]
        for thread in threads:
            thread.start()
        wait_until(lambda: server.front.flights.joined == 3)
        gate.set()
        for thread in threads:
            thread.join(10)
    assert results == [BODY] * 4
    assert len(scripted.requests) == 1


CHOICES = [
    (None, "identity", "no field"),
    ("", "identity", "an empty field"),
    ("*", "br", "anything"),
    ("gzip, deflate, br, zstd", "br", "a browser"),
    ("gzip;q=1.0, br;q=0.5", "gzip", "what it likes best"),
    ("gzip;q=0, *", "br", "all but one"),
    ("br;q=0, *", "zstd", "all but another"),
    ("identity;q=0", 406, "no bytes at all"),
    ("identity;q=0, br", "br", "nothing plain"),
    ("*;q=0, zstd;q=0.001", "zstd", "one only"),
    ("*;q=0", 406, "nothing"),
    ("identity, gzip;q=0.9", "identity", "plain is better"),
    ("GZIP", "gzip", "names have no case (section 8.4.1)"),
    ("x-gzip", "gzip", "an old name (section 8.4.1.3)"),
    ("compress, snappy", "identity", "unknown ones"),
    ("gzip;q=2", "identity", "no weight"),
    ("gzip;q=0.1234", "identity", "one digit too many"),
    (";;,,=", "identity", "garbage"),
]


@pytest.mark.parametrize(("field", "coding", "reason"), CHOICES)
@pytest.mark.parametrize("name", ["body", "small"])
def test_the_weights_are_heeded(client, name, field, coding, reason):
    plain = {"body": BODY, "small": b"small"}[name]
    status, headers, sent = get(client, name, field)
    if coding == 406:
        assert status == 406, reason
        return
    used = headers.get("content-encoding", "identity")
    small_and_plain = name == "small" and used == "identity" and "identity;q=0" not in (field or "")
    assert used == coding or (small_and_plain and "*;q=0" not in (field or "")), reason
    assert UNPACK[used](sent) == plain


def test_a_small_answer_has_one_tag_whatever_coding_it_is_not_in(scripted, client):
    tags = {get(client, "small", coding)[1]["etag"] for coding in CODINGS}
    assert len(tags) == 1
    assert len(scripted.requests) == 1


def test_a_large_answer_is_never_in_a_coding_that_was_refused(client):
    for field, coding in [
        ("gzip", "gzip"),
        ("br, gzip;q=0.1", "gzip"),
        ("br", "identity"),
        ("gzip;q=0", "identity"),
    ]:
        status, headers, sent = get(client, "large", field)
        assert (status, headers.get("content-encoding", "identity")) == (200, coding)
        assert UNPACK[coding](sent) == b"".join(LARGE)
        assert "Accept-Encoding" in headers["vary"]
    assert get(client, "large", "br, identity;q=0")[0] == 406


class Blocks(list):
    """Equal blocks, each made when it is wanted."""

    def __iter__(self):
        return (bytes(bytearray(self[0])) for _ in range(1_024))


def test_a_large_answer_is_packed_in_bounded_memory(scripted, scripted_server):
    """64 MiB pass through, and never more than a few of them are there at once."""
    block = bytes(range(256)) * 256
    scripted.scripts["huge"] = Blocks([block])
    size = 0
    with scripted_server.client() as client:
        tracemalloc.start()
        try:
            with client.stream(
                "GET", "/sparql", params=query("huge"), headers={"accept-encoding": "gzip"}
            ) as answer:
                assert answer.headers["content-encoding"] == "gzip"
                for part in answer.iter_bytes():
                    size += len(part)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert size == 1_024 * len(block)
    assert peak < 16 * 1_048_576, "what is held back for the cache, and a little more"

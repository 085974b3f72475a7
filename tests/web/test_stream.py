"""Answers in parts: when the status is decided, how a failure midway looks, who stops when a client leaves."""

import gzip
import http.client
import json
import threading
import time
import zlib

import httpx
import pytest
from live_server import SETTINGS, live_site

from lupaus.engine.base import AnswerCut
from lupaus.errors import (
    AnswerTooLarge,
    DeadlineExceeded,
    EngineFailed,
    MemoryExceeded,
    QueueFull,
    TooManyRequests,
)
from lupaus.web.answering import client_of

MIB = 1_048_576
BLOCK = b"x" * 65_536
LARGE = [BLOCK] * 40
TARGET = "/sparql?query=ASK%7BFILTER(%22NAME%22)%7D"


def ask(name, fields=b""):
    """A raw request whose query names a script."""
    return b"GET " + TARGET.replace("NAME", name).encode() + b" HTTP/1.1\r\nHost: x\r\n" + fields + b"\r\n"


def query(name):
    return {"query": f'ASK{{FILTER("{name}")}}'}


def dechunk(received):
    """Status, body and whether the last chunk (RFC 9112, section 7.1) is there."""
    head, _, rest = received.partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head.lower()
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        if length == 0:
            return head, body, True
        body += rest[:length]
        rest = rest[length + 2 :]
    return head, body, False


def test_a_small_answer_has_a_length(scripted, scripted_server):
    scripted.scripts["small"] = [b"abc", b"def"]
    with scripted_server.client() as client:
        answer = client.get("/sparql", params=query("small"))
    assert answer.content == b"abcdef"
    assert answer.headers["content-length"] == "6"


def test_a_large_answer_is_streamed_to_its_last_chunk(scripted, scripted_server):
    scripted.scripts["large"] = LARGE
    head, body, is_whole = dechunk(scripted_server.exchange(ask("large", b"Connection: close\r\n")))
    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == b"".join(LARGE)
    assert is_whole
    assert scripted.closed == 1


def test_a_large_answer_is_streamed_compressed(scripted, scripted_server):
    scripted.scripts["large"] = LARGE
    fields = b"Accept-Encoding: gzip\r\nConnection: close\r\n"
    head, body, is_whole = dechunk(scripted_server.exchange(ask("large", fields)))
    assert b"content-encoding: gzip" in head
    assert is_whole
    assert gzip.decompress(body) == b"".join(LARGE)


@pytest.mark.parametrize("coding", [b"identity", b"gzip"])
def test_a_cut_answer_cannot_be_taken_for_a_whole_one(scripted, scripted_server, coding):
    scripted.scripts["cut"] = [*LARGE, AnswerCut("secret reason")]
    received = scripted_server.exchange(ask("cut", b"Accept-Encoding: " + coding + b"\r\n"))
    head, body, is_whole = dechunk(received)
    assert head.startswith(b"HTTP/1.1 200 ")
    assert not is_whole
    assert b"secret" not in received
    if coding == b"gzip":
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        stream.decompress(body)
        assert not stream.eof
    connection = http.client.HTTPConnection("127.0.0.1", scripted_server.port, timeout=10)
    connection.request("GET", TARGET.replace("NAME", "cut"), headers={"Accept-Encoding": coding.decode()})
    answer = connection.getresponse()
    with pytest.raises(http.client.IncompleteRead):
        answer.read()
    answer.close()
    connection.close()


def cut_by(error):
    """The failure of a running answer, as the engine raises it."""
    cut = AnswerCut("secret reason")
    cut.__cause__ = error
    return cut


@pytest.mark.parametrize(
    ("cause", "status", "slug"),
    [(DeadlineExceeded("It ran too long."), 504, "deadline-exceeded"), (None, 500, "engine-failed")],
)
def test_a_failure_within_what_is_held_back_still_has_a_status(scripted, scripted_server, cause, status, slug):
    scripted.scripts["early"] = [b"some rows", cut_by(cause)]
    with scripted_server.client() as client:
        answer = client.get("/sparql", params=query("early"))
    assert answer.status_code == status
    assert answer.json()["type"].endswith("#" + slug)
    assert "secret" not in answer.text


def test_an_answer_that_keeps_its_reader_waiting_is_sent_as_it_comes(scripted, scripted_server):
    gate = threading.Event()
    scripted.scripts["slow"] = [b"first", 0.25, b"second", gate, b"third"]
    with scripted_server.connect() as sock:
        sock.sendall(ask("slow", b"Connection: close\r\n"))
        received = b""
        while b"second" not in received:
            received += sock.recv(1_000)
        assert b"third" not in received
        gate.set()
        while part := sock.recv(1_000):
            received += part
    assert dechunk(received)[1:] == (b"firstsecondthird", True)


def test_a_slow_but_small_answer_is_kept_for_the_next(scripted, scripted_server):
    scripted.scripts["slow"] = [b"first", 0.25, b"second", b"third"]
    with scripted_server.client() as client:
        first = client.get("/sparql", params=query("slow"))
        second = client.get("/sparql", params=query("slow"))
    assert first.content == second.content == b"firstsecondthird"
    assert second.headers["content-length"] == "16"
    assert len(scripted.requests) == 1


def test_a_large_answer_is_not_kept(scripted, scripted_server):
    scripted.scripts["large"] = LARGE
    with scripted_server.client() as client:
        for _ in range(2):
            assert len(client.get("/sparql", params=query("large")).content) == 40 * len(BLOCK)
    assert len(scripted.requests) == 2


def test_head_of_a_large_answer_stops_the_engine_after_its_beginning(scripted, scripted_server):
    scripted.scripts["large"] = LARGE
    with scripted_server.client() as client:
        answer = client.head("/sparql", params=query("large"))
        assert answer.status_code == 200
        assert "content-length" not in answer.headers
        assert client.get("/health").status_code == 200, "the connection is still good"
    assert scripted.closed == 1


def test_http_1_0_has_no_chunks_so_a_large_answer_is_refused(scripted, scripted_server):
    scripted.scripts["large"] = LARGE
    scripted.scripts["small"] = [b"abc"]
    large = scripted_server.exchange(ask("large").replace(b"HTTP/1.1", b"HTTP/1.0"))
    assert large.startswith(b"HTTP/1.1 413 ")
    small = scripted_server.exchange(ask("small").replace(b"HTTP/1.1", b"HTTP/1.0"))
    assert small.endswith(b"abc")


ERRORS = [
    DeadlineExceeded("It ran longer than 2 s.", limit=2_000),
    MemoryExceeded("It needed more."),
    QueueFull("Busy.", headers={"Retry-After": "3"}),
    TooManyRequests("Enough.", headers={"Retry-After": "7"}),
    EngineFailed("It broke."),
    AnswerTooLarge("Too long."),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: e.slug)
def test_each_error_of_the_engine_has_its_status(scripted, scripted_server, error):
    scripted.scripts["fails"] = [error]
    with scripted_server.client() as client:
        answer = client.get("/sparql", params=query("fails"))
        assert client.get("/sparql", params=query("fails")).status_code == error.status
    assert answer.status_code == error.status
    assert answer.json()["detail"] == error.detail
    for name, value in error.headers.items():
        assert answer.headers[name] == value
    assert len(scripted.requests) == 2, "errors are not kept"


def test_a_bug_is_told_without_its_details(scripted, scripted_server, caplog):
    scripted.scripts["bug"] = [ZeroDivisionError("/secret/path")]
    with scripted_server.client() as client:
        answer = client.get("/sparql", params=query("bug"))
    assert answer.status_code == 500
    assert answer.json()["type"].endswith("#internal-error")
    assert "secret" not in answer.text
    assert "ZeroDivisionError" in caplog.text, "but the log has them"


def wait_until(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.005)


def test_a_client_that_leaves_stops_the_query_before_its_first_chunk(scripted, scripted_server):
    scripted.scripts["never"] = [threading.Event()]
    with scripted_server.connect() as sock:
        sock.sendall(ask("never"))
        wait_until(lambda: scripted.requests)
    wait_until(lambda: scripted.cancelled == 1)
    wait_until(lambda: scripted_server.front.metrics.queries["gone"] == 1)


def test_a_client_that_leaves_stops_the_query_midway(scripted, scripted_server):
    scripted.scripts["midway"] = [*LARGE, threading.Event(), b"end"]
    with scripted_server.connect() as sock:
        sock.sendall(ask("midway"))
        sock.recv(1_000)
    wait_until(lambda: scripted.closed == 1)
    wait_until(lambda: scripted_server.front.metrics.queries["gone"] == 1)


def many(server, count, name="same", fields=None):
    results = []

    def work():
        with server.client() as client:
            results.append(client.get("/sparql", params=query(name), headers=fields))

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads, results


def test_identical_questions_at_once_are_asked_once(scripted, scripted_server):
    gate = threading.Event()
    scripted.scripts["same"] = [gate, b"answer"]
    threads, results = many(scripted_server, 6)
    flights = scripted_server.front.flights
    wait_until(lambda: flights.joined == 5)
    gate.set()
    for thread in threads:
        thread.join(10)
    assert [r.content for r in results] == [b"answer"] * 6
    assert len(scripted.requests) == 1
    assert scripted_server.front.metrics.queries["shared"] == 5


def test_identical_questions_with_a_large_answer_are_asked_side_by_side(scripted, scripted_server):
    gate, all_there = threading.Event(), threading.Event()
    scripted.scripts["same"] = [gate, *LARGE, all_there]
    threads, results = many(scripted_server, 3)
    wait_until(lambda: scripted_server.front.flights.joined == 2)
    gate.set()
    wait_until(lambda: len(scripted.requests) == 3)
    all_there.set()
    for thread in threads:
        thread.join(10)
    assert [len(r.content) for r in results] == [40 * len(BLOCK)] * 3
    assert len(scripted.requests) == 3


def test_a_deadline_of_the_leader_is_everyones(scripted, scripted_server):
    gate = threading.Event()
    scripted.scripts["same"] = [gate, DeadlineExceeded("too long")]
    threads, results = many(scripted_server, 3)
    wait_until(lambda: scripted_server.front.flights.joined == 2)
    gate.set()
    for thread in threads:
        thread.join(10)
    assert [r.status_code for r in results] == [504] * 3
    assert len(scripted.requests) == 1


def httpx_codings():
    """What httpx asks for depends on the libraries it finds."""
    return httpx.Client().headers["accept-encoding"].encode()


def test_when_the_leader_leaves_another_takes_over(scripted, scripted_server):
    gate = threading.Event()
    scripted.scripts["same"] = [gate, b"answer"]
    with scripted_server.connect() as leader:
        leader.sendall(ask("same", b"Accept: */*\r\nAccept-Encoding: " + httpx_codings() + b"\r\n"))
        wait_until(lambda: len(scripted.requests) == 1)
        threads, results = many(scripted_server, 2)
        wait_until(lambda: scripted_server.front.flights.joined >= 2)
    wait_until(lambda: len(scripted.requests) == 2)
    gate.set()
    for thread in threads:
        thread.join(10)
    assert [r.content for r in results] == [b"answer"] * 2


def test_what_bounds_a_query_reaches_the_engine(scripted, scripted_server):
    with scripted_server.client() as client:
        client.get("/sparql", params={**query("x"), "timeout": "300"})
        client.get("/sparql", params={**query("y"), "timeout": "999s"})
    short, capped = scripted.requests
    assert short.time_limit_ms == 300
    assert capped.time_limit_ms == SETTINGS.query_time_limit_ms
    assert short.client == "127.0.0.1"
    assert short.form == "ask"
    assert short.base_iri == "https://w3id.org/lupaus/"
    assert short.default_graphs is short.named_graphs is None


CLIENTS = [
    (("127.0.0.1", 1), "127.0.0.1"),
    (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
    (("2001:db8:1:2:ffff::1", 1), "2001:db8:1:2::/64"),
    (("::ffff:192.0.2.1", 1), "192.0.2.1"),
    (("a-socket", 0), "a-socket"),
    (None, ""),
]


@pytest.mark.parametrize(("client", "counted"), CLIENTS)
def test_a_client_is_an_address_or_the_network_of_one_subscriber(client, counted):
    assert client_of({"client": client}) == counted


def test_running_answers_are_finished_when_the_server_is_told_to_stop(scripted, small_site):
    gate = threading.Event()
    scripted.scripts["last"] = [gate, b"answer"]
    results = []
    with live_site(small_site, scripted) as server:
        threads, results = many(server, 1, "last")
        wait_until(lambda: scripted.requests)
        threading.Timer(0.3, gate.set).start()
    threads[0].join(10)
    assert [r.content for r in results] == [b"answer"]


def test_one_line_of_json_is_logged_for_each_request(scripted, small_site, tmp_path):
    with (tmp_path / "log").open("w") as stream, live_site(small_site, scripted, log=stream) as server:
        with server.client() as client:
            for _ in range(2):
                client.get("/sparql", params=query("x"))
            client.get("/doc/no%0Athing")
        wait_until(lambda: len((tmp_path / "log").read_text().splitlines()) == 3)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [line["outcome"] for line in lines[:2]] == ["computed", "cached"]
    assert lines[0]["query"] == lines[1]["query"]
    assert lines[2]["status"] == 404
    assert lines[2]["path"] == "/doc/no\nthing"
    assert all({"time", "method", "path", "status", "ms", "bytes"} <= set(line) for line in lines)
    assert "client" not in lines[0], "addresses are written only on request"

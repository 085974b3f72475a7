"""Requests that are huge, ambiguous or crooked. Each is answered in bounded time, and by nothing but what it may see."""

import contextlib
import gzip
import re
import socket
import threading
import time

import httpx
import pytest
from attack import Target, new_ask

pytestmark = pytest.mark.slow

OK = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
STATUS = re.compile(rb"HTTP/1\.[01] ([0-9]{3}) ")


def exchange(target: Target, data: bytes, within_s: float = 8.0) -> bytes:
    """Send ``data`` and read until the server closes.

    :raises TimeoutError: if it has not closed in time.
    """
    end = time.monotonic() + within_s
    with socket.create_connection(("127.0.0.1", target.port), timeout=within_s) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(data)
        got = b""
        while True:
            connection.settimeout(max(0.01, end - time.monotonic()))
            try:
                part = connection.recv(65_536)
            except ConnectionError:
                return got
            if not part:
                return got
            got += part


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in STATUS.findall(answer)]


HIDDEN = b"GET /style.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
"""What must not be answered when it stands in the body of another request."""

FORM = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"

SMUGGLED = {
    "two lengths": FORM + b"Content-Length: 6\r\nContent-Length: 60\r\n\r\nASK {}" + HIDDEN,
    "two equal lengths": FORM + b"Content-Length: 6\r\nContent-Length: 6\r\n\r\nASK {}" + HIDDEN,
    "a list of lengths": FORM + b"Content-Length: 6, 6\r\n\r\nASK {}" + HIDDEN,
    "length and chunks": FORM + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunks and length": FORM + b"Transfer-Encoding: chunked\r\nContent-Length: 200\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunked twice": FORM + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunked, then another": FORM + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN,
    "not quite chunked": FORM + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunked after a tab": FORM + b"Transfer-Encoding:\tchunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + HIDDEN,
    "space before the colon": FORM + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a folded line": FORM + b"X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 200\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a length with a sign": FORM + b"Content-Length: +6\r\n\r\nASK {}" + HIDDEN,
    "a hexadecimal length": FORM + b"Content-Length: 0x6\r\n\r\nASK {}" + HIDDEN,
    "a negative length": FORM + b"Content-Length: -1\r\n\r\nASK {}" + HIDDEN,
    "a length beyond 64 bits": FORM + b"Content-Length: 18446744073709551622\r\n\r\nASK {}" + HIDDEN,
    "a chunk beyond 64 bits": FORM + b"Transfer-Encoding: chunked\r\n\r\n10000000000000006\r\nASK {}\r\n0\r\n\r\n" + HIDDEN,
    "a chunk without an end": FORM + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}0\r\n\r\n" + HIDDEN,
    "bare CR": b"GET / HTTP/1.1\rHost: x\r\r" + HIDDEN,
    "NUL in a name": b"GET / HTTP/1.1\r\nHost: x\r\nX\x00: y\r\n\r\n" + HIDDEN,
}  # fmt: skip


@pytest.mark.parametrize("request_", SMUGGLED.values(), ids=SMUGGLED)
def test_no_request_hides_in_another(release_target, request_):
    answer = exchange(release_target, request_)
    assert len(statuses(answer)) <= 1, answer[:2_000]
    assert b"text/css" not in answer
    assert 500 not in statuses(answer)
    release_target.assert_unharmed()


ODD_HEADS = {
    "HTTP/1.0": (b"GET / HTTP/1.0\r\n\r\n", {200}),
    "HTTP/1.0 with a Host": (b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\nHost: x\r\n\r\n", {200}),
    "HTTP/0.9": (b"GET /\r\n\r\n", {400}),
    "HTTP/1.2": (b"GET / HTTP/1.2\r\nHost: x\r\nConnection: close\r\n\r\n", {200, 400}),
    "HTTP/2 by surprise": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 405}),
    "no Host": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    "two Hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", {400}),
    "an empty Host": (b"GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", {200}),
    "a Host with a path": (b"GET / HTTP/1.1\r\nHost: a/../b\r\n\r\n", {400}),
    "a Host with markup": (b'GET / HTTP/1.1\r\nHost: "><script>\r\n\r\n', {400}),
    "a Host with a user": (b"GET / HTTP/1.1\r\nHost: user@evil\r\n\r\n", {400}),
    "a Host in IPv6": (b"GET / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n", {200}),
    "a long Host": (b"GET / HTTP/1.1\r\nHost: " + b"a" * 30_000 + b"\r\nConnection: close\r\n\r\n", {200}),
    "absolute form": (b"GET http://other.example/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {200}),
    "absolute form, no path": (b"GET http://other.example HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {200, 400, 404}),
    "another scheme": (b"GET ftp://other.example/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
    "a fragment": (b"GET /health#x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {200, 400, 404}),
    "OPTIONS *": (b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {200, 204, 400, 404}),
    "CONNECT": (b"CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n", {400, 404, 405, 501}),
    "TRACE": (b"TRACE / HTTP/1.1\r\nHost: x\r\nCookie: secret\r\nConnection: close\r\n\r\n", {405}),
    "a method of our own": (b"FROBNICATE / HTTP/1.1\r\nHost: x\r\n\r\n", {400, 405, 501}),
    "to a WebSocket": (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n"
                       b"Sec-WebSocket-Version: 13\r\n\r\n", {200, 400, 426}),
    "to HTTP/2": (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n", {200, 400}),
    "a long field name": (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"a" * 60_000 + b": b\r\n\r\n", {431}),
    "a long field": (b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a" * 60_000 + b"\r\n\r\n", {431}),
    "raw bytes in the path": (b"GET /doc/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
    "a long path": (b"GET /doc/" + b"a" * 150_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", {404}),
    "deep percent-encoding": (b"GET /doc/" + b"%25" * 2_000 + b"41 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {404}),
    "a query of 70 kB": (b"GET /sparql?query=ASK%7B%7D%23" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", {413}),
    "many parameters": (b"GET /doc/x?" + b"a&" * 30_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    "many languages": (b"GET /?lang=" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {413}),
}  # fmt: skip


@pytest.mark.parametrize(("request_", "allowed"), ODD_HEADS.values(), ids=ODD_HEADS)
def test_an_odd_head_is_answered_as_it_should_be(release_target, request_, allowed):
    start = time.perf_counter()
    answer = exchange(release_target, request_)
    assert set(statuses(answer)[:1]) <= allowed, answer[:1_000]
    assert statuses(answer) or 400 in allowed
    assert len(answer) < 100_000, "what was sent is not sent back"
    assert b"other.example" not in answer.partition(b"\r\n\r\n")[0]
    assert time.perf_counter() - start < 4
    release_target.assert_unharmed()


CROOKED = [
    "..%2f", "%2e%2e/", "%2e%2e%2f", "../", "..%5c", "..\\", "%00", "%252e%252e%252f", "..;/", "%c0%ae%c0%ae/", "./", "//", "/",
    "%2f", "....//", "%2e/", "%ff", "%", "%zz", "%u002e%u002e/",
]  # fmt: skip
GOALS = ["manifest.json", "resources.sqlite", "etc/passwd", "default.nt"]


@pytest.mark.parametrize("prefix", ["/graph/", "/doc/", "/dumps/", "/id/", "/ns.", "/dumps/graphs/"])
def test_no_crooked_path_leads_out(release_target, prefix):
    with socket.create_connection(("127.0.0.1", release_target.port), timeout=10) as connection:
        connection.close()
    for crook in CROOKED:
        for times in (1, 8):
            for goal in GOALS:
                path = f"{prefix}{crook * times}{goal}"
                answer = exchange(
                    release_target,
                    f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"),
                )
                assert statuses(answer) in ([404], [400]), path
                assert b"root:" not in answer
                assert b"SQLite format" not in answer
    for hidden in ("resources.sqlite", "resources.sqlite-journal", "../resources.sqlite"):
        assert httpx.get(f"{release_target.base}dumps/{hidden}").status_code == 404
    release_target.assert_unharmed()


BOMBS = {
    "10k types": ("accept", ",".join(f"a/b{i};q=0.{i % 10}" for i in range(10_000))),
    "100 kB of Accept": ("accept", "text/turtle;" + "a=b;" * 25_000),
    "30 kB of Accept": ("accept", "a/b," * 7_500 + "*/*"),
    "quotes in Accept": ("accept", 'a/b;x="' * 4_000),
    "backslashes in Accept": ("accept", 'a/b;x="' + "\\" * 30_000),
    "100 kB of languages": ("accept-language", ",".join(f"l{i}" for i in range(14_000))),
    "30 kB of languages": ("accept-language", ",".join(f"l{i}" for i in range(4_500))),
    "subtags": ("accept-language", "fi-" + "a-" * 15_000 + "a"),
    "weights": ("accept-language", "fi;q=nan, sv;q=inf, et;q=1e400, en;q=" + "9" * 20_000),
    "30 kB of codings": ("accept-encoding", ",".join(f"c{i}" for i in range(4_500))),
    "100k ETags": ("if-none-match", '"a",' * 100_000),
    "7k ETags": ("if-none-match", '"a",' * 7_000),
    "a date beyond all measure": ("if-modified-since", "Mon, 01 Jan 2024 00:00:00 +99999999999999999999"),
    "a date of 30 kB": ("if-modified-since", "Mon," * 6_000),
    "a date before time": ("if-modified-since", "Mon, 01 Jan 0000 00:00:00 +2359"),
    "thousands of ranges": ("range", "bytes=" + ",".join(f"{i}-{i}" for i in range(3_000))),
    "100 kB of ranges": ("range", "bytes=" + "0-," * 33_000),
    "overlapping ranges": ("range", "bytes=" + "0-," * 10_000),
    "a range of digits": ("range", "bytes=" + "9" * 5_000 + "-"),
    "a range of other digits": ("range", "bytes=\u00b2-\u00b3"),
    "a range past the end": ("range", "bytes=99999999999999-"),
    "a backward range": ("range", "bytes=5-1"),
    "an empty suffix": ("range", "bytes=-0"),
    "If-Range of 30 kB": ("if-range", "x" * 30_000),
    "a forwarded chain": ("x-forwarded-for", "1.2.3.4," * 3_000),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("path", ["", "sparql?query=ASK%7B%7D", "dumps/dataset.nq", "graph/curated", "dataset"])
def test_a_field_is_never_a_bomb(release_target, path, name, value):
    start = time.perf_counter()
    response = httpx.get(f"{release_target.base}{path}", headers=[(name, value.encode("latin-1"))], timeout=10)
    taken = time.perf_counter() - start
    assert response.status_code in (200, 206, 400, 406, 416, 431), response.text[:300]
    if len(value) > 32_768:
        assert response.status_code == 431
        assert response.json()["limit"] == 32_768
    assert taken < 2


def test_after_all_those_fields_the_server_is_as_it_was(release_target):
    release_target.assert_unharmed()


@pytest.mark.parametrize(
    "body",
    [b"a&" * 100_000, b"query=ASK{}&" + b"a=b&" * 40_000, b"query=" + b"%25" * 60_000, b"%25" * 60_000 + b"=x",
     b"query=ASK{}" + b"&default-graph-uri=http://e/%41" * 6_000, b"=" * 200_000, b"query=ASK{}&query=ASK{}" * 5_000],
    ids=["names", "pairs", "percents", "percents in a name", "graphs", "equals", "the query again and again"],
)  # fmt: skip
def test_a_form_is_never_a_bomb(release_target, body):
    start = time.perf_counter()
    response = httpx.post(
        f"{release_target.base}sparql", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert response.status_code in (400, 413), response.text[:300]
    assert time.perf_counter() - start < 1
    release_target.assert_unharmed()


@pytest.mark.parametrize(
    "tail",
    [b"x", b"\0" * 100_000, gzip.compress(b" ") * 20, b"\x1f\x8b"],
    ids=["a byte", "NULs", "members", "a head"],
)
def test_what_follows_gzip_data_is_not_read(release_target, tail):
    response = httpx.post(
        f"{release_target.base}sparql",
        content=gzip.compress(b"ASK {}") + tail,
        headers={"content-type": "application/sparql-query", "content-encoding": "gzip"},
    )
    assert response.status_code == 400
    release_target.assert_unharmed()


def flood(target: Target, head: bytes, part: bytes, most_bytes: int) -> int:
    """Send ``head`` and then ``part`` again and again until the server will have no more; how much it took."""
    sent = 0
    with socket.create_connection(("127.0.0.1", target.port), timeout=8) as connection:
        connection.sendall(head)
        try:
            while sent < most_bytes:
                connection.sendall(part)
                sent += len(part)
        except OSError:
            pass
    return sent


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: y\r\n" * 5_000),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n6;", b"x" * 65_536),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000),
        (FORM + b"Content-Length: 10000000000\r\n\r\n", b"x" * 65_536),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n", b"x" * 65_536),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X: y\r\n" * 10_000),
        (b"\r\n", b"\r\n" * 30_000),
    ],
    ids=["trailers", "a chunk extension", "chunks of a byte", "a body", "a body for GET", "fields", "empty lines"],
)
def test_bytes_without_end_are_cut_off(release_target, head, part):
    most = 256 * 2**20
    assert flood(release_target, head, part, most) < most / 4
    release_target.assert_unharmed()


def test_a_thousand_requests_in_one_go(release_target):
    answer = exchange(release_target, (b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 1_000) + OK)
    assert set(statuses(answer)) == {200}
    assert len(statuses(answer)) == 1_001
    release_target.assert_unharmed()


def test_slow_heads_on_four_hundred_connections(release_target):
    target = release_target
    open_ = [socket.create_connection(("127.0.0.1", target.port), timeout=10) for _ in range(400)]
    slowest, end = 0.0, time.monotonic() + 12
    for connection in open_:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        connection.setblocking(False)
    left = set(open_)
    with httpx.Client() as client:
        while left and time.monotonic() < end:
            start = time.perf_counter()
            assert client.get(f"{target.base}sparql", params={"query": new_ask()}).status_code == 200
            slowest = max(slowest, time.perf_counter() - start)
            for connection in list(left):
                try:
                    connection.send(b"X-A: b\r\n")
                    if not connection.recv(65_536):
                        left.discard(connection)
                except BlockingIOError:
                    continue
                except OSError:
                    left.discard(connection)
            time.sleep(0.2)
    for connection in open_:
        connection.close()
    print(f"beside 400 slow heads: worst ASK {slowest * 1000:.0f} ms")
    assert not left, f"{len(left)} are still open"
    target.assert_unharmed()


def test_more_connections_than_there_may_be(release_target):
    target = release_target
    open_ = []
    try:
        for _ in range(900):
            open_.append(socket.create_connection(("127.0.0.1", target.port), timeout=10))
        end = time.monotonic() + 20
        while time.monotonic() < end:  # silent ones are cut off, and then there is room again
            try:
                if httpx.get(f"{target.base}health", timeout=5).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        else:
            raise AssertionError("nobody gets in")
    finally:
        for connection in open_:
            connection.close()
    target.assert_unharmed()


def test_clients_that_leave_at_every_point_of_a_request(release_target):
    request_ = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\nASK {}"
    threads = []
    for cut in range(len(request_) + 1):

        def leave(cut: int = cut) -> None:
            with socket.create_connection(("127.0.0.1", release_target.port), timeout=10) as connection:
                connection.sendall(request_[:cut])

        threads.append(threading.Thread(target=leave))
        threads[-1].start()
    for thread in threads:
        thread.join()
    release_target.assert_unharmed()

"""Clients that are slow, greedy, many, broken or gone."""

import contextlib
import gzip
import itertools
import socket
import threading
import time
import zlib
from collections import Counter
from urllib.parse import quote

import httpx
import pytest
from attack import new_ask

pytestmark = pytest.mark.slow

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def connect(target) -> socket.socket:
    return socket.create_connection(("127.0.0.1", target.port), timeout=30)


def until_closed(connection: socket.socket, within_s: float) -> bytes:
    """What arrives until the other side closes.

    :raises TimeoutError: if it has not closed in time.
    """
    got, end = b"", time.monotonic() + within_s
    while True:
        connection.settimeout(max(0.01, end - time.monotonic()))
        try:
            part = connection.recv(65_536)
        except ConnectionError:
            return got
        if not part:
            return got
        got += part


def test_slow_headers_are_cut_off(target):
    with connect(target) as connection:
        connection.sendall(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\n")
        stop = threading.Event()

        def drip() -> None:
            while not stop.wait(0.3):
                try:
                    connection.sendall(b"X-A: b\r\n")
                except OSError:
                    return

        threading.Thread(target=drip, daemon=True).start()
        try:
            until_closed(connection, 15)
        finally:
            stop.set()
    target.assert_unharmed()


def test_slow_bodies_are_cut_off(target):
    with connect(target) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nASK"
        )
        answer = until_closed(connection, 15)
        assert not answer or b" 408 " in answer.split(b"\r\n")[0]
    target.assert_unharmed()


def test_silence_is_cut_off(target):
    with connect(target) as connection:
        until_closed(connection, 15)
    target.assert_unharmed()


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compressed_bomb_is_not_unpacked(target, encoding, layers):
    pack = gzip.compress if encoding == "gzip" else zlib.compress
    body = b"ASK {} #" + b"x" * 50_000_000
    for _ in range(layers):
        body = pack(body)
    response = httpx.post(
        f"{target.base}sparql",
        content=body,
        headers={"content-type": "application/sparql-query", "content-encoding": ", ".join([encoding] * layers)},
    )
    assert response.status_code in (400, 413, 415)
    target.assert_unharmed()


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /sparql?query=ASK%20%7B%7D%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: a\x00b\r\nConnection: close\r\n\r\n",
        b"GET /id/x%0d%0aLocation:%20http://evil/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET //evil.example/%2e%2e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /sparql?query=%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"\x00\x01\x02\x03\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
    ],
    ids=["header by query", "NUL in Accept", "header by path", "two slashes", "NUL query", "garbage", "long path",
         "many headers"],
)  # fmt: skip
def test_injection_and_garbage(target, request_):
    with connect(target) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(request_)
        head = until_closed(connection, 15).split(b"\r\n\r\n")[0].lower()
        assert b"set-cookie" not in head
        assert b"\nlocation: http://evil" not in head
        assert b"\nlocation: //evil" not in head
        assert b" 500 " not in head.split(b"\r\n")[0]
    target.assert_unharmed()


def test_two_hundred_connections_at_once(target):
    open_ = [connect(target) for _ in range(200)]
    for number, connection in enumerate(open_):  # each another query, or they would share one answer
        bomb = quote(f"{BOMB} LIMIT {number + 1}")
        connection.sendall(f"GET /sparql?query={bomb} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    statuses = [until_closed(connection, 60).split(b" ")[1] for connection in open_]
    for connection in open_:
        connection.close()
    print("200 connections at once:", dict(Counter(statuses)))
    assert set(statuses) <= {b"504", b"503", b"429"}
    target.assert_unharmed()


def test_a_reader_that_does_not_read(target):
    with connect(target) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(f"GET /sparql?query={quote(ROWS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(2.5)  # past the deadline of one second
        target.assert_unharmed()


def test_a_client_that_vanishes(target):
    for _ in range(10):
        with connect(target) as connection:
            connection.sendall(f"GET /sparql?query={quote(BOMB)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    target.assert_unharmed()


def test_an_answer_cut_by_the_deadline_cannot_pass_for_whole(target):
    with pytest.raises(httpx.RemoteProtocolError):
        target.ask(ROWS)
    target.assert_unharmed()


def test_cheap_queries_beside_eight_bombs(target):
    stop = threading.Event()

    def bomb(thread: int) -> None:
        for attempt in itertools.count(1):
            if stop.is_set():
                return
            target.ask(f"{BOMB} LIMIT {thread * 10_000 + attempt}")  # another each time: none shares an answer

    bombs = [threading.Thread(target=bomb, args=(thread,)) for thread in range(8)]
    for thread in bombs:
        thread.start()
    try:
        worst = [worst_of_a_hundred_asks(target)]
        while worst[-1] >= 100 and len(worst) < 3:  # a neighbour of this machine may have been busy: once more
            worst.append(worst_of_a_hundred_asks(target))
    finally:
        stop.set()
        for thread in bombs:
            thread.join()
    assert min(worst) < 100
    target.assert_unharmed()


def test_eight_bombs_end_at_their_deadline(target):
    late = [latest_of_eight_bombs(target)]
    while late[-1] >= 50 and len(late) < 3:
        late.append(latest_of_eight_bombs(target))
    assert min(late) < 50
    target.assert_unharmed()


def latest_of_eight_bombs(target) -> float:
    """How long after its deadline the last of eight answers was there, in milliseconds, as the clients see it."""
    late = []

    def bomb(thread: int) -> None:
        with httpx.Client(timeout=30) as client:
            client.get(f"{target.base}health")
            start = time.perf_counter()
            answer = client.post(f"{target.base}sparql", data={"query": f"{BOMB} LIMIT {time.time_ns() + thread}"})
            taken_ms = (time.perf_counter() - start) * 1000
        assert answer.status_code == 504, answer.text
        late.append(taken_ms - answer.json()["limit"])

    threads = [threading.Thread(target=bomb, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(late) == 8, "not each ended with 504"
    print(f"eight bombs: the last was answered {max(late):.0f} ms after its deadline")
    return max(late)


def worst_of_a_hundred_asks(target) -> float:
    taken = []
    with httpx.Client() as client:
        client.get(f"{target.base}sparql", params={"query": "ASK {}"})
        for _ in range(100):
            start = time.perf_counter()
            answer = client.get(f"{target.base}sparql", params={"query": new_ask()})
            taken.append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200
            time.sleep(0.02)
    print(f"beside 8 bombs: worst {max(taken):.0f} ms, median {sorted(taken)[50]:.1f} ms")
    return max(taken)

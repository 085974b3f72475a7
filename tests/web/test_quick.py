"""Repeated requests answered from the parser: the same bytes as the usual way, and only where nothing differs."""

import asyncio
import io
import json

import pytest
from uvicorn.server import ServerState

from lupaus.engine.base import StoreSource
from lupaus.settings import Settings
from lupaus.web.app import create_app
from lupaus.web.opening import site_of_files
from lupaus.web.reply import Reply
from lupaus.web.server import _configure

REPLY = Reply(200, ((b"content-type", b"text/plain"), (b"etag", b'"x"')), b"body", cache_key="k")
PLAIN = b"GET /a?q=1 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n"


class Transport(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self):
        super().__init__({"peername": ("127.0.0.1", 5), "sockname": ("127.0.0.1", 80)})
        self.sent = b""
        self.is_closed = False

    def write(self, data):
        self.sent += bytes(data)

    def is_closing(self):
        return self.is_closed

    def close(self):
        self.is_closed = True

    def pause_reading(self):
        pass

    def resume_reading(self):
        pass


class Application:
    """Knows one answer at once and gives it the usual way as well; ``/slow`` waits until told."""

    def __init__(self):
        self.quickly = 0
        self.usually = 0
        self.go_on = asyncio.Event()

    def quick(self, target, headers, client):
        if target != b"/a?q=1":
            return None
        self.quickly += 1
        return REPLY

    async def __call__(self, scope, receive, send):
        self.usually += 1
        if scope["path"] == "/slow":
            await self.go_on.wait()
        await REPLY(scope, receive, send)


def connect(application, **settings):
    config = _configure(Settings(**settings))
    config.app = application
    config.load()
    protocol = config.http_protocol_class(config, ServerState(), {}, asyncio.get_running_loop())
    transport = Transport()
    protocol.connection_made(transport)
    return protocol, transport


async def settle():
    for _ in range(20):
        await asyncio.sleep(0)


def exchange(data, **settings):
    async def run():
        application = Application()
        protocol, transport = connect(application, **settings)
        protocol.data_received(data)
        await settle()
        sent = transport.sent
        protocol.connection_lost(None)
        return application, sent

    return asyncio.run(run())


def test_the_bytes_are_those_of_the_usual_way():
    quickly, sent = exchange(PLAIN)
    usually, other = exchange(PLAIN.replace(b"q=1", b"q=2"))
    assert (quickly.quickly, quickly.usually, usually.quickly, usually.usually) == (1, 0, 0, 1)
    assert sent == other
    assert sent.endswith(b"content-length: 4\r\n\r\nbody")


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(PLAIN.replace(b"GET", b"HEAD"), id="HEAD"),
        pytest.param(PLAIN.replace(b"GET", b"POST"), id="POST"),
        pytest.param(PLAIN.replace(b"HTTP/1.1", b"HTTP/1.0"), id="HTTP/1.0"),
        pytest.param(PLAIN.replace(b"/a", b"http://x/a"), id="absolute form"),
        *(pytest.param(PLAIN.replace(b"Accept: */*", field), id=field.partition(b":")[0].decode())
          for field in (b'If-None-Match: "x"', b"If-Modified-Since: Tue, 24 Nov 2026 00:00:00 GMT", b'If-Match: "y"',
                        b"Range: bytes=0-1", b"Connection: close", b"Connection: upgrade\r\nUpgrade: h2c",
                        b"Expect: 100-continue", b"Content-Length: 0", b"Transfer-Encoding: chunked")),
    ],
)  # fmt: skip
def test_what_is_not_plain_goes_the_usual_way(request_):
    application, _ = exchange(request_ + (b"0\r\n\r\n" if b"chunked" in request_ else b""))
    assert (application.quickly, application.usually) == (0, 1)


def test_keep_alive_said_aloud_is_plain():
    application, _ = exchange(PLAIN.replace(b"Accept: */*", b"Connection: keep-alive"))
    assert (application.quickly, application.usually) == (1, 0)


def test_behind_a_proxy_addresses_come_from_its_fields():
    application, _ = exchange(PLAIN, public_url="https://example.org")
    assert (application.quickly, application.usually) == (0, 1)


@pytest.mark.parametrize(
    "bad", [b"GET /a?q=1 HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", b"GET /a?q=1 HTTP/1.1\r\n\r\n"]
)
def test_a_head_that_is_refused_is_not_answered(bad):
    application, sent = exchange(bad)
    assert application.quickly == 0
    assert sent.startswith(b"HTTP/1.1 400 ")


def test_many_in_one_go_are_answered_in_turn():
    application, sent = exchange(PLAIN * 5)
    assert application.quickly == 5
    assert sent.count(b"HTTP/1.1 200 OK") == 5


def test_nothing_overtakes_an_answer_under_way():
    async def run():
        application = Application()
        protocol, transport = connect(application)
        protocol.data_received(PLAIN.replace(b"/a?q=1", b"/slow") + PLAIN)
        await settle()
        assert transport.sent == b""
        application.go_on.set()
        await settle()
        assert transport.sent.count(b"HTTP/1.1 200 OK") == 2
        assert (application.quickly, application.usually) == (0, 2)
        protocol.data_received(PLAIN)
        assert application.quickly == 1
        protocol.connection_lost(None)

    asyncio.run(run())


def test_a_client_that_does_not_read_is_given_no_more():
    async def run():
        application = Application()
        protocol, transport = connect(application)
        protocol.pause_writing()
        protocol.data_received(PLAIN)
        assert (application.quickly, transport.sent) == (0, b"")
        protocol.connection_lost(None)

    asyncio.run(run())


def test_an_idle_connection_still_ends():
    async def run():
        application = Application()
        protocol, transport = connect(application, request_time_limit_ms=1_000)
        protocol.data_received(PLAIN)
        assert protocol.timeout_keep_alive_task is not None
        protocol.timeout_keep_alive_handler()
        assert transport.is_closed
        protocol.connection_lost(None)

    asyncio.run(run())


def test_too_many_connections_are_told_so_even_with_the_answer_at_hand():
    async def run():
        application = Application()
        config = _configure(Settings(max_connections=4))
        config.app = application
        config.load()
        state, loop = ServerState(), asyncio.get_running_loop()
        protocols = [config.http_protocol_class(config, state, {}, loop) for _ in range(5)]
        transports = [Transport() for _ in protocols]
        for protocol, transport in zip(protocols, transports, strict=True):
            protocol.connection_made(transport)
        protocols[-1].data_received(PLAIN)
        await settle()
        assert transports[-1].sent.startswith(b"HTTP/1.1 503 ")
        assert application.quickly == 0
        for protocol in protocols:
            protocol.connection_lost(None)

    asyncio.run(run())


def test_the_real_application_counts_and_logs_both_ways_alike(tmp_path):
    (tmp_path / "a.ttl").write_text("<a> <b> <c> .")

    class NoEngine:
        def counters(self):
            return {}

    async def run():
        log = io.StringIO()
        site = site_of_files([(tmp_path / "a.ttl", None)], "http://localhost")
        assert isinstance(site.source, StoreSource)
        front = create_app(NoEngine(), site, Settings(), log=log)
        protocol, transport = connect(front)
        request = b"GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n"
        answers = []
        for _ in range(3):
            transport.sent = b""
            protocol.data_received(request)
            await settle()
            answers.append(transport.sent)
        front.log.flush()
        protocol.connection_lost(None)
        return front, answers, [json.loads(line) for line in log.getvalue().splitlines()]

    front, answers, lines = asyncio.run(run())
    assert answers[0].startswith(b"HTTP/1.1 200 OK")
    assert answers[0] == answers[1] == answers[2]
    assert front.metrics.requests == {200: 3}
    assert front.cache.hits == 2
    assert len({tuple((k, v) for k, v in line.items() if k not in ("time", "ms")) for line in lines}) == 1

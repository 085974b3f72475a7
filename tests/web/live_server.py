"""A real server over a real socket, in a thread, around any application."""

import socket
import threading
from contextlib import contextmanager
from dataclasses import replace

import httpx

from lupaus.settings import Settings
from lupaus.web.app import create_app
from lupaus.web.opening import count_graphs
from lupaus.web.server import Serving, bind

SETTINGS = replace(Settings(), query_time_limit_ms=8_000, request_time_limit_ms=500, max_body_bytes=5_000)


class NoEngine:
    """For tests that never ask a query."""

    async def start(self):
        pass

    async def stop(self):
        pass

    async def answer(self, request):
        raise AssertionError("no engine here")

    def counters(self):
        return {}


class Live:
    """A running server."""

    def __init__(self, port):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def client(self, **options):
        return httpx.Client(base_url=self.url, timeout=10, **options)

    @contextmanager
    def connect(self, source="127.0.0.1"):
        """A plain connection, with nothing sent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10, source_address=(source, 0)) as sock:
            yield sock

    def exchange(self, data):
        """Send ``data``, then read to the end of the connection."""
        with self.connect() as sock:
            sock.sendall(data)
            return read_to_end(sock)


def read_to_end(sock):
    received = b""
    while True:
        try:
            chunk = sock.recv(65_536)
        except ConnectionResetError:
            return received
        if not chunk:
            return received
        received += chunk


@contextmanager
def live(app, engine=None, settings=SETTINGS):
    """Serve the ASGI application ``app`` on a free port."""

    async def make_app():
        return app

    with served(make_app, engine or NoEngine(), settings) as running:
        yield running


@contextmanager
def live_site(site, engine, settings=SETTINGS, log=None):
    """Serve a site with its own application."""
    made = []

    async def make_app():
        made.append(create_app(engine, await count_graphs(site, engine, 2_000), settings, log))
        return made[0]

    with served(make_app, engine, settings) as running:
        running.front = made[0]
        yield running


@contextmanager
def served(make_app, engine, settings):
    """Serve what ``make_app`` makes once the engine runs."""
    listener = bind("127.0.0.1", 0)
    ready = threading.Event()
    failures = []
    serving = Serving(listener, engine, make_app, settings, ready.set)

    def work():
        try:
            serving.run()
        except BaseException as error:
            failures.append(error)
            ready.set()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    assert ready.wait(30)
    if failures:
        raise failures[0]
    try:
        yield Live(port)
    finally:
        serving.stop()
        thread.join(30)
        assert not thread.is_alive()
        if failures:
            raise failures[0]

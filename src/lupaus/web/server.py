"""Running the application: a socket, an engine, uvicorn with our limits, and an orderly end."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from math import ceil
from typing import Protocol

from starlette.types import ASGIApp
from uvicorn import Config, Server

from lupaus.errors import StartError
from lupaus.settings import Settings
from lupaus.web.connection import connection_class
from lupaus.web.head import MOST_FIELD_BYTES

__all__ = ["Runs", "Serving", "bind"]

_BACKLOG = 1_024
_LAST_PORT = 65_535


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens on ``host`` and ``port`` (0: any free port); whoever connects waits for the server.

    :raises StartError: if the address is taken, is not ours, or needs rights we lack.
    """
    if port > _LAST_PORT:  # getaddrinfo would take it modulo 65,536
        raise StartError(f"Port {port} does not exist; the last one is {_LAST_PORT}. Set another with --port.")
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise StartError(f"There is no address {host!r} to listen on. Set another with --host.") from None
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)  # with SO_REUSEADDR only this finds out whether the port is taken
    except OSError as error:
        listener.close()
        reason = error.strerror or "unknown reason"
        raise StartError(
            f"Port {port} on {host} cannot be used: {reason[0].lower()}{reason[1:]}. "
            "Choose another with --port, or any free one with --port 0."
        ) from None
    return listener


class Runs(Protocol):
    """What is started before the first request and stopped after the last: an engine, or several in turn."""

    async def start(self) -> None:
        """Be ready. Raises ``LupausError``."""

    async def stop(self) -> None:
        """End every process."""


class Serving:
    """An application served until SIGTERM or SIGINT, or until ``stop``.

    Running answers are then finished first; a second SIGINT cuts them off. The engine starts before anything
    else, so that its processes are forked while there are no threads.
    """

    def __init__(
        self,
        listener: socket.socket,
        engine: Runs,
        make_app: Callable[[], Awaitable[ASGIApp]],
        settings: Settings,
        announce: Callable[[], None] = lambda: None,
        prepare: Callable[[], object] = lambda: None,
    ) -> None:
        """What is served, and by what.

        :param make_app: called when the engine is ready.
        :param prepare: called while it is getting ready, in another process: imports, mostly.
        """
        self._prepare = prepare
        self._listener = listener
        self._engine = engine
        self._make_app = make_app
        self._server = _Server(_configure(settings), announce)

    def run(self) -> None:
        """Serve; returns when it is over.

        :raises StartError: if the engine cannot start.
        """
        with asyncio.Runner(loop_factory=self._server.config.get_loop_factory()) as runner:
            runner.run(self._serve())

    def stop(self) -> None:
        """End it, from any thread."""
        self._server.should_exit = True

    async def _serve(self) -> None:
        try:
            starting = asyncio.ensure_future(self._engine.start())
            try:
                await asyncio.sleep(0)  # until its process is on its way
                self._prepare()
                await starting
                self._server.config.app = await self._make_app()
                await self._server.serve(sockets=[self._listener])
            finally:
                starting.cancel()
                await asyncio.wait([starting])
                await self._engine.stop()
        finally:
            self._listener.close()


def _configure(settings: Settings) -> Config:
    async def not_yet(*_: object) -> None:
        raise RuntimeError("The application is set before the server runs.")

    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    return Config(
        not_yet,
        http=connection_class(
            max_connections=settings.max_connections,
            max_head_bytes=settings.max_body_bytes + MOST_FIELD_BYTES,  # a query may come in the URL as well
            request_time_limit_ms=settings.request_time_limit_ms,
        ),
        ws="none",
        lifespan="off",
        loop="auto",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.public_url),
        backlog=_BACKLOG,
        timeout_keep_alive=max(1, settings.request_time_limit_ms // 1_000),
        timeout_graceful_shutdown=ceil(settings.query_time_limit_ms / 1_000) + 1,
        limit_concurrency=None,  # web/connection.py counts, and answers in our shape
    )


def _is_news(record: logging.LogRecord) -> bool:
    """uvicorn reports each connection we cut on purpose, with a trace; ``front.py`` has noted those already."""
    return not record.getMessage().startswith(("Exception in ASGI application", "Invalid HTTP request"))


class _Server(Server):
    """uvicorn's server, which tells when it listens and leaves the process alive when a signal ends it."""

    def __init__(self, config: Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so.

        What exists by now stays: the collector need not look at it again with every few requests.
        """
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        self._announce()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn raises the signal again at the end; that would kill us before the engine is stopped."""
        loop = asyncio.get_running_loop()
        handled: list[signal.Signals] = []
        with contextlib.suppress(ValueError, RuntimeError):  # not the main thread: tests stop us themselves
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self.handle_exit, number, None)
                handled.append(number)
        try:
            yield
        finally:
            for number in handled:
                loop.remove_signal_handler(number)

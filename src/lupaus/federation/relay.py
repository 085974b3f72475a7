"""The relay: a listener on the loopback through which, and through nothing else, a query's SERVICE clauses go out.

pyoxigraph has no hook for SERVICE: it posts to the IRI it reads. So the query is given a secret address of the
relay in place of each endpoint (``session``), and the relay, in the server's process, makes the call
(``calling``). It does not trust a worker: a token and a query are all that is taken from a request.
"""

import asyncio
import contextlib
import logging

import h11

from lupaus.federation.calling import Caller, CallFailed, Results
from lupaus.federation.session import Session
from lupaus.federation.targets import Target, Targets
from lupaus.media import QUERY_TYPE

__all__ = ["Relay"]

log = logging.getLogger("lupaus.federation")

_HEAD_LIMIT_BYTES = 8_192
_ARRIVAL_LIMIT_S = 5.0
_MOST_CALLS = 50
"""Of one query: an OPTIONAL can ask once for each solution."""
_MOST_CONNECTIONS = 64


class _Refused(Exception):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Relay:
    """Accepts a POST of a query to an address of an open session, and answers with the endpoint's results."""

    def __init__(self, targets: Targets, caller: Caller, *, max_query_bytes: int, max_calls_at_once: int) -> None:
        self.calls = 0
        self.failures = 0
        self._targets = targets
        self._caller = caller
        self._max_query_bytes = max_query_bytes
        self._turns = asyncio.Semaphore(max_calls_at_once)
        self._sessions: dict[str, tuple[Session, Target]] = {}
        self._handlers: set[asyncio.Task[object]] = set()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._welcome, "127.0.0.1", 0, limit=_HEAD_LIMIT_BYTES)

    async def stop(self) -> None:
        """End every call, and listen no more."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        for task in list(self._handlers):
            task.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)
        await server.wait_closed()

    def open(self, iris: frozenset[str], time_limit_s: float) -> Session:
        """Addresses for the endpoints that a query is about to call."""
        targets = [self._targets[iri] for iri in sorted(iris)]
        session = Session(targets, f"http://127.0.0.1:{self.port}/", time_limit_s, self._forget)
        self._sessions |= {token: (session, target) for token, target in session.targets.items()}
        return session

    def _forget(self, session: Session) -> None:
        for token in session.targets:
            self._sessions.pop(token, None)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        try:
            if len(self._handlers) <= _MOST_CONNECTIONS:
                await self._serve(reader, writer)
        except (ConnectionError, TimeoutError, h11.RemoteProtocolError):
            pass
        except asyncio.CancelledError:  # the query is over, or the relay: nobody waits for what this call gives
            writer.transport.abort()
        finally:
            self._handlers.discard(task)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD_LIMIT_BYTES)
        try:
            async with asyncio.timeout(_ARRIVAL_LIMIT_S):
                session, target, query = await self._receive(connection, reader)
            results = await self._call(session, target, query)
        except _Refused as refused:
            status, media_type, body = refused.status, "text/plain", f"{refused}\n".encode()
        else:
            status, media_type, body = 200, results.media_type, results.body
        head = [("content-type", media_type), ("content-length", str(len(body))), ("connection", "close")]
        for event in (h11.Response(status_code=status, headers=head), h11.Data(data=body), h11.EndOfMessage()):
            writer.write(connection.send(event) or b"")
        await writer.drain()

    async def _receive(
        self, connection: h11.Connection, reader: asyncio.StreamReader
    ) -> tuple[Session, Target, bytes]:
        request = await self._event(connection, reader)
        if not isinstance(request, h11.Request):
            raise ConnectionResetError
        found = self._sessions.get(request.target.decode("latin-1").removeprefix("/"))
        if found is None:
            raise _Refused(404, "No query that runs has this address.")
        if request.method != b"POST":
            raise _Refused(405, "Only POST.")
        if dict(request.headers).get(b"content-type") != QUERY_TYPE.encode():
            raise _Refused(415, "Only queries.")
        query = b""
        while isinstance(event := await self._event(connection, reader), h11.Data):
            query += event.data
            if len(query) > self._max_query_bytes:
                raise _Refused(413, "The query is too long.")
        if not isinstance(event, h11.EndOfMessage):
            raise ConnectionResetError
        return *found, query

    async def _event(self, connection: h11.Connection, reader: asyncio.StreamReader) -> object:
        while (event := connection.next_event()) is h11.NEED_DATA:
            connection.receive_data(await reader.read(_HEAD_LIMIT_BYTES))
        return event

    async def _call(self, session: Session, target: Target, query: bytes) -> Results:
        task = asyncio.current_task()
        assert task is not None
        if session.calls >= _MOST_CALLS:
            session.failure = f"The query calls other endpoints more than {_MOST_CALLS} times."
            raise _Refused(502, session.failure)
        self.calls += 1
        limit_s = session.begin_call(task)
        try:
            async with asyncio.timeout(limit_s), self._turns:
                return await self._caller.call(target, session.restore(query))
        except TimeoutError:
            failure = f"SERVICE <{target.iri}> did not answer within {limit_s:.1f} s."
        except CallFailed as error:
            failure = str(error)
        finally:
            session.end_call(task)
        self.failures += 1
        session.failure = failure
        log.info("%s", failure)
        raise _Refused(502, failure)

"""The outermost application: a repeated request is answered here, every other one is watched here.

Nothing stands between uvicorn and this module. It looks the request's bytes up in the cache before anything parses
them; hands everything else to the routes; turns whatever they raise into an answer (``problems.py``), or, once an
answer has begun, into a broken connection; and counts and logs the request.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lupaus.engine.base import AnswerCut
from lupaus.errors import N_, AnswerError, MethodNotAllowed, NotFound
from lupaus.web import problems
from lupaus.web.body import ClientGone
from lupaus.web.cache import AnswerCache, Flights, RawKey
from lupaus.web.headers import Header
from lupaus.web.log import RequestLog
from lupaus.web.metrics import Metrics
from lupaus.web.reply import EXCHANGE, Reply, is_current, respond

__all__ = ["Exchange", "Front", "raw_key"]

_logger = logging.getLogger("lupaus.web")
_CLIENT_GONE = 499
_CONDITIONS = frozenset({b"if-none-match", b"if-modified-since"})


@dataclass
class Exchange:
    """What is known of one request and its answer, for the log and the metrics."""

    send: Send
    status: int = 0
    sent_bytes: int = 0
    outcome: str = ""
    """What became of a query: computed, cached, shared, cut, gone, or the slug of a problem. Empty: no query."""
    query_hash: str = ""
    reply: Reply | None = field(default=None, repr=False)

    async def __call__(self, message: Message) -> None:
        """Send ``message`` and note it."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif self.status != 304:
            self.sent_bytes += len(message.get("body", b""))
        await self.send(message)


def raw_key(path: bytes, query: bytes, headers: Iterable[Header]) -> tuple[RawKey, bool]:
    """The bytes of a request that choose its answer, and whether it has conditions."""
    accept = encoding = language = b""
    is_conditional = False
    for name, value in headers:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-encoding":
            encoding = encoding + b"," + value if encoding else value
        elif name == b"accept-language":
            language = language + b"," + value if language else value
        elif name in _CONDITIONS:
            is_conditional = True
    return (path, query, accept, encoding, language), is_conditional


class Front:
    """The ASGI application that a server runs."""

    def __init__(
        self,
        routes: ASGIApp,
        *,
        cache: AnswerCache,
        flights: Flights,
        metrics: Metrics,
        log: RequestLog,
        problem: Callable[[AnswerError, Scope], Reply],
        options: Callable[[Scope], Reply],
    ) -> None:
        self.routes = routes
        self.cache = cache
        self.metrics = metrics
        self.log = log
        self.flights = flights
        self._problem = problem
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError(f"This application speaks HTTP, not {scope['type']}.")
        started = perf_counter()
        raw: RawKey | None = None
        if scope["method"] in ("GET", "HEAD"):
            raw, is_conditional = raw_key(scope["raw_path"], scope["query_string"], scope["headers"])
            reply = self.cache.find(raw)
            if reply is not None:
                status, size = reply.status, len(reply.body)
                if is_conditional and is_current(reply, scope["headers"]):
                    status, size = 304, 0
                    await respond(reply, scope, send)
                else:
                    await send(reply.start)
                    await send(reply.finish)
                    if scope["method"] == "HEAD":
                        size = 0
                outcome = "cached" if reply.outcome else ""
                self._record(scope, perf_counter() - started, status, size, reply.query_hash, outcome)
                return
        exchange = Exchange(send)
        try:
            await self._answer(scope, receive, exchange)
        finally:
            if raw is not None and exchange.reply is not None:
                self.cache.link(raw, exchange.reply)
            size = 0 if scope["method"] == "HEAD" else exchange.sent_bytes
            status = exchange.status or _CLIENT_GONE
            seconds = perf_counter() - started
            self._record(scope, seconds, status, size, exchange.query_hash, exchange.outcome)

    def quick(self, target: bytes, headers: Sequence[Header], client: tuple[str, int] | None) -> Reply | None:
        """The answer to a GET of ``target`` without conditions, if it is at hand; see ``quick.py``."""
        started = perf_counter()
        path, _, query = target.partition(b"?")
        reply = self.cache.find(raw_key(path, query, headers)[0])
        if reply is not None:
            outcome = "cached" if reply.outcome else ""
            seconds = perf_counter() - started
            self.metrics.record(reply.status, seconds, len(reply.body), outcome)
            shown = unquote(path.decode("latin-1"))
            self.log.write("GET", shown, reply.status, seconds, len(reply.body), reply.query_hash, outcome, client)
        return reply

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange) -> None:
        scope[EXCHANGE] = exchange
        scope["app"] = self  # Starlette then raises for a wrong method instead of writing an answer of its own
        try:
            if scope["method"] == "OPTIONS":
                await respond(self._options(scope), scope, exchange)
            else:
                await self.routes(scope, receive, exchange)
        except ClientGone:
            exchange.outcome = exchange.outcome and "gone"
        except AnswerCut as error:
            exchange.outcome = exchange.outcome and "cut"
            _logger.warning("An answer was cut: %s", error)
            raise
        except AnswerError as error:
            await self._fail(error, scope, exchange)
        except HTTPException as error:
            await self._fail(_from_starlette(error, scope), scope, exchange)
        except Exception as error:
            if exchange.status:
                raise
            _logger.exception("%s %s failed", scope["method"], scope["path"])
            await self._fail(problems.unexpected(error), scope, exchange)

    async def _fail(self, error: AnswerError, scope: Scope, exchange: Exchange) -> None:
        if exchange.status:  # the answer has begun: only breaking the connection is honest now
            raise AnswerCut(str(error)) from error
        exchange.outcome = exchange.outcome and error.slug
        await respond(self._problem(error, scope), scope, exchange)

    def _record(
        self, scope: Scope, seconds: float, status: int, sent_bytes: int, query_hash: str, outcome: str
    ) -> None:
        self.metrics.record(status, seconds, sent_bytes, outcome)
        self.log.write(
            scope["method"], scope["path"], status, seconds, sent_bytes, query_hash, outcome, scope["client"]
        )


def _from_starlette(error: HTTPException, scope: Scope) -> AnswerError:
    """Starlette's own refusals, in our words."""
    if error.status_code == MethodNotAllowed.status:
        allow = ", ".join(sorted({*(error.headers or {}).get("Allow", "").split(", "), "OPTIONS"} - {""}))
        return MethodNotAllowed(f"{scope['method']} is not answered here; {allow} are.", headers={"Allow": allow})
    if error.status_code == NotFound.status:
        return NotFound(N_("Nothing is at %(path)s."), values={"path": scope["path"]})
    return problems.unexpected(error)

"""A whole answer as a value, and how it goes out: conditions first, then the bytes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from starlette.types import Message, Receive, Scope, Send

from lupaus.web.etag import is_among, listed
from lupaus.web.headers import COMMON, Header, Headers, read, read_http_date

__all__ = ["EXCHANGE", "Reply", "is_current", "respond"]

EXCHANGE = "lupaus.exchange"
"""Where the scope keeps the record of this exchange (see ``web/front.py``)."""

_KEPT_IN_304 = frozenset(
    {b"cache-control", b"content-location", b"etag", b"last-modified", b"vary", b"link", b"lupaus-release"}
)
"""RFC 9110, section 15.4.5: what a 304 repeats; the common fields come on top."""


@dataclass(frozen=True)
class Reply:
    """An answer that is complete in memory. Immutable, so that one value can be sent many times at once."""

    status: int
    headers: Headers = ()
    """Without the common fields and Content-Length: those are added here."""
    body: bytes = b""
    cache_key: str = ""
    """Under which key the cache holds this; empty: it must not be kept."""
    query_hash: str = ""
    """For the request log: which query this answers."""
    outcome: str = ""
    """For the metrics: what became of the query, if this answers one."""
    etag: bytes = field(init=False, default=b"")
    start: Message = field(init=False, repr=False, compare=False)
    finish: Message = field(init=False, repr=False, compare=False)
    unchanged: Message = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines: list[Header] = [*COMMON, *self.headers]
        if self.status not in (204, 304):
            lines.append((b"content-length", b"%d" % len(self.body)))
        kept = [line for line in self.headers if line[0] in _KEPT_IN_304]
        put = object.__setattr__
        put(self, "etag", next((value for name, value in self.headers if name == b"etag"), b""))
        put(self, "start", {"type": "http.response.start", "status": self.status, "headers": lines})
        put(self, "finish", {"type": "http.response.body", "body": self.body, "more_body": False})
        put(self, "unchanged", {"type": "http.response.start", "status": 304, "headers": [*COMMON, *kept]})

    @cached_property
    def head(self) -> bytes:
        """The fields as HTTP/1.1 sends them, for an answer sent before: uvicorn has looked at them then."""
        lines: list[Header] = self.start["headers"]
        return b"".join((*(b"%s: %s\r\n" % line for line in lines), b"\r\n"))

    @property
    def coding(self) -> str:
        """The content coding of the body."""
        return next((value.decode() for name, value in self.headers if name == b"content-encoding"), "identity")

    @property
    def size(self) -> int:
        """Roughly what keeping this costs, in bytes."""
        return len(self.body) + sum(len(name) + len(value) + 100 for name, value in self.headers) + 1_000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application, so that a Starlette handler can return a reply."""
        await respond(self, scope, send)


_CONDITIONAL = frozenset({"GET", "HEAD", "QUERY"})
_NOTHING: Message = {"type": "http.response.body", "body": b"", "more_body": False}


async def respond(reply: Reply, scope: Scope, send: Send) -> None:
    """Send ``reply``, or 304 if the client already has it."""
    exchange = scope.get(EXCHANGE)
    if exchange is not None:
        exchange.reply = reply
    if reply.status == 200 and scope["method"] in _CONDITIONAL and is_current(reply, scope["headers"]):
        await send(reply.unchanged)
        await send(_NOTHING)
    else:
        await send(reply.start)
        await send(reply.finish)


def is_current(reply: Reply, headers: Iterable[Header]) -> bool:
    """Whether the request's conditions say that the client's copy is good (RFC 9110, section 13.2.2).

    If-None-Match is compared weakly; If-Modified-Since counts only without it.
    """
    if not reply.etag:
        return False
    asked = read(headers, b"if-none-match", b"if-modified-since")
    if (tags := asked.get(b"if-none-match")) is not None:
        return is_among(reply.etag.decode("latin-1"), listed(tags))
    if (since_text := asked.get(b"if-modified-since")) is None:
        return False
    since = read_http_date(since_text)
    modified = read_http_date(next((v.decode() for n, v in reply.headers if n == b"last-modified"), ""))
    return since is not None and modified is not None and modified <= since

"""uvicorn's HTTP/1.1 connection, with the bounds it lacks.

uvicorn has no limit on the time or the bytes of a request's head, nor on a client that stops reading, and answers
its own refusals in plain text. Here a request must arrive whole in time, a head must fit, a client must read, and
every refusal is a problem document.
"""

import asyncio
import socket
import struct
from typing import ClassVar

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE
from uvicorn.server import ServerState

from lupaus.errors import AnswerError, BadRequest, FieldsTooLarge, QueryTooLarge, QueueFull, RequestTimeout
from lupaus.web.head import MOST_FIELD_BYTES, head_error
from lupaus.web.problems import plain_reply
from lupaus.web.quick import QuickProtocol

__all__ = ["Connection", "connection_class"]

_GRACE_S = 1.0
"""Whoever reads a body answers 408 itself; the connection is cut only if nobody did."""
_CHUNKING = 8
"""A body in chunks of one byte has six bytes for each; what has more is trailers and padding without end."""


class Connection(QuickProtocol):
    """One connection. Use ``connection_class`` to set the limits."""

    max_connections: ClassVar[int] = 512
    max_head_bytes: ClassVar[int] = 65_536
    request_time_limit_s: ClassVar[float] = 15.0

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._arrival: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None
        self._is_idle = False
        """Between a whole request and the first byte of the next."""
        self._in_body = False
        self._head_bytes = 0
        self._body_bytes = 0

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing: an offer to upgrade may be ignored (RFC 9110, section 7.8), and a log must not grow by it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first request; far too many connections are not even listened to."""
        super().connection_made(transport)
        if len(self.connections) > self.max_connections + self.max_connections // 4:
            transport.abort()
        else:
            self._start_arrival()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        super().connection_lost(exc)
        self._stop_arrival()
        self.resume_writing()

    def data_received(self, data: bytes) -> None:
        """Feed the parser, and see that a request's head does not grow without end."""
        if self.transport.is_closing():
            return
        self._is_idle = False
        super().data_received(data)
        if self._is_idle:
            self._stop_arrival()
            return
        if self._arrival is None:
            self._start_arrival()
        if self._in_body:
            self._body_bytes += len(data)
            if self._body_bytes > _CHUNKING * self.max_head_bytes:
                self._abort()
        else:
            self._head_bytes += len(data)
            if self._head_bytes > self.max_head_bytes:
                self._refuse(self._head_overflow())

    def on_message_begin(self) -> None:
        """A new request begins to arrive."""
        super().on_message_begin()
        self._in_body = False
        self._is_idle = False
        self._head_bytes = self._body_bytes = 0

    def on_headers_complete(self) -> None:
        """The head is whole; the answer may begin."""
        self._in_body = True
        if len(self.connections) > self.max_connections:
            self.app = _refusal(
                QueueFull(
                    "Every connection of this server is taken. Try again in a moment.",
                    headers={"Retry-After": "1"},
                )
            )
        elif error := head_error(self.url, self.headers, self.parser.get_http_version()):
            self.app = _refusal(error)
            self.url = b"/"  # the answer does not depend on it, and a long one cannot be taken apart
        elif self.answer_quickly():
            return
        else:
            self.app = self.config.loaded_app
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._is_idle = True
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client reads too slowly: it has a while to catch up."""
        super().pause_writing()
        if self._stall is None:
            self._stall = self.loop.call_later(self.request_time_limit_s, self._abort)

    def resume_writing(self) -> None:
        """The client reads again."""
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls when the bytes are not HTTP."""
        self._refuse(BadRequest("The request is not HTTP/1.1 as RFC 9112 has it."))

    def _start_arrival(self) -> None:
        self._arrival = self.loop.call_later(self.request_time_limit_s, self._arrived_late)

    def _stop_arrival(self) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None

    def _arrived_late(self) -> None:
        self._arrival = None
        if self.transport.is_closing():
            return
        if self.flow.read_paused:  # it is we who do not read: a pipelined request waits for its turn
            self._start_arrival()
        elif self._in_body:
            self._arrival = self.loop.call_later(_GRACE_S, self._abort)
        elif self._head_bytes == 0:  # not a byte of a request: nobody expects an answer
            self.transport.close()
        else:
            limit_ms = int(self.request_time_limit_s * 1_000)
            self._refuse(RequestTimeout(f"The request had not arrived whole after {limit_ms} ms.", limit=limit_ms))

    def _head_overflow(self) -> AnswerError:
        """A head beyond the limit is called by what fills most of it, the address or the fields."""
        limit = self.max_head_bytes
        if 2 * len(self.url) > self._head_bytes:
            return QueryTooLarge(
                f"The request's first lines are longer than {limit} bytes. Send a long query in the body, by POST."
            )
        most = min(limit, MOST_FIELD_BYTES)
        return FieldsTooLarge(f"The header fields have more bytes than this server takes, {most}.", limit=most)

    def _refuse(self, error: AnswerError) -> None:
        if self.cycle is None or self.cycle.response_complete:
            reply = plain_reply(error)
            lines = [*self.server_state.default_headers, *reply.start["headers"], (b"connection", b"close")]
            head = b"".join(b"%s: %s\r\n" % line for line in lines)
            self.transport.write(STATUS_LINE[reply.status] + head + b"\r\n" + reply.body)
        self.transport.close()

    def _abort(self) -> None:
        if self.transport.is_closing():
            return
        connection = self.transport.get_extra_info("socket")
        if connection is not None:  # by a reset: else the kernel keeps what is unsent, for as long as nobody reads
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


def _refusal(error: AnswerError) -> ASGIApp:
    """Answers nothing but ``error``, and closes."""
    error.headers["Connection"] = "close"
    reply = plain_reply(error)

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await reply(scope, receive, send)

    return refuse


def connection_class(*, max_connections: int, max_head_bytes: int, request_time_limit_ms: int) -> type[Connection]:
    """A ``Connection`` with these limits, as uvicorn's ``http`` setting wants it."""
    return type(
        "LimitedConnection",
        (Connection,),
        {
            "max_connections": max_connections,
            "max_head_bytes": max_head_bytes,
            "request_time_limit_s": request_time_limit_ms / 1_000,
        },
    )

"""A repeated request, answered while its head is still being parsed: no task, no ASGI, one write.

uvicorn makes an object, an event and a task for each request and looks at each field of each answer; with an
answer at hand that is most of the cost. Taken here is only what is plain: a GET without a body, conditions or
wishes about the connection, on a connection with nothing under way. Everything else goes the usual way.
"""

from collections.abc import Sequence
from typing import Protocol, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from lupaus.web.headers import Header
from lupaus.web.reply import Reply

__all__ = ["QuickAnswers", "QuickProtocol"]

_NOT_PLAIN = frozenset({
    b"connection", b"content-length", b"expect", b"if-match", b"if-modified-since", b"if-none-match", b"if-range",
    b"if-unmodified-since", b"range", b"transfer-encoding", b"upgrade",
})  # fmt: skip
"""Fields that ask for more than the answer itself."""
_KEEP_ALIVE = b"keep-alive"


class QuickAnswers(Protocol):
    """An application that may know an answer by the bytes of its request."""

    def quick(self, target: bytes, headers: Sequence[Header], client: tuple[str, int] | None) -> Reply | None:
        """The answer to a plain GET, counted and logged; ``None`` if it takes longer to find."""


class _Answered:
    """Stands where uvicorn keeps the request under way: there is none."""

    response_complete = True

    class message_event:  # noqa: N801 - uvicorn's name
        """Nobody waits for it."""

        @staticmethod
        def set() -> None:
            """Nothing to wake."""


class QuickProtocol(HttpToolsProtocol):
    """uvicorn's connection with the short way."""

    def answer_quickly(self) -> bool:
        """Answer the request whose head is whole, if that can be done at once. Returns whether it was."""
        application = self.config.app
        if not hasattr(application, "quick") or self.config.proxy_headers:
            return False
        parser, target = self.parser, self.url
        if parser.get_method() != b"GET" or target[:1] != b"/" or b"#" in target:
            return False
        if not self._is_free() or not parser.should_keep_alive() or parser.get_http_version() != "1.1":
            return False
        if any(name in _NOT_PLAIN and not (name == b"connection" and value.lower() == _KEEP_ALIVE)
               for name, value in self.headers):  # fmt: skip
            return False
        reply = cast(QuickAnswers, application).quick(target, self.headers, self.client)
        if reply is None:
            return False
        lines = [STATUS_LINE[reply.status]]
        for name, value in self.server_state.default_headers:
            lines += (name, b": ", value, b"\r\n")
        self.transport.writelines((b"".join((*lines, reply.head)), reply.body))
        self.cycle = _Answered()  # type: ignore[assignment]
        self.on_response_complete()
        return True

    def _is_free(self) -> bool:
        """Whether nothing is under way and the client reads what it is sent."""
        is_over = self.cycle is None or self.cycle.response_complete
        return is_over and not self.pipeline and not self.flow.write_paused and not self.transport.is_closing()

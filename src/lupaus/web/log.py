"""One JSON line per request, written in batches so that logging does not slow the answers down."""

import asyncio
import logging
from json.encoder import encode_basestring_ascii as quote
from time import gmtime, strftime, time
from typing import TextIO

__all__ = ["RequestLog"]

_logger = logging.getLogger("lupaus.web")
_FLUSH_AFTER_S = 0.2
_FLUSH_LINES = 1_000


class RequestLog:
    """Lines of ``{"time", "method", "path", "status", "ms", "bytes", "query", "outcome", "client"}``.

    ``query`` is a hash that tells identical queries apart from others without repeating what was asked;
    ``client`` is written only where the operator chose so.
    """

    def __init__(self, stream: TextIO | None, *, log_addresses: bool = False) -> None:
        self._stream = stream
        self._log_addresses = log_addresses
        self._lines: list[str] = []
        self._second = 0
        self._stamp = ""

    def write(
        self,
        method: str,
        path: str,
        status: int,
        seconds: float,
        sent_bytes: int,
        query_hash: str = "",
        outcome: str = "",
        client: tuple[str, int] | None = None,
    ) -> None:
        """Note one request."""
        if self._stream is None:
            return
        now = int(time())
        if now != self._second:
            self._second = now
            self._stamp = strftime("%Y-%m-%dT%H:%M:%SZ", gmtime(now))
        line = (
            f'{{"time":"{self._stamp}","method":"{method}","path":{quote(path)},"status":{status},'
            f'"ms":{seconds * 1_000:.2f},"bytes":{sent_bytes}'
        )
        if outcome:
            line += f',"query":"{query_hash}","outcome":"{outcome}"'
        if client is not None and self._log_addresses:
            line += f',"client":{quote(client[0])}'
        lines = self._lines
        lines.append(line)
        if len(lines) == 1:
            asyncio.get_running_loop().call_later(_FLUSH_AFTER_S, self.flush)
        elif len(lines) >= _FLUSH_LINES:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting. A reader that went away ends the log, not the server."""
        if not self._lines or self._stream is None:
            return
        text = "}\n".join([*self._lines, ""])
        self._lines.clear()
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError as error:
            self._stream = None
            _logger.warning("The request log ends here: %s.", error.strerror)

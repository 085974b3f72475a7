"""One JSON line per request, written in batches so that logging does not slow the answers down."""

import asyncio
import time
from json.encoder import encode_basestring_ascii as quote
from typing import TextIO

__all__ = ["RequestLog"]

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
        *,
        query_hash: str = "",
        outcome: str = "",
        client: str = "",
    ) -> None:
        """Note one request."""
        if self._stream is None:
            return
        now = time.time()
        if int(now) != self._second:
            self._second = int(now)
            self._stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
        query = f',"query":"{query_hash}","outcome":"{outcome}"' if outcome else ""
        address = f',"client":{quote(client)}' if self._log_addresses and client else ""
        self._lines.append(
            f'{{"time":"{self._stamp}Z","method":"{method}","path":{quote(path)},"status":{status},'
            f'"ms":{seconds * 1_000:.2f},"bytes":{sent_bytes}{query}{address}}}\n'
        )
        if len(self._lines) == 1:
            asyncio.get_running_loop().call_later(_FLUSH_AFTER_S, self.flush)
        elif len(self._lines) >= _FLUSH_LINES:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        if self._lines and self._stream is not None:
            text = "".join(self._lines)
            self._lines.clear()
            self._stream.write(text)
            self._stream.flush()

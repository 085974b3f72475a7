"""Reading a request body within bounds: bytes, time, and bytes again after decompression."""

import asyncio
import zlib
from collections.abc import Iterable

from starlette.types import Receive

from lupaus.errors import BadRequest, QueryTooLarge, RequestTimeout, UnsupportedMediaType
from lupaus.web.headers import Header, read

__all__ = ["ClientGone", "decompress", "read_body"]

_WINDOW = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_MOST_MEMBERS = 16
"""Each gzip member costs a copy of what follows it; nobody sends a query in more than one."""
_CLOSE = {"Connection": "close"}
"""After refusing a body unread, the connection cannot be used again."""


class ClientGone(Exception):
    """The client closed the connection before its request was answered. Nobody is left to be told."""


async def read_body(receive: Receive, headers: Iterable[Header], *, max_bytes: int, time_limit_ms: int) -> bytes:
    """The whole body, decompressed.

    :raises QueryTooLarge: past ``max_bytes``, before or after decompression; a Content-Length that says so is
        refused before a byte is read.
    :raises RequestTimeout: if it has not arrived whole in time.
    :raises UnsupportedMediaType: for a Content-Encoding other than gzip, deflate and identity.
    :raises BadRequest: if it is not what its Content-Encoding says.
    :raises ClientGone: if the client went away.
    """
    fields = read(headers, b"content-length", b"content-encoding")
    codings = [name.strip().lower() for name in fields.get(b"content-encoding", "").split(",") if name.strip()]
    codings = [name for name in codings if name != "identity"]
    if len(codings) > 1 or any(name not in _WINDOW for name in codings):
        raise UnsupportedMediaType(
            f"The body has Content-Encoding {', '.join(codings)!r}; one of gzip, deflate and identity is read.",
            headers={"Accept-Encoding": "gzip, deflate", **_CLOSE},  # RFC 9110, section 12.5.3
        )
    length = fields.get(b"content-length", "")
    if length.isdigit() and int(length) > max_bytes:
        raise _too_large(max_bytes)
    try:
        async with asyncio.timeout(time_limit_ms / 1_000):
            body = await _collect(receive, max_bytes)
    except TimeoutError:
        raise RequestTimeout(
            f"The body had not arrived whole after {time_limit_ms} ms.", headers=_CLOSE, limit=time_limit_ms
        ) from None
    return decompress(body, codings[0], max_bytes) if codings and body else body


async def _collect(receive: Receive, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > max_bytes:
            raise _too_large(max_bytes)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def decompress(body: bytes, coding: str, max_bytes: int) -> bytes:
    """``body`` without its gzip or deflate coding; never more than ``max_bytes`` and a spare byte in memory.

    A gzip body may have several members (RFC 1952, section 2.2); all of them together must fit.
    Some senders of ``deflate`` leave out the zlib wrapper that RFC 9110, section 8.4.1.2 asks for; both are read.
    """
    window = _WINDOW[coding]
    if coding == "deflate" and (len(body) < 2 or body[0] & 0x0F != 8 or int.from_bytes(body[:2]) % 31):
        window = -zlib.MAX_WBITS
    parts: list[bytes] = []
    room = max_bytes + 1
    rest = body
    try:
        while rest:
            if len(parts) == _MOST_MEMBERS:
                raise BadRequest(f"The body has more than {_MOST_MEMBERS} gzip members. Send one.")
            stream = zlib.decompressobj(window)
            part = stream.decompress(rest, room)
            parts.append(part)
            room -= len(part)
            if room <= 0:
                raise _too_large(max_bytes)
            if not stream.eof:
                raise BadRequest(f"The body ends in the middle of its {coding} data.")
            rest = stream.unused_data
            if rest and coding == "deflate":
                raise BadRequest("Bytes follow the end of the body's deflate data.")
    except zlib.error:
        raise BadRequest(f"The body is not {coding} data, though its Content-Encoding says so.") from None
    return b"".join(parts)


def _too_large(max_bytes: int) -> QueryTooLarge:
    return QueryTooLarge(
        f"The body is longer than {max_bytes} bytes. Send a shorter query.", headers=_CLOSE, limit=max_bytes
    )

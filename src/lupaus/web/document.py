"""Documents: bodies that a release fixes, sent with everything that makes asking for them again cheap."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from starlette.types import Receive, Scope, Send

from lupaus.dataset.packing import open_unpacked
from lupaus.errors import RangeNotSatisfiable
from lupaus.web.cache import AnswerCache
from lupaus.web.compression import Coding, choose_coding, compress, worth_compressing
from lupaus.web.headers import COMMON, Headers, field, http_date, read
from lupaus.web.reply import Reply, is_current, respond

__all__ = ["CACHE_CONTROL", "IMMUTABLE", "FileReply", "Packed", "document_reply", "read_range"]

CACHE_CONTROL = "public, max-age=300"
"""An address keeps its meaning but not its bytes from one release to the next: five minutes, then revalidate."""
IMMUTABLE = "public, max-age=31536000, immutable"
"""What belongs to one version never changes (RFC 8246)."""

_CHUNK_BYTES = 65_536
_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.ASCII | re.IGNORECASE)


async def document_reply(
    cache: AnswerCache,
    scope: Scope,
    *,
    key: str,
    make: Callable[[], bytes | Awaitable[bytes]],
    content_type: str,
    modified: datetime,
    vary: tuple[str, ...] = (),
    extras: Headers = (),
    status: int = 200,
    cache_control: str = CACHE_CONTROL,
) -> Reply:
    """The document under ``key``, made if the cache has it not.

    Its ETag is a hash of its bytes: a document that a new release leaves as it was is revalidated by 304.
    """
    coding = choose_coding(read(scope["headers"], b"accept-encoding").get(b"accept-encoding"))
    cache_key = f"{key}|{coding}"
    if (kept := cache.get(cache_key)) is not None:
        return kept
    plain = cache.get(f"{key}|identity")
    made = make() if plain is None else plain.body
    body = made if isinstance(made, bytes) else await made
    tag = hashlib.blake2b(body, digest_size=16).hexdigest()
    headers = [
        field("content-type", content_type),
        field("cache-control", cache_control),
        field("last-modified", http_date(modified)),
        field("vary", ", ".join((*vary, "Accept-Encoding"))),
        *extras,
    ]
    if coding != "identity" and worth_compressing(len(body)):
        body = await compress(body, coding)
        tag += f"-{coding}"
        headers.append(field("content-encoding", coding))
    headers.append(field("etag", f'"{tag}"'))
    reply = Reply(status, tuple(headers), body, cache_key=cache_key)
    cache.put(reply)
    return reply


class Packed(NamedTuple):
    """The same file, packed for the way."""

    coding: Coding
    path: Path
    etag: str


@dataclass(frozen=True)
class FileReply:
    """A file as an answer, whole or one range of it (RFC 9110, section 14); never more than a chunk in memory.

    Of several ranges, and of units other than bytes, the whole file is sent, as section 14.2 allows.
    """

    path: Path
    content_type: str
    etag: str
    """Without quotes; a strong validator, so that ranges may be put together (section 14.5 and 13.1.5)."""
    modified: datetime
    extras: Headers = ()
    cache_control: str = CACHE_CONTROL
    unpacked_bytes: int | None = None
    """The size of the file, where ``path`` is its ``.zst`` and the file itself is made of it; else ``None``."""
    packed: tuple[Packed, ...] = ()
    """Content codings that are there already; the first that a client likes best is sent."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application.

        :raises RangeNotSatisfiable: if the range begins beyond the end.
        """
        asked = read(scope["headers"], b"accept-encoding", b"range", b"if-range")
        coding = choose_coding(asked.get(b"accept-encoding"), [each.coding for each in self.packed])
        condition = asked.get(b"if-range", "")
        for each in self.packed:
            # A part is a part of the file as it is, unless the client has the beginning of the packed one.
            if condition == f'"{each.etag}"' if b"range" in asked else each.coding == coding:
                extras = (*self.extras, field("content-encoding", coding))
                await replace(self, path=each.path, etag=each.etag, extras=extras, unpacked_bytes=None)._send(
                    scope, send
                )
                return
        await self._send(scope, send)

    async def _send(self, scope: Scope, send: Send) -> None:
        size = self.unpacked_bytes
        if size is None:
            size = (await asyncio.to_thread(self.path.stat)).st_size
        headers: Headers = (
            field("content-type", self.content_type),
            field("cache-control", self.cache_control),
            field("etag", f'"{self.etag}"'),
            field("last-modified", http_date(self.modified)),
            field("accept-ranges", "bytes"),
            *self.extras,
        )
        whole = Reply(200, headers)
        if is_current(whole, scope["headers"]):
            await respond(whole, scope, send)
            return
        asked = read(scope["headers"], b"range", b"if-range")
        first, last, status = 0, size - 1, 200
        same = asked.get(b"if-range") in (None, f'"{self.etag}"', http_date(self.modified))
        if scope["method"] == "GET" and same and (span := read_range(asked.get(b"range", ""), size)) is not None:
            first, last = span
            status = 206
            headers = (*headers, field("content-range", f"bytes {first}-{last}/{size}"))
        length = last - first + 1
        start = [*COMMON, *headers, field("content-length", str(length))]
        await send({"type": "http.response.start", "status": status, "headers": start})
        if scope["method"] != "HEAD":
            async for chunk in self._chunks(first, length):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _chunks(self, first: int, length: int) -> AsyncIterator[bytes]:
        with await asyncio.to_thread(self._open) as file:
            await asyncio.to_thread(file.seek, first)
            while length > 0:
                chunk = await asyncio.to_thread(file.read, min(_CHUNK_BYTES, length))
                if not chunk:
                    return
                length -= len(chunk)
                yield chunk

    def _open(self) -> BinaryIO:
        return self.path.open("rb") if self.unpacked_bytes is None else open_unpacked(self.path)


def read_range(text: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single byte range; ``None`` if the field asks for something else, or nothing.

    :raises RangeNotSatisfiable: if it begins beyond the end.
    """
    match = _RANGE.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    first, last = match.groups()
    if first == "":
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < begin:
            return None
    if begin >= size or begin > end:
        raise RangeNotSatisfiable(
            f"The file has {size} bytes.", headers={"Content-Range": f"bytes */{size}"}, limit=size
        )
    return begin, end

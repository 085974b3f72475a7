"""Content codings for answers: which one a client takes, whole bodies, and streams (RFC 9110, section 12.5.3)."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from typing import Literal

from lupaus.sparql.accept import negotiate_encoding

__all__ = ["Coding", "choose_coding", "compress", "compress_stream", "worth_compressing"]

Coding = Literal["identity", "gzip"]

_GZIP = zlib.MAX_WBITS | 16
_LEVEL = 6
_STREAM_LEVEL = 1
"""Streams are compressed on the event loop, a few KiB at a time: fast matters more than small."""
_LEAST_BYTES = 1_024
_INLINE_BYTES = 16_384
"""Compressing this much takes under a millisecond; more goes to a thread (zlib releases the interpreter lock)."""


def choose_coding(accept_encoding: str | None) -> Coding:
    """gzip if the client takes it and does not prefer the plain form.

    :raises NotAcceptable: if it takes neither.
    """
    return "gzip" if negotiate_encoding(accept_encoding, ("gzip",)) == "gzip" else "identity"


def worth_compressing(size: int) -> bool:
    """Whether a body of ``size`` bytes gains from compression."""
    return size >= _LEAST_BYTES


async def compress(body: bytes) -> bytes:
    """``body`` as one gzip member, the same bytes each time (no time stamp); a large one off the event loop."""
    if len(body) <= _INLINE_BYTES:
        return _gzip(body)
    return await asyncio.to_thread(_gzip, body)


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    return packer.compress(body) + packer.flush()


async def compress_stream(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """``chunks`` as one gzip member. The first chunk is flushed at once, so that the client sees it."""
    packer = zlib.compressobj(_STREAM_LEVEL, wbits=_GZIP)
    is_first = True
    async for chunk in chunks:
        packed = packer.compress(chunk)
        if is_first:
            packed += packer.flush(zlib.Z_SYNC_FLUSH)
            is_first = False
        if packed:
            yield packed
    yield packer.flush()

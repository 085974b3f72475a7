"""Content codings for answers: which one a client takes, whole bodies, and streams (RFC 9110, section 12.5.3)."""

import asyncio
import sys
import zlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Literal, cast

import brotli

from lupaus.errors import NotAcceptable
from lupaus.sparql.accept import negotiate_encoding

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    import zstandard

__all__ = [
    "STREAMED",
    "WHOLE",
    "Coding",
    "choose_coding",
    "compress",
    "compress_stream",
    "decompress",
    "takes_plain",
    "worth_compressing",
]

Coding = Literal["identity", "br", "zstd", "gzip"]
"""``zstd`` is RFC 8878, with a window that RFC 9659 allows; ``br`` is RFC 7932."""

WHOLE: tuple[Coding, ...] = ("br", "zstd", "gzip")
"""For bodies that are packed once and sent many times: the smallest first."""
STREAMED: tuple[Coding, ...] = ("gzip",)

_GZIP = zlib.MAX_WBITS | 16
_LEVEL = 6
_BROTLI_QUALITY = 5
"""Smaller and sooner done than gzip at 6; beyond 6 it takes many times as long for two per cent."""
_ZSTD_LEVEL = 6
_STREAM_LEVEL = 1
"""Streams are compressed on the event loop, a few KiB at a time: fast matters more than small."""
_LEAST_BYTES = 1_024
_INLINE_BYTES = 16_384
"""Compressing this much takes under a millisecond; more goes to a thread (all release the interpreter lock)."""


def choose_coding(accept_encoding: str | None, offers: Sequence[Coding] = WHOLE) -> Coding:
    """What the client likes best of ``offers`` and the plain form; of what it likes alike, the earliest offer.

    :raises NotAcceptable: if it takes none of them.
    """
    return cast(Coding, negotiate_encoding(accept_encoding, offers))


def takes_plain(accept_encoding: str | None) -> bool:
    """Whether the client takes bytes in no coding; most do (RFC 9110, section 12.5.3)."""
    try:
        return negotiate_encoding(accept_encoding, ()) == "identity"
    except NotAcceptable:
        return False


def worth_compressing(size: int) -> bool:
    """Whether a body of ``size`` bytes gains from compression."""
    return size >= _LEAST_BYTES


async def compress(body: bytes, coding: Coding) -> bytes:
    """``body`` in ``coding``, the same bytes each time (no time stamp); a large one off the event loop."""
    return await _run(_PACKERS[coding], body)


async def _run(work: Callable[[bytes], bytes], body: bytes) -> bytes:
    if len(body) <= _INLINE_BYTES:
        return work(body)
    return await asyncio.to_thread(work, body)


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    return packer.compress(body) + packer.flush()


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return packed


def _zstd(body: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        return zstd.compress(body, level=_ZSTD_LEVEL)
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)


_PACKERS: Mapping[Coding, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "br": _brotli,
    "zstd": _zstd,
    "gzip": _gzip,
}


async def decompress(body: bytes, coding: Coding) -> bytes:
    """What ``compress`` was given. Only for bytes that it made: nothing bounds what comes out."""
    return await _run(_UNPACKERS[coding], body)


def _unzip(body: bytes) -> bytes:
    return zlib.decompress(body, wbits=_GZIP)


def _unbrotli(body: bytes) -> bytes:
    plain: bytes = brotli.decompress(body)
    return plain


def _unzstd(body: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        return zstd.decompress(body)
    return zstandard.ZstdDecompressor().decompress(body)


_UNPACKERS: Mapping[Coding, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "br": _unbrotli,
    "zstd": _unzstd,
    "gzip": _unzip,
}


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

"""Content codings of answers."""

import asyncio
import gzip
import zlib

import brotli
import httpx
import pytest

from lupaus.errors import NotAcceptable
from lupaus.web.compression import STREAMED, choose_coding, compress, compress_stream, worth_compressing

CHOICES = [
    (None, "identity", "no field, no coding"),
    ("", "identity", "nothing wanted"),
    ("gzip, deflate, br, zstd", "br", "a browser: the smallest"),
    ("gzip, zstd", "zstd", "the next"),
    ("gzip;q=1, br;q=0.9", "gzip", "what it likes best"),
    ("compress", "identity", "not one of ours"),
    ("gzip;q=0", "identity", "refused"),
    ("gzip;q=0.5, identity;q=0.8", "identity", "identity preferred"),
]


@pytest.mark.parametrize(("field", "coding", "reason"), CHOICES)
def test_the_coding_follows_the_field(field, coding, reason):
    assert choose_coding(field) == coding, reason


def test_a_client_that_takes_no_form_of_the_bytes_is_told_so():
    with pytest.raises(NotAcceptable):
        choose_coding("gzip;q=0, identity;q=0")


def test_a_stream_is_never_packed_by_what_holds_back():
    assert choose_coding("gzip, deflate, br, zstd", STREAMED) == "gzip"
    assert choose_coding("br, zstd", STREAMED) == "identity"


UNPACK = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda packed: httpx.Response(200, headers={"content-encoding": "zstd"}, content=packed).content,
}


@pytest.mark.parametrize("coding", UNPACK)
@pytest.mark.parametrize("size", [0, 1, 1_000, 100_000])
def test_a_body_comes_back_whole_and_packs_alike_each_time(size, coding):
    body = bytes(range(256)) * (size // 256 + 1)
    first, second = asyncio.run(compress(body, coding)), asyncio.run(compress(body, coding))
    assert UNPACK[coding](first) == body
    assert first == second, "no time stamp"


def test_a_small_body_is_left_alone():
    assert not worth_compressing(1_023)
    assert worth_compressing(1_024)


async def _chunks(parts):
    for part in parts:
        yield part


async def _packed(parts):
    return [part async for part in compress_stream(_chunks(parts))]


@pytest.mark.parametrize("parts", [[], [b""], [b"one"], [b"one", b"two", b"three" * 5_000]])
def test_a_stream_comes_back_whole(parts):
    assert gzip.decompress(b"".join(asyncio.run(_packed(parts)))) == b"".join(parts)


def test_the_first_chunk_can_be_read_before_the_second_exists():
    async def first_only():
        never = asyncio.Event()

        async def slow():
            yield b"head\n"
            await never.wait()

        return await anext(compress_stream(slow()))

    packed = asyncio.run(first_only())
    assert zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed) == b"head\n"

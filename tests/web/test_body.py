"""Request bodies: read within a bound of bytes and time, unpacked within a bound of bytes."""

import asyncio
import gzip
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lupaus.errors import BadRequest, QueryTooLarge, RequestTimeout, UnsupportedMediaType
from lupaus.web.body import ClientGone, decompress, read_body

LIMIT = 1_000


def receiver(*parts, disconnect=False):
    messages = [
        {"type": "http.request", "body": part, "more_body": disconnect or n < len(parts) - 1}
        for n, part in enumerate(parts)
    ]
    if disconnect:
        messages.append({"type": "http.disconnect"})
    queue = iter(messages)

    async def receive():
        return next(queue)

    return receive


def read(*parts, headers=(), disconnect=False, time_limit_ms=1_000):
    return asyncio.run(
        read_body(receiver(*parts, disconnect=disconnect), headers, max_bytes=LIMIT, time_limit_ms=time_limit_ms)
    )


@pytest.mark.parametrize("parts", [(b"",), (b"ASK {}",), (b"ASK", b" ", b"{}"), (b"", b"ASK {}", b"")])
def test_chunks_joined_are_the_body(parts):
    assert read(*parts) == b"".join(parts)


def test_a_body_of_exactly_the_limit_is_read():
    assert read(b"x" * LIMIT) == b"x" * LIMIT


@pytest.mark.parametrize("parts", [(b"x" * (LIMIT + 1),), (b"x" * LIMIT, b"x")])
def test_a_longer_body_is_refused(parts):
    with pytest.raises(QueryTooLarge) as caught:
        read(*parts)
    assert caught.value.status == 413
    assert caught.value.headers["Connection"] == "close"


def test_a_content_length_beyond_the_limit_is_refused_unread():
    async def never():
        raise AssertionError("the body was read")

    with pytest.raises(QueryTooLarge):
        asyncio.run(read_body(never, [(b"content-length", b"1001")], max_bytes=LIMIT, time_limit_ms=1_000))


def test_a_body_that_does_not_come_is_a_timeout():
    async def silent():
        await asyncio.Event().wait()

    with pytest.raises(RequestTimeout) as caught:
        asyncio.run(read_body(silent, [], max_bytes=LIMIT, time_limit_ms=20))
    assert caught.value.status == 408


def test_a_body_that_drips_is_a_timeout_however_often_it_drips():
    async def dripping():
        await asyncio.sleep(0.004)
        return {"type": "http.request", "body": b"x", "more_body": True}

    with pytest.raises(RequestTimeout):
        asyncio.run(read_body(dripping, [], max_bytes=LIMIT, time_limit_ms=40))


def test_a_client_that_leaves_is_gone():
    with pytest.raises(ClientGone):
        read(b"AS", disconnect=True)


CODED = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP": gzip.compress,
    "deflate": zlib.compress,
    "identity": bytes,
    "": bytes,
    "identity, gzip": gzip.compress,
}


@pytest.mark.parametrize("coding", CODED)
def test_each_coding_is_undone(coding):
    body = b"SELECT * WHERE { ?s ?p ?o }"
    assert read(CODED[coding](body), headers=[(b"content-encoding", coding.encode())]) == body


def test_deflate_without_its_wrapper_is_undone_too():
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(b"ASK {}") + packer.flush()
    assert decompress(packed, "deflate", LIMIT) == b"ASK {}"


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip", "gzip, deflate", "rot13"])
def test_other_codings_are_refused(coding):
    with pytest.raises(UnsupportedMediaType) as caught:
        read(b"x", headers=[(b"content-encoding", coding.encode())])
    assert caught.value.headers["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", b"not gzip"),
        ("deflate", b"\xff\xff\xff"),
        ("gzip", gzip.compress(b"ASK {}" * 50, mtime=0)[:-9]),
        ("gzip", gzip.compress(b"ASK {}", mtime=0) + b"tail"),
        ("deflate", zlib.compress(b"ASK {}") + b"tail"),
        ("deflate", zlib.compress(b"ASK {}" * 50)[:-6]),
    ],
)
def test_a_damaged_body_is_a_bad_request(coding, body):
    with pytest.raises(BadRequest):
        decompress(body, coding, LIMIT)


def test_a_gzip_body_may_have_several_members():
    assert decompress(gzip.compress(b"ASK ") + gzip.compress(b"{}"), "gzip", LIMIT) == b"ASK {}"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_bomb_is_refused_without_being_unpacked(pack):
    bomb = pack(b"\0" * 50_000_000)
    tracemalloc.start()
    with pytest.raises(QueryTooLarge):
        decompress(bomb, "gzip" if pack is gzip.compress else "deflate", LIMIT)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_bomb_of_many_members_is_refused():
    with pytest.raises(QueryTooLarge):
        decompress(gzip.compress(b"x" * 200) * 6, "gzip", LIMIT)


def test_a_body_of_empty_members_is_refused_in_no_time():
    started = time.perf_counter()
    with pytest.raises(BadRequest):
        decompress(gzip.compress(b"") * 10_000, "gzip", LIMIT)
    assert time.perf_counter() - started < 0.1


@given(st.binary(max_size=LIMIT + 50))
@settings(max_examples=60, deadline=None)
def test_unpacking_undoes_packing_up_to_the_limit(body):
    packed = gzip.compress(body)
    if len(body) <= LIMIT:
        assert decompress(packed, "gzip", LIMIT) == body
    else:
        with pytest.raises(QueryTooLarge):
            decompress(packed, "gzip", LIMIT)

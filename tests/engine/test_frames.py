"""Framing: what is cut anywhere arrives the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lupaus.engine.frames import (
    DATA,
    END,
    ERROR,
    HEADER,
    ORDER,
    End,
    Failure,
    FrameError,
    FrameReader,
    Order,
    frame,
)


@given(st.lists(st.binary(max_size=300)), st.lists(st.integers(1, 64), min_size=1))
def test_a_stream_cut_anywhere_gives_the_same_bytes_and_one_end(chunks, cuts):
    end = End(12_345, True)
    stream = b"".join(frame(DATA, chunk) for chunk in chunks) + end.encode()
    reader, data, ends, at, turn = FrameReader(), b"", [], 0, 0
    while at < len(stream):
        step = cuts[turn % len(cuts)]
        for kind, payload in reader.feed(stream[at : at + step]):
            if kind == DATA:
                data += payload
            else:
                ends.append(End.decode(payload))
        at, turn = at + step, turn + 1
    assert data == b"".join(chunks)
    assert ends == [end]


@pytest.mark.parametrize(
    "order",
    [
        Order("ASK {}", "json"),
        Order("SELECT * {} # ä€😀\n", "tsv", (), ("http://e/g",), "http://e/", 10, {"e": "http://e/"}, True),
        Order("x", "turtle", ("a:b", "a:c"), None),
    ],
)
def test_an_order_survives_the_way(order):
    assert Order.decode(order.encode()[HEADER.size :]) == order


def test_a_failure_survives_the_way_and_its_text_is_bounded():
    failure = Failure("syntax", "€" * 5_000, 3, 4, 5, True)
    decoded = Failure.decode(failure.encode()[HEADER.size :])
    assert decoded == failure._replace(detail="€" * 2_000)


@pytest.mark.parametrize(
    ("kind", "length"),
    [(ORDER, 1), (0, 1), (END, 70_000), (END, 0), (ERROR, 2**32 - 1)],
    ids=["an order", "no kind", "a long end", "an empty end", "a very long failure"],
)
def test_what_no_worker_sends_is_refused(kind, length):
    with pytest.raises(FrameError):
        FrameReader().feed(HEADER.pack(kind, length))


@pytest.mark.parametrize("payload", [b"", b"no JSON", b"\xff", b"7", b"[1, 2, 3, 4, 5, 6, 7]"])
def test_a_failure_that_cannot_be_read_is_a_failure(payload):
    assert Failure.decode(payload) == Failure("failed", is_spent=True)

"""What a worker sends, seen at the other end of its channel."""

import socket

import pytest

from lupaus.engine import worker
from lupaus.engine.frames import DATA, END, ERROR, End, Failure, FrameReader, Order, frame
from lupaus.engine.worker import AnswerLimitReached, ChunkWriter, work


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        yield ours, theirs


def sent(channel):
    """The frames on the channel by now, as (kind, payload)."""
    channel.setblocking(False)
    try:
        return FrameReader().feed(channel.recv(10_000_000))
    except BlockingIOError:
        return []


def test_a_short_answer_leaves_in_one_piece(ends):
    ours, theirs = ends
    writer = ChunkWriter(theirs, 0)
    for part in (b"a", b"b", b"c"):
        writer.write(part)
    assert sent(ours) == []
    writer.finish(End(1, False).encode())
    assert [kind for kind, _ in sent(ours)] == [DATA, END]


def test_the_newest_bytes_are_kept_back_however_late(ends, monkeypatch):
    ours, theirs = ends
    monkeypatch.setattr(worker, "_FLUSH_AFTER_S", -1)
    writer = ChunkWriter(theirs, 0)
    writer.write(b"buffered by the engine")
    writer.finish(Failure("failed").encode(), drop=True)
    assert [kind for kind, _ in sent(ours)] == [ERROR]


def test_late_bytes_leave_when_the_next_ones_come(ends, monkeypatch):
    ours, theirs = ends
    monkeypatch.setattr(worker, "_FLUSH_AFTER_S", -1)
    writer = ChunkWriter(theirs, 0)
    writer.write(b"first")
    writer.write(b"second")
    assert sent(ours) == [(DATA, b"first")]


def test_full_chunks_leave(ends):
    ours, theirs = ends
    writer = ChunkWriter(theirs, 0)
    for _ in range(9):
        writer.write(b"x" * 8_192)
    ((kind, payload),) = sent(ours)
    assert (kind, len(payload)) == (DATA, 65_536)


def test_the_limit_counts_what_was_kept_back(ends):
    writer = ChunkWriter(ends[1], 10)
    writer.write(b"x" * 10)
    with pytest.raises(AnswerLimitReached):
        writer.write(b"x")


class Evaluator:
    def evaluate(self, order, writer):
        if order.query == "interrupt":
            raise KeyboardInterrupt
        writer.write(order.query.encode())
        return order.query == "spend"


def test_a_worker_serves_until_its_channel_closes(ends):
    ours, theirs = ends
    ours.sendall(Order("one", "json").encode() + Order("spend", "json").encode()[:9])
    ours.sendall(Order("spend", "json").encode()[9:])
    ours.shutdown(socket.SHUT_WR)
    work(Evaluator(), theirs)
    (_, one), (_, first), (_, two), (_, second) = sent(ours)
    assert (one, two) == (b"one", b"spend")
    assert [End.decode(payload).is_spent for payload in (first, second)] == [False, True]


def test_a_worker_outlives_what_its_engine_raises_and_is_then_spent(ends, capfd):
    ours, theirs = ends
    ours.sendall(Order("interrupt", "json").encode())
    ours.shutdown(socket.SHUT_WR)
    work(Evaluator(), theirs)
    ((_, payload),) = sent(ours)
    assert Failure.decode(payload) == Failure("failed", is_spent=True)
    assert capfd.readouterr().err == "KeyboardInterrupt: "


@pytest.mark.parametrize("data", [b"", b"X", frame(DATA, b"no order"), Order("q", "json").encode()[:-1]])
def test_a_channel_that_ends_or_makes_no_sense_ends_the_worker(ends, data):
    ours, theirs = ends
    ours.sendall(data)
    ours.shutdown(socket.SHUT_WR)
    work(Evaluator(), theirs)
    assert sent(ours) == []


def test_a_worker_whose_server_is_gone_ends(ends):
    ours, theirs = ends
    ours.sendall(Order("one", "json").encode())
    ours.close()
    work(Evaluator(), theirs)

"""The life of a worker: read an order, answer it in frames, again, until the server closes the channel."""

import contextlib
import os
import resource
import socket
from time import monotonic
from typing import Protocol

from lupaus.engine.frames import DATA, HEADER, ORDER, End, Failure, FailureKind, Order

__all__ = ["AnswerLimitReached", "ChunkWriter", "Evaluator", "Refusal", "work"]

_CHUNK_BYTES = 65_536
_FLUSH_AFTER_S = 0.005


class Refusal(Exception):
    """An order that cannot be carried out, for a reason the client is told."""

    def __init__(
        self, kind: FailureKind, detail: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.line, self.column = kind, detail, line, column


class AnswerLimitReached(Exception):
    """The answer is longer than the order allows."""


class ServerGone(Exception):
    """Nobody holds the other end of the channel."""


class Evaluator(Protocol):
    """A query engine with its data, as a worker uses it."""

    def prepare(self) -> None:
        """Make ready in the worker what cannot be inherited from the zygote."""

    def evaluate(self, order: Order, writer: "ChunkWriter") -> bool:
        """Write the answer. Returns whether this worker is spent: its copy of the store was altered.

        :raises Refusal: for what the client is to be told.
        """


class ChunkWriter:
    """A binary file that gathers an engine's small writes into frames on the channel.

    The first chunk leaves early and the next ones full: what was gathered is sent when it fills a frame, or when
    five milliseconds have gone by since the last one. A channel whose reader is slow blocks the write, and with it
    the query: no answer is ever longer in memory than a frame and a socket's buffer.
    """

    def __init__(self, channel: socket.socket, max_bytes: int) -> None:
        self._channel = channel
        self._max_bytes = max_bytes
        self._written = 0
        self._gathered: list[bytes] = []
        self._size = 0
        self._flushed = monotonic()
        self.stopped: BaseException | None = None
        """Why writing was stopped from here; engines may hand the exception on in other clothes."""

    def write(self, data: bytes) -> int:
        """Take bytes. Raises to stop the engine: past the limit, or when the server is gone."""
        size = len(data)
        self._written += size
        if self._max_bytes and self._written > self._max_bytes:
            self.stopped = AnswerLimitReached()
            raise self.stopped
        # The newest bytes are kept back: an engine that fails writes out its buffer first, and only then raises.
        if self._size and (self._size >= _CHUNK_BYTES or monotonic() - self._flushed > _FLUSH_AFTER_S):
            self._send(b"")
        self._gathered.append(bytes(data))
        self._size += size
        return size

    def flush(self) -> None:
        """Nothing: engines flush at will, and frames are ours."""

    def finish(self, last: bytes, *, drop: bool = False) -> None:
        """Send what is gathered, unless it is dropped, and the frame that ends the answer, in one go."""
        if drop:
            self._gathered, self._size = [], 0
        self._send(last)

    def _send(self, last: bytes) -> None:
        parts = [HEADER.pack(DATA, self._size), *self._gathered, last] if self._size else [last]
        self._gathered, self._size = [], 0
        try:
            self._channel.sendall(b"".join(parts))
        except OSError:
            self.stopped = ServerGone()
            raise self.stopped from None
        self._flushed = monotonic()


def work(evaluator: Evaluator, channel: socket.socket) -> None:
    """Serve orders until the channel is closed."""
    with contextlib.suppress(ServerGone):
        while (payload := _receive(channel)) is not None:
            _serve(evaluator, channel, Order.decode(payload))


def _serve(evaluator: Evaluator, channel: socket.socket, order: Order) -> None:
    writer = ChunkWriter(channel, order.max_answer_bytes)
    try:
        is_spent = evaluator.evaluate(order, writer)
    except BaseException as error:
        if isinstance(writer.stopped, ServerGone):
            raise writer.stopped from None
        writer.finish(_failure(error, writer, order).encode(), drop=True)
    else:
        writer.finish(End(_peak_rss_kib(), is_spent).encode())


def _failure(error: BaseException, writer: ChunkWriter, order: Order) -> Failure:
    """What the server is told; a text of the engine's own only where it is about the query."""
    if isinstance(writer.stopped, AnswerLimitReached):
        return Failure("answer-too-large", f"{order.max_answer_bytes}", peak_rss_kib=_peak_rss_kib())
    if isinstance(error, Refusal):
        spent = error.kind == "merge-too-large"
        return Failure(error.kind, error.detail, error.line, error.column, _peak_rss_kib(), spent)
    if isinstance(error, MemoryError):
        return Failure("memory", is_spent=True)
    os.write(2, f"{type(error).__name__}: {error}".encode()[:1_000])
    return Failure("failed", is_spent=True)


def _receive(channel: socket.socket) -> bytes | None:
    """The payload of the next order, or ``None`` at the end of the channel."""
    header = _receive_exactly(channel, HEADER.size)
    if header is None:
        return None
    kind, length = HEADER.unpack(header)
    return _receive_exactly(channel, length) if kind == ORDER else None


def _receive_exactly(channel: socket.socket, size: int) -> bytes | None:
    parts: list[bytes] = []
    held = 0
    while held < size:
        part = channel.recv(size - held)
        if not part:
            return None
        parts.append(part)
        held += len(part)
    return b"".join(parts)


def _peak_rss_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

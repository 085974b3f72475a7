"""What travels between the server and a worker: frames, an order for a query, the end or failure of an answer.

A frame is a type byte, a length, and so many bytes. The server does not trust a worker (its parser has been fed a
stranger's query), so the way back carries no pickles and the length of what must be kept whole is bounded.
"""

import json
from collections.abc import Iterable, Mapping
from struct import Struct
from typing import Literal, NamedTuple

__all__ = [
    "DATA",
    "END",
    "ERROR",
    "HEADER",
    "ORDER",
    "End",
    "Failure",
    "FailureKind",
    "FrameError",
    "FrameReader",
    "Order",
    "frame",
]

ORDER, DATA, END, ERROR = b"Q"[0], b"D"[0], b"E"[0], b"X"[0]
HEADER = Struct("!BI")
_LONGEST_KEPT = 65_536
_END = Struct("!I?")

FailureKind = Literal[
    "syntax",
    "complex",
    "unsupported",
    "forbidden",
    "service-failed",
    "memory",
    "answer-too-large",
    "merge-too-large",
    "failed",
]


class FrameError(Exception):
    """The other side does not speak the protocol. The channel is of no further use."""


class Order(NamedTuple):
    """One query, as a worker needs it."""

    query: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base_iri: str | None = None
    max_answer_bytes: int = 0
    prefixes: Mapping[str, str] = {}
    is_describe: bool = False
    calls_services: bool = False

    def encode(self) -> bytes:
        """The order as a frame."""
        return frame(ORDER, json.dumps(self).encode())

    @classmethod
    def decode(cls, payload: bytes) -> "Order":
        """The order of a frame's payload."""
        order = cls(*json.loads(payload))
        return order._replace(default_graphs=_tuple(order.default_graphs), named_graphs=_tuple(order.named_graphs))


class End(NamedTuple):
    """An answer is complete."""

    peak_rss_kib: int
    """The most memory the worker ever held: a worker that has grown is replaced."""
    is_spent: bool
    """Whether the worker altered its copy of the store, and must not serve another query."""

    def encode(self) -> bytes:
        """The end as a frame."""
        return frame(END, _END.pack(self.peak_rss_kib, self.is_spent))

    @classmethod
    def decode(cls, payload: bytes) -> "End":
        """The end of a frame's payload, which ``FrameReader`` has measured."""
        return cls(*_END.unpack(payload))


class Failure(NamedTuple):
    """An answer will not be completed, and why; the worker lives on unless it says that it is spent."""

    kind: FailureKind
    detail: str = ""
    line: int | None = None
    column: int | None = None
    peak_rss_kib: int = 0
    is_spent: bool = False

    def encode(self) -> bytes:
        """The failure as a frame."""
        return frame(ERROR, json.dumps(self._replace(detail=self.detail[:2_000])).encode())

    @classmethod
    def decode(cls, payload: bytes) -> "Failure":
        """The failure of a frame's payload; one that cannot be read is a failure as well."""
        try:
            return cls(*json.loads(payload))
        except (ValueError, TypeError):
            return cls("failed", is_spent=True)


def _tuple(names: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def frame(kind: int, payload: bytes) -> bytes:
    """One frame."""
    return HEADER.pack(kind, len(payload)) + payload


def _is_known(kind: int, length: int) -> bool:
    return length == _END.size if kind == END else kind == ERROR and length <= _LONGEST_KEPT


class FrameReader:
    """Cuts a byte stream into frames.

    The payload of a ``DATA`` frame is handed on in the pieces in which it arrives; every other payload is whole.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._open = 0

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """The frames, and pieces of ``DATA``, that these bytes complete.

        :raises FrameError: on a frame of a kind, or a length, that a worker never sends.
        """
        if self._rest:
            data, self._rest = self._rest + data, b""
        found: list[tuple[int, bytes]] = []
        at, size = 0, len(data)
        while at < size:
            if self._open:
                piece = data[at : at + self._open]
                found.append((DATA, piece))
                at += len(piece)
                self._open -= len(piece)
                continue
            start = at + HEADER.size
            if start > size:
                break
            kind, length = HEADER.unpack_from(data, at)
            if kind == DATA:
                at, self._open = start, length
                continue
            if not _is_known(kind, length):
                raise FrameError(f"a frame of kind {kind} and {length} bytes")
            if start + length > size:
                break
            found.append((kind, data[start : start + length]))
            at = start + length
        self._rest = data[at:]
        return found

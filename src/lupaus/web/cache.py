"""Answers kept in memory, and identical questions asked once.

Two levels share one budget of bytes. The second is keyed by what the answer depends on (release, version, query
without its white space, graphs, format, encoding: see ``sparql/normalise.py``). The first maps the bytes of a
request as they arrive (target, Accept, Accept-Encoding, Accept-Language) to a key of the second, so that a
repeated request is answered without being parsed. A release is immutable and owns its cache: nothing goes stale.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from lupaus.errors import AnswerError, QueueFull, TooManyRequests
from lupaus.web.reply import Reply

__all__ = ["AGAIN", "ALONE", "AnswerCache", "Flight", "Flights", "RawKey", "Verdict"]

RawKey = tuple[bytes, bytes, bytes, bytes, bytes]
"""Path, query string, Accept, Accept-Encoding, Accept-Language."""


class Verdict(Enum):
    """What those who wait do when there is no reply to share."""

    ALONE = "ask the engine yourself: the answer is too large or too slow to share"
    AGAIN = "ask anew: the leader went away, or met an error that is not about the question"


ALONE, AGAIN = Verdict.ALONE, Verdict.AGAIN
Landing = Reply | AnswerError | Verdict

NOT_SHARED = (QueueFull, TooManyRequests)
"""Errors about the moment or the client, not about the question."""

_KEPT = frozenset({200, 303})
_RAW_OVERHEAD = 300


class AnswerCache:
    """Replies by key, the least recently used forgotten first."""

    def __init__(self, limit_bytes: int, entry_limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.entry_limit_bytes = min(entry_limit_bytes, limit_bytes)
        self.used_bytes = 0
        self.hits = 0
        self.misses = 0
        self._replies: OrderedDict[str, Reply] = OrderedDict()
        self._raw: OrderedDict[RawKey, str] = OrderedDict()
        self._raw_bytes = 0

    def __len__(self) -> int:
        return len(self._replies)

    def find(self, raw: RawKey) -> Reply | None:
        """The reply that a request with these very bytes was given before."""
        key = self._raw.get(raw)
        if key is None:
            return None
        reply = self._replies.get(key)
        if reply is None:  # forgotten since
            self._forget_raw(raw)
            return None
        self._raw.move_to_end(raw)
        self._replies.move_to_end(key)
        self.hits += 1
        return reply

    def get(self, *keys: str) -> Reply | None:
        """The reply under the first of ``keys`` that has one."""
        for key in keys:
            if (reply := self._replies.get(key)) is not None:
                self._replies.move_to_end(key)
                self.hits += 1
                return reply
        self.misses += 1
        return None

    def put(self, reply: Reply) -> None:
        """Keep ``reply`` if it is a success, has a key and is not too large. Errors are never kept."""
        if not reply.cache_key or reply.status not in _KEPT or len(reply.body) > self.entry_limit_bytes:
            return
        old = self._replies.pop(reply.cache_key, None)
        self.used_bytes += _cost(reply) - (_cost(old) if old else 0)
        self._replies[reply.cache_key] = reply
        self._shrink()

    def link(self, raw: RawKey, reply: Reply) -> None:
        """Remember that the request ``raw`` is answered by ``reply``, if that is kept."""
        if reply.cache_key in self._replies and raw not in self._raw:
            self._raw[raw] = reply.cache_key
            self._raw_bytes += _raw_cost(raw)
            self.used_bytes += _raw_cost(raw)
            self._shrink()

    def _shrink(self) -> None:
        # Raw keys may take a quarter of the budget: someone who varies a header must not push the answers out.
        while self._raw and self._raw_bytes > self.limit_bytes // 4:
            self._forget_raw(next(iter(self._raw)))
        while self.used_bytes > self.limit_bytes and self._replies:
            _, reply = self._replies.popitem(last=False)
            self.used_bytes -= _cost(reply)

    def _forget_raw(self, raw: RawKey) -> None:
        if self._raw.pop(raw, None) is not None:
            self._raw_bytes -= _raw_cost(raw)
            self.used_bytes -= _raw_cost(raw)


def _cost(reply: Reply) -> int:
    return reply.size + len(reply.cache_key)


def _raw_cost(raw: RawKey) -> int:
    return _RAW_OVERHEAD + sum(map(len, raw))


class Flights:
    """Identical questions under way: the first asks, the others wait for its answer.

    ::

        with flights.board(key) as flight:
            if flight.is_leader: …; flight.land(reply)
            else: landed = await flight.wait()    # a reply, or what to do instead
    """

    def __init__(self) -> None:
        self.joined = 0
        self._flying: dict[str, asyncio.Future[Landing]] = {}

    @contextmanager
    def board(self, key: str) -> Iterator["Flight"]:
        """Join the flight for ``key``, or lead it; however the leader ends, nobody waits for ever."""
        result = self._flying.get(key)
        if result is not None:
            self.joined += 1
            yield Flight(result, is_leader=False)
            return
        result = asyncio.get_running_loop().create_future()
        self._flying[key] = result
        flight = Flight(result, is_leader=True)
        try:
            yield flight
        except AnswerError as error:
            if not isinstance(error, NOT_SHARED):
                flight.land(error)
            raise
        finally:
            self._flying.pop(key, None)
            flight.land(AGAIN)


class Flight:
    """One question under way."""

    def __init__(self, result: "asyncio.Future[Landing]", *, is_leader: bool) -> None:
        self.is_leader = is_leader
        self._result = result

    def land(self, landing: Landing) -> None:
        """Give everyone who waits the reply, or the error the question met. Only the first landing counts."""
        if not self._result.done():
            self._result.set_result(landing)

    async def wait(self) -> Reply | Verdict:
        """The leader's reply, or what to do instead.

        :raises AnswerError: if the question itself failed: asking it again at once would fail alike.
        """
        landing = await asyncio.shield(self._result)
        if isinstance(landing, AnswerError):
            raise landing
        return landing

"""How much query time each client may use: a token bucket, filled by the minute, emptied while queries run."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

__all__ = ["Allowance"]

_MOST_CLIENTS = 10_000


@dataclass
class _Bucket:
    balance: float
    seen: float
    running: int = 0


class Allowance:
    """Query seconds per client and minute. Queries side by side are paid for side by side, while they run."""

    def __init__(self, seconds_per_minute: float, clock: Callable[[], float] = monotonic) -> None:
        self._full = seconds_per_minute
        self._rate = seconds_per_minute / 60
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait_s(self, client: str) -> int:
        """Whole seconds until this client may ask again; 0: at once. Assumes that what runs now ends now."""
        bucket = self._buckets.get(client)
        if bucket is None or self._settle(bucket).balance > 0:
            return 0
        return math.floor(-bucket.balance / self._rate) + 1

    def begin(self, client: str) -> None:
        """A query of this client starts."""
        if client and self._full:
            bucket = self._buckets.get(client)
            if bucket is None:
                self._forget_the_rested()
                bucket = self._buckets[client] = _Bucket(self._full, self._clock())
            self._settle(bucket).running += 1

    def finish(self, client: str) -> None:
        """A query of this client is over, however it ended."""
        if (bucket := self._buckets.get(client)) is not None:
            self._settle(bucket).running -= 1

    def _settle(self, bucket: _Bucket) -> _Bucket:
        now = self._clock()
        bucket.balance = min(self._full, bucket.balance + (self._rate - bucket.running) * (now - bucket.seen))
        bucket.seen = now
        return bucket

    def _forget_the_rested(self) -> None:
        """Keep the table bounded: a client with nothing running and a full bucket is like a new one."""
        if len(self._buckets) >= _MOST_CLIENTS:
            self._buckets = {
                client: bucket
                for client, bucket in self._buckets.items()
                if self._settle(bucket).running or bucket.balance < self._full
            }

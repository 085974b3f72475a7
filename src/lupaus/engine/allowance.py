"""How much query time each client may use: a token bucket, filled by the minute, emptied by the second run."""

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
    started: float = 0.0
    """Sum of the start times of what runs: ``running * now - started`` seconds are used and not yet charged."""


class Allowance:
    """Query seconds per client and minute. What still runs counts as used, so that bombs side by side add up."""

    def __init__(self, seconds_per_minute: float, clock: Callable[[], float] = monotonic) -> None:
        self._full = seconds_per_minute
        self._rate = seconds_per_minute / 60
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait_s(self, client: str) -> int:
        """Whole seconds until this client may ask again; 0: at once."""
        bucket = self._buckets.get(client)
        if bucket is None or not self._full:
            return 0
        now = self._refill(bucket)
        left = bucket.balance - (bucket.running * now - bucket.started)
        return 0 if left > 0 else max(1, math.ceil(-left / self._rate))

    def begin(self, client: str) -> float:
        """A query of this client starts. Returns what ``finish`` must be told."""
        now = self._clock()
        if client and self._full:
            bucket = self._buckets.get(client)
            if bucket is None:
                self._forget_the_rested(now)
                bucket = self._buckets[client] = _Bucket(self._full, now)
            bucket.running += 1
            bucket.started += now
        return now

    def finish(self, client: str, started: float) -> None:
        """A query of this client is over, however it ended."""
        bucket = self._buckets.get(client)
        if bucket is not None and self._full:
            now = self._refill(bucket)
            bucket.running -= 1
            bucket.started = bucket.started - started if bucket.running else 0.0
            bucket.balance -= now - started

    def _refill(self, bucket: _Bucket) -> float:
        now = self._clock()
        bucket.balance = min(self._full, bucket.balance + (now - bucket.seen) * self._rate)
        bucket.seen = now
        return now

    def _forget_the_rested(self, now: float) -> None:
        """Keep the table bounded: a client with nothing running and a full bucket is like a new one."""
        if len(self._buckets) >= _MOST_CLIENTS:
            self._buckets = {
                client: bucket
                for client, bucket in self._buckets.items()
                if bucket.running or bucket.balance + (now - bucket.seen) * self._rate < self._full
            }

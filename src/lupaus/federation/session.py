"""What one running query may call: an address of the relay for each endpoint it names, until it is over."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping
from time import monotonic

from lupaus.federation.targets import Target

__all__ = ["Session"]

_SHARE = 0.8
"""How much of what is left of the query's time one call may take: the rest is for the query to end in."""


class Session:
    """Made by ``Relay.open``; to be closed when the query is over, however it ended."""

    def __init__(
        self, targets: Iterable[Target], base: str, time_limit_s: float, forget: Callable[["Session"], None]
    ) -> None:
        self.targets: Mapping[str, Target] = {secrets.token_urlsafe(32): target for target in targets}
        """By token."""
        self.calls = 0
        self.failure = ""
        """Why the last call failed."""
        self._base = base
        self._addresses = {target.iri: base + token for token, target in self.targets.items()}
        self._time_limit_s = time_limit_s
        self._started = 0.0
        self._forget = forget
        self._running: set[asyncio.Task[object]] = set()

    def address(self, iri: str) -> str:
        """The secret address that stands for an endpoint."""
        return self._addresses[iri]

    def begin_call(self, task: "asyncio.Task[object]") -> float:
        """Count a call. Returns how many seconds it may take."""
        self.calls += 1
        self._running.add(task)
        self._started = self._started or monotonic()
        return max(0.0, self._time_limit_s - (monotonic() - self._started)) * _SHARE

    def end_call(self, task: "asyncio.Task[object]") -> None:
        """A call is over."""
        self._running.discard(task)

    def restore(self, query: bytes) -> bytes:
        """The query with the endpoints' own IRIs where SERVICE stands inside SERVICE: no secret leaves."""
        for iri, address in self._addresses.items():
            query = query.replace(address.encode(), iri.encode())
        return query

    def close(self) -> None:
        """End what runs; the addresses lead nowhere from now on."""
        self._forget(self)
        for task in list(self._running):
            task.cancel()

"""Several addresses of the same data: which to ask next, and which to leave alone for a while.

A circuit breaker for each. Pure but for the clock.
"""

from collections.abc import Callable, Iterator
from time import monotonic

from lupaus.engine.remote.address import Address

__all__ = ["Replica", "Replicas"]

_FAILURES_TO_OPEN = 3
_FIRST_REST_S = 1.0
_LONGEST_REST_S = 60.0


class Replica:
    """One address and how it did lately.

    *Closed*: it is asked. *Open*, after three failures in a row: it is left alone, each time twice as long,
    from one second to a minute. *Half open*, after that: one request tries it, and decides.
    """

    def __init__(self, address: Address, clock: Callable[[], float] = monotonic) -> None:
        self.address = address
        self._clock = clock
        self._failures = 0
        self._rest_s = _FIRST_REST_S
        self._until = 0.0
        self._is_tried = False

    @property
    def is_open(self) -> bool:
        """Whether it failed so often that it is being left alone or tried."""
        return self._failures >= _FAILURES_TO_OPEN

    @property
    def may_be_asked(self) -> bool:
        """Whether a request may go there now."""
        return not self.is_open or (not self._is_tried and self._clock() >= self._until)

    @property
    def rests_s(self) -> float:
        """Seconds until it is tried again."""
        return max(0.0, self._until - self._clock()) if self.is_open else 0.0

    def begin(self) -> None:
        """A request goes there."""
        self._is_tried = self.is_open

    def succeeded(self) -> None:
        """It answered, if only to refuse the query: it is there."""
        self._failures, self._rest_s, self._is_tried = 0, _FIRST_REST_S, False

    def failed(self) -> None:
        """It did not answer, or not with an answer."""
        self._failures += 1
        self._is_tried = False
        if self.is_open:
            self._until = self._clock() + self._rest_s
            self._rest_s = min(2 * self._rest_s, _LONGEST_REST_S)

    def given_up(self) -> None:
        """The request ended before anything could be learnt."""
        self._is_tried = False


class Replicas:
    """All addresses; each request begins with another one."""

    def __init__(self, addresses: tuple[Address, ...], clock: Callable[[], float] = monotonic) -> None:
        self._all = tuple(Replica(address, clock) for address in addresses)
        self._next = 0

    def __iter__(self) -> Iterator[Replica]:
        return iter(self._all)

    def in_turn(self) -> list[Replica]:
        """Those that may be asked now, in the order to try them: one that failed is tried last."""
        start = self._next
        self._next = (start + 1) % len(self._all)
        turned = [*self._all[start:], *self._all[:start]]
        return sorted((replica for replica in turned if replica.may_be_asked), key=lambda replica: replica.is_open)

    @property
    def usable(self) -> int:
        """How many are not being left alone."""
        return sum(not replica.is_open for replica in self._all)

    @property
    def wait_s(self) -> float:
        """Seconds until the first of them is tried again."""
        return min(replica.rests_s for replica in self._all)

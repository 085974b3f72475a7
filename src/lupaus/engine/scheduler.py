"""Who runs next: a bounded queue that no single client can fill, and slots kept for clients with nothing running.

Pure: it knows neither workers nor time.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Scheduler", "Turn"]

T = TypeVar("T")


@dataclass(eq=False)
class Turn(Generic[T]):
    """A place in the queue, then a slot."""

    client: str
    value: T

    @property
    def key(self) -> Hashable:
        """Who is counted: requests without a client are each a client of their own."""
        return self.client or id(self)


class Scheduler(Generic[T]):
    """Grants slots. ``enter`` puts a turn into the queue, ``next`` takes the one whose turn it is."""

    def __init__(self, slots: int, reserved: int, max_queue: int) -> None:
        self._slots = max(1, slots)
        self._open_to_all = max(1, self._slots - reserved)
        self._max_queue = max_queue
        self._running: Counter[Hashable] = Counter()
        self._waiting: list[Turn[T]] = []
        self._busy = 0

    @property
    def busy(self) -> int:
        """Slots taken."""
        return self._busy

    @property
    def waiting(self) -> int:
        """Turns in the queue."""
        return len(self._waiting)

    def enter(self, turn: Turn[T]) -> Turn[T] | None:
        """Queue a turn, and return the one that must be refused for it: none, another, or this same one.

        A full queue refuses whoever holds most of it, so that a client that floods it displaces only itself.
        """
        self._waiting.append(turn)
        # Free slots are not the queue's: what can start at once waits only for a worker to be forked.
        if len(self._waiting) <= self._max_queue + self._slots - self._busy:
            return None
        held = Counter(waiting.key for waiting in self._waiting)
        most = max(held.values())
        refused = turn
        if held[turn.key] < most:
            refused = next(waiting for waiting in reversed(self._waiting) if held[waiting.key] == most)
        self._waiting.remove(refused)
        return refused

    def leave(self, turn: Turn[T]) -> None:
        """Take a turn out of the queue; harmless when it is not there."""
        if turn in self._waiting:
            self._waiting.remove(turn)

    def put_back(self, turn: Turn[T]) -> None:
        """Take a slot back and let the turn be the first again: there was no worker for it after all."""
        self.finish(turn)
        self._waiting.insert(0, turn)

    def drain(self) -> list[Turn[T]]:
        """Empty the queue, and return what was in it."""
        turns, self._waiting = self._waiting, []
        return turns

    def next(self) -> Turn[T] | None:
        """Grant a slot: to the first of those whose client has fewest running, within what is open to it."""
        best: Turn[T] | None = None
        for turn in self._waiting if self._busy < self._slots else ():
            running = self._running[turn.key]
            if running and self._busy >= self._open_to_all:
                continue
            if best is None or running < self._running[best.key]:
                best = turn
            if not running:
                break
        if best is not None:
            self._waiting.remove(best)
            self._running[best.key] += 1
            self._busy += 1
        return best

    def finish(self, turn: Turn[T]) -> None:
        """Give a slot back."""
        self._busy -= 1
        self._running[turn.key] -= 1
        if not self._running[turn.key]:
            del self._running[turn.key]

"""Who may ask an engine elsewhere: the same allowance, queue and fairness as for workers of our own."""

import asyncio
import math
from collections import Counter

from lupaus.engine.allowance import Allowance
from lupaus.engine.refusals import none_free, too_many_waiting, used_up
from lupaus.engine.scheduler import Scheduler, Turn
from lupaus.settings import Settings

__all__ = ["Gate", "Pass"]

Pass = Turn["asyncio.Future[None]"]
"""A place taken; give it back with ``leave``."""


class Gate:
    """At most so many queries at once, so many waiting, so much time for each client."""

    def __init__(self, settings: Settings, counts: Counter[str]) -> None:
        self._settings = settings
        self._counts = counts
        self._allowance = Allowance(settings.client_query_seconds)
        self._scheduler: Scheduler[asyncio.Future[None]] = Scheduler(
            settings.max_workers, settings.reserved_workers, settings.max_queue
        )

    @property
    def busy(self) -> int:
        """Queries that run."""
        return self._scheduler.busy

    @property
    def waiting(self) -> int:
        """Queries that wait."""
        return self._scheduler.waiting

    async def enter(self, client: str) -> Pass:
        """Wait for a place.

        :raises TooManyRequests: if the client has used its share.
        :raises QueueFull: if there is no place even to wait, or none came free in time.
        """
        if wait_s := self._allowance.wait_s(client):
            self._counts["refused_rate"] += 1
            raise used_up(self._settings.client_query_seconds, wait_s)
        turn: Pass = Turn(client, asyncio.get_running_loop().create_future())
        if (refused := self._scheduler.enter(turn)) is not None:
            refused.value.set_exception(too_many_waiting(self._count_refused()))
        self._dispatch()
        limit_s = self._settings.queue_time_limit_ms / 1_000
        try:
            await asyncio.wait([turn.value], timeout=limit_s)
        except asyncio.CancelledError:
            self._withdraw(turn)
            raise
        if not turn.value.done():
            self._withdraw(turn)
            raise none_free(limit_s, self._count_refused())
        turn.value.result()  # a place, or the refusal
        self._allowance.begin(client)
        return turn

    def leave(self, turn: Pass) -> None:
        """The query is over, however it ended."""
        self._allowance.finish(turn.client)
        self._scheduler.finish(turn)
        self._dispatch()

    def _withdraw(self, turn: Pass) -> None:
        """Nobody waits for this place any more, whether it was given or not."""
        self._scheduler.leave(turn)
        if turn.value.done() and turn.value.exception() is None:
            self._scheduler.finish(turn)
            self._dispatch()
        turn.value.cancel()

    def _dispatch(self) -> None:
        while (turn := self._scheduler.next()) is not None:
            turn.value.set_result(None)

    def _count_refused(self) -> int:
        """One more is refused; how many seconds it should wait before it asks again."""
        self._counts["refused_queue"] += 1
        return max(1, math.ceil(self._settings.queue_time_limit_ms / 2_000))

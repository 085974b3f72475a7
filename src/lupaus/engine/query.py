"""One query from the moment it waits to the moment it is over, however it ends."""

import asyncio
from time import monotonic
from typing import Protocol

from lupaus.engine.answer import RunningAnswer
from lupaus.engine.base import EngineRequest
from lupaus.engine.frames import End, Failure, Order
from lupaus.engine.nursery import Death
from lupaus.engine.scheduler import Turn
from lupaus.engine.staff import Staff, Worker
from lupaus.engine.verdict import cause_of_death, deadline_error, death_error, failure_error
from lupaus.errors import AnswerError
from lupaus.settings import Settings

__all__ = ["Owner", "Query"]


class Owner(Protocol):
    """Who is told how a query ended."""

    def over(self, query: "Query", outcome: str) -> None:
        """It no longer has a worker. ``outcome`` is one word, for counting."""


class Query:
    """Implements ``staff.Job``. At most one worker works on it, and it is over once."""

    def __init__(self, request: EngineRequest, settings: Settings, staff: Staff, owner: Owner) -> None:
        self.request = request
        self.turn: Turn[Query] = Turn(request.client, self)
        self.started = 0.0
        self._settings = settings
        self._staff = staff
        self._owner = owner
        self._loop = asyncio.get_running_loop()
        self._begun: asyncio.Future[RunningAnswer] = self._loop.create_future()
        self._worker: Worker | None = None
        self._answer: RunningAnswer | None = None
        self._timers: list[asyncio.TimerHandle] = []
        self._is_nice = False
        self._order = Order(
            request.query,
            request.format.name,
            request.default_graphs,
            request.named_graphs,
            request.base_iri,
            request.max_answer_bytes,
            dict(request.prefixes),
            request.form == "describe",
            bool(request.services),
        ).encode()

    # Waiting.

    @property
    def is_wanted(self) -> bool:
        """Whether somebody still waits for it."""
        return not self._begun.done()

    def refuse(self, error: AnswerError) -> None:
        """It will not be run."""
        if not self._begun.done():
            self._begun.set_exception(error)

    async def begun(self) -> RunningAnswer:
        """The answer, once a worker has started on it.

        :raises AnswerError: if it was refused.
        """
        try:
            return await self._begun
        except asyncio.CancelledError:
            self._abandon()  # the worker may have been given in this very turn of the loop
            raise

    # Running.

    def begin(self, worker: Worker) -> bool:
        """Give it a worker. Returns whether the worker took it."""
        if not worker.start(self, self._order):
            return False
        self._worker = worker
        self.started = monotonic()
        self._answer = RunningAnswer(worker.channel, self._abandon)
        limit_ms = self.request.time_limit_ms or self._settings.query_time_limit_ms
        self._timers = [self._loop.call_later(limit_ms / 1_000, self._out_of_time, limit_ms)]
        if self._settings.nice_after_ms:
            self._timers.append(self._loop.call_later(self._settings.nice_after_ms / 1_000, self._be_nice))
        self._begun.set_result(self._answer)
        return True

    def chunk(self, data: bytes) -> None:
        """Part of the answer."""
        assert self._answer is not None
        self._answer.feed(data)

    def finished(self, last: End | Failure) -> None:
        """The worker is done, and free for the next, unless it is altered, grown or slowed for good."""
        worker = self._worker
        assert worker is not None
        if last.is_spent or self._is_nice or worker.has_grown(last.peak_rss_kib):
            self._staff.dismiss(worker, in_peace=True)
        else:
            self._staff.give_back(worker)
        if isinstance(last, End):
            self._conclude("answered")
        else:
            error = failure_error(last, self.request, self._settings.query_memory_limit_mib)
            self._conclude(last.kind, error)

    def bereft(self, death: Death | None) -> None:
        """The worker died under it."""
        worker = self._worker
        assert worker is not None
        limit = self._settings.query_memory_limit_mib
        cause = cause_of_death(death, worker.born_rss_kib, limit)
        self._conclude(cause, death_error(cause, limit))

    def stop(self, error: AnswerError) -> None:
        """End it from outside."""
        self.refuse(error)
        self._kill("stopped", error)

    def _out_of_time(self, limit_ms: int) -> None:
        self._kill("deadline", deadline_error(limit_ms))

    def _abandon(self) -> None:
        self._kill("client_gone", None)

    def _be_nice(self) -> None:
        if self._worker is not None:
            self._is_nice = True
            self._staff.slow_down(self._worker)

    def _kill(self, outcome: str, error: AnswerError | None) -> None:
        if self._worker is not None:
            self._staff.dismiss(self._worker)
            self._conclude(outcome, error)

    def _conclude(self, outcome: str, error: AnswerError | None = None) -> None:
        self._worker = None
        for timer in self._timers:
            timer.cancel()
        if self._answer is not None:
            if error is None:
                self._answer.end()
            else:
                self._answer.fail(error)
        self._owner.over(self, outcome)

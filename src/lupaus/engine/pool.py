"""The engine the server uses: a pool of killable workers over one loaded store.

Start here: ``WorkerPool.answer`` admits a request (``allowance``), queues it (``scheduler``), gives it to a worker
(``query``, ``staff``, ``channel``) and returns its chunks (``answer``). Workers come from the zygote (``nursery``,
``zygote``, ``worker``), and whatever happens to one of them, the next query finds another.
"""

import asyncio
import math
from collections import Counter
from collections.abc import Mapping
from time import monotonic
from typing import Literal

from lupaus.engine.allowance import Allowance
from lupaus.engine.answer import RunningAnswer
from lupaus.engine.base import EngineRequest, StoreSource
from lupaus.engine.nursery import Ready
from lupaus.engine.query import Query
from lupaus.engine.refusals import none_free, too_many_waiting, used_up
from lupaus.engine.scheduler import Scheduler
from lupaus.engine.source import SourceSpec, ZygoteSpec
from lupaus.engine.staff import Staff
from lupaus.errors import N_, EngineFailed
from lupaus.settings import Settings

__all__ = ["EngineKind", "WorkerPool"]

EngineKind = Literal["oxigraph", "rdflib"]

_MIB = 1_048_576
_LONGEST_RETRY_S = 60
_OUTCOMES = (
    "answered", "deadline", "client_gone", "memory", "overflow", "crash", "syntax", "complex", "unsupported",
    "forbidden", "service-failed", "answer-too-large", "merge-too-large", "failed", "stopped",
)  # fmt: skip


class WorkerPool:
    """Implements ``base.Engine``. To be used from one event loop, asyncio's own or uvloop's."""

    def __init__(
        self,
        source: StoreSource,
        settings: Settings,
        kind: EngineKind = "oxigraph",
        *,
        is_confined: bool = True,
        relay_port: int = 0,
        allowance: Allowance | None = None,
    ) -> None:
        """A pool; nothing runs before ``start``.

        :param kind: ``rdflib`` is the reference engine, for comparing answers; it is slow.
        :param is_confined: ``False`` only in the test which shows that it is the sandbox that keeps SERVICE in.
        :param relay_port: the port of the relay, where these workers, unlike others, may connect to.
        :param allowance: what clients have used, if it is shared with another pool.
        """
        self._settings = settings
        self._counts: Counter[str] = Counter()
        self.allowance = allowance or Allowance(settings.client_query_seconds)
        self._scheduler: Scheduler[Query] = Scheduler(
            settings.max_workers, settings.reserved_workers, settings.max_queue
        )
        spec = ZygoteSpec(
            kind,
            SourceSpec.of(source, settings.merge_triples_limit),
            settings.query_memory_limit_mib * _MIB,
            is_confined,
            source.rocksdb is not None and is_confined and not settings.unsafe_no_sandbox,
            relay_port,
            relay_port != 0 and is_confined and not settings.unsafe_no_sandbox,
        )
        self._staff = Staff(spec, self, settings.max_workers, self._counts)
        self._running: set[Query] = set()
        self._ready: Ready | None = None
        self._is_open = False

    @property
    def ready(self) -> Ready | None:
        """What was loaded, and how long it took; ``None`` before ``start``."""
        return self._ready

    @property
    def staff(self) -> Staff:
        """The processes, for whoever must look at them."""
        return self._staff

    async def start(self) -> None:
        """Load the source and be ready.

        :raises StartError: if the source cannot be loaded, or workers cannot be kept off the network.
        """
        self._ready = await self._staff.start()
        self._is_open = True

    async def stop(self) -> None:
        """End every process; what runs or waits fails."""
        self._is_open = False
        for query in [*(turn.value for turn in self._scheduler.drain()), *self._running]:
            query.stop(EngineFailed("The server is stopping."))
        await self._staff.stop()

    async def answer(self, request: EngineRequest) -> RunningAnswer:
        """Run a query until its first chunk; see ``base.Engine.answer``."""
        self._admit(request)
        query = Query(request, self._settings, self._staff, self)
        if (refused := self._scheduler.enter(query.turn)) is not None:
            self._counts["refused_queue"] += 1
            refused.value.refuse(too_many_waiting(self._expected_wait_s()))
        self._dispatch()
        answer = await self._begun(query)
        try:
            await answer.ready()
        except asyncio.CancelledError:
            await answer.aclose()
            raise
        return answer

    def counters(self) -> Mapping[str, float]:
        """Numbers for ``/metrics``."""
        load = self._ready
        return {
            "workers": self._staff.size,
            "workers_idle": self._staff.idle,
            "busy": self._scheduler.busy,
            "waiting": self._scheduler.waiting,
            "forks": self._counts["forks"],
            "zygote_heals": self._counts["heals"],
            "niced": self._counts["niced"],
            "refused_queue": self._counts["refused_queue"],
            "refused_rate": self._counts["refused_rate"],
            "query_seconds": self._counts["query_us"] / 1e6,
            "triples": (load.triples or 0) if load else 0,
            "load_seconds": load.load_s if load else 0.0,
            **{f"queries_{outcome.replace('-', '_')}": self._counts[outcome] for outcome in _OUTCOMES},
        }

    # query.Owner and staff.Employer

    def over(self, query: Query, outcome: str) -> None:
        """A query has ended: its slot and the worker, if it lives, are for the next one."""
        self._running.discard(query)
        self._counts[outcome] += 1
        self._counts["query_us"] += round((monotonic() - query.started) * 1e6)
        self.allowance.finish(query.request.client)
        self._scheduler.finish(query.turn)
        self._dispatch()

    @property
    def waiting(self) -> int:
        """Queries that wait for a worker."""
        return self._scheduler.waiting

    def staffed(self) -> None:
        """A worker came."""
        self._dispatch()

    def _admit(self, request: EngineRequest) -> None:
        if not self._is_open:
            raise EngineFailed(N_("The engine is not running."))
        if wait_s := self.allowance.wait_s(request.client):
            self._counts["refused_rate"] += 1
            raise used_up(self._settings.client_query_seconds, wait_s)

    async def _begun(self, query: Query) -> RunningAnswer:
        if not query.is_wanted:
            return await query.begun()
        limit_s = self._settings.queue_time_limit_ms / 1_000
        timer = asyncio.get_running_loop().call_later(limit_s, self._give_up, query)
        try:
            return await query.begun()
        finally:
            timer.cancel()
            self._scheduler.leave(query.turn)

    def _give_up(self, query: Query) -> None:
        self._scheduler.leave(query.turn)
        self._counts["refused_queue"] += 1
        limit_s = self._settings.queue_time_limit_ms / 1_000
        query.refuse(none_free(limit_s, self._expected_wait_s()))

    def _dispatch(self) -> None:
        while self._staff.idle and (turn := self._scheduler.next()) is not None:
            query = turn.value
            if not query.is_wanted:
                self._scheduler.finish(turn)
                continue
            while (worker := self._staff.take()) is not None:
                if query.begin(worker):
                    self.allowance.begin(query.request.client)
                    self._running.add(query)
                    break
                self._staff.dismiss(worker)
            else:
                self._scheduler.put_back(turn)
        self._staff.replenish()

    def _expected_wait_s(self) -> int:
        ended = sum(self._counts[outcome] for outcome in _OUTCOMES)
        mean_s = self._counts["query_us"] / 1e6 / max(1, ended)
        expected_s = mean_s * (self._scheduler.waiting + 1) / self._settings.max_workers
        return min(max(1, math.ceil(expected_s)), _LONGEST_RETRY_S)

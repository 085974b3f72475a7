"""The workers at hand: enough of them idle, each replaced when it dies, all of them when the zygote dies."""

import asyncio
import contextlib
import logging
import os
from collections import Counter
from typing import Protocol

from lupaus.engine.channel import Channel
from lupaus.engine.frames import End, Failure
from lupaus.engine.nursery import Death, Newborn, Nursery, Ready
from lupaus.engine.source import ZygoteSpec
from lupaus.errors import StartError

__all__ = ["Employer", "Job", "Staff", "Worker"]

log = logging.getLogger("lupaus.engine")

_IDLE_AT_LEAST = 4
_ORDERS_PER_WORKER = 10_000
_GROWTH_MIB_PER_WORKER = 64
_NEWS_LIMIT_S = 1.0
_FIRST_RETRY_S, _LONGEST_RETRY_S = 0.05, 5.0


class Job(Protocol):
    """What a busy worker is busy with."""

    def chunk(self, data: bytes) -> None:
        """Part of the answer."""

    def finished(self, last: End | Failure) -> None:
        """The worker says that it is done. It is still the job's to give back."""

    def bereft(self, death: Death | None) -> None:
        """The worker died unasked; ``None`` when nobody can tell how."""


class Employer(Protocol):
    """Who gives the work."""

    @property
    def waiting(self) -> int:
        """Queries that wait for a worker."""

    def staffed(self) -> None:
        """There is an idle worker more than before."""


class Worker:
    """One process: its channel, and the job it has."""

    def __init__(
        self, newborn: Newborn, staff: "Staff", nursery: Nursery, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.pid = newborn.pid
        self.born_rss_kib = newborn.rss_kib
        self.orders = 0
        self.job: Job | None = None
        self.death: Death | None = None
        self.is_orphan = False
        self.is_gone = False
        self._staff = staff
        self.nursery = nursery
        self._loop = loop
        self.channel = Channel(newborn, loop, self, nursery.kill)

    def start(self, job: Job, order: bytes) -> bool:
        """Begin a job. Returns whether the worker could be told: an idle one may have died."""
        if not self.channel.send(order):
            return False
        self.orders += 1
        self.job = job
        return True

    def has_grown(self, peak_rss_kib: int) -> bool:
        """Whether the worker holds so much memory of its own that a new one is better."""
        return peak_rss_kib - self.born_rss_kib > _GROWTH_MIB_PER_WORKER * 1_024

    # channel.Listener

    def chunk(self, data: bytes) -> None:
        """Part of an answer."""
        if self.job is not None:
            self.job.chunk(data)

    def finished(self, last: End | Failure) -> None:
        """The end of an answer."""
        if self.job is not None:
            self.job.finished(last)

    def gone(self) -> None:
        """The channel is at its end; how the process ended is known when the zygote tells it."""
        self.is_gone = True
        if self.job is None or self.is_orphan or self.death is not None:
            self.settle()
        else:
            self._loop.call_later(_NEWS_LIMIT_S, self.settle)

    def settle(self) -> None:
        """Part with the process, and tell the job, once."""
        job, self.job = self.job, None
        self._staff.dismiss(self)
        if job is not None:
            job.bereft(self.death)


class Staff:
    """Hires from the nursery, and starts another nursery when the zygote dies."""

    def __init__(self, spec: ZygoteSpec, employer: Employer, most: int, counts: "Counter[str]") -> None:
        self._spec = spec
        self._employer = employer
        self._most = max(1, most)
        self._counts = counts
        self._nursery: Nursery | None = None
        self._workers: set[Worker] = set()
        self._by_pid: dict[int, Worker] = {}
        self._idle: list[Worker] = []
        self._expected = 0
        self._healing: asyncio.Task[None] | None = None
        self._is_closing = False

    @property
    def size(self) -> int:
        """Live workers."""
        return len(self._workers)

    @property
    def idle(self) -> int:
        """Workers without a job."""
        return len(self._idle)

    @property
    def zygote_pid(self) -> int | None:
        """The process that holds the store, while there is one."""
        return self._nursery.pid if self._nursery else None

    @property
    def pids(self) -> list[int]:
        """Processes of the live workers."""
        return [worker.pid for worker in self._workers]

    async def start(self) -> Ready:
        """Load the source and ask for the first workers.

        :raises StartError: if the source cannot be loaded.
        """
        self._is_closing = False
        nursery = Nursery(self._spec, self)
        ready = await nursery.start()
        self._nursery = nursery
        self._hire(min(self._most, (os.cpu_count() or 1) + _IDLE_AT_LEAST))
        return ready

    async def stop(self) -> None:
        """End every process."""
        self._is_closing = True
        if self._healing is not None:
            self._healing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._healing
            self._healing = None
        for worker in list(self._workers):
            self.dismiss(worker)
        nursery, self._nursery = self._nursery, None
        if nursery is not None:
            await nursery.close()

    def take(self) -> Worker | None:
        """An idle worker, the one that was busy last: its memory is warm."""
        return self._idle.pop() if self._idle else None

    def give_back(self, worker: Worker) -> None:
        """A job is done; the worker may have another, or is replaced when it has had many."""
        worker.job = None
        if worker.orders >= _ORDERS_PER_WORKER or worker.is_orphan or self._is_closing:
            self.dismiss(worker, in_peace=True)
        else:
            worker.channel.resume()  # the end may have come while its last chunks were too many to hold
            self._idle.append(worker)

    def dismiss(self, worker: Worker, *, in_peace: bool = False) -> None:
        """End a worker: by SIGKILL, or in peace, when it is known to be idle."""
        worker.job = None
        if in_peace:
            worker.channel.close()
        else:
            worker.channel.kill()
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        self.replenish()

    def slow_down(self, worker: Worker) -> None:
        """Let a worker yield to all others. A process without privileges has no way back from there."""
        self._counts["niced"] += 1
        worker.nursery.be_nice(worker.pid)

    def replenish(self) -> None:
        """See to it that who waits, and the next few, find a worker, within the most there may be."""
        wanted = _IDLE_AT_LEAST + self._employer.waiting - len(self._idle) - self._expected
        self._hire(min(wanted, self._most - len(self._workers) - self._expected))

    def _hire(self, count: int) -> None:
        if count > 0 and self._nursery is not None and self._healing is None and not self._is_closing:
            self._expected += count
            self._nursery.fork(count)

    # nursery.Parent

    def born(self, newborn: Newborn) -> None:
        """A worker is there."""
        self._expected -= 1
        self._counts["forks"] += 1
        assert self._nursery is not None
        worker = Worker(newborn, self, self._nursery, asyncio.get_running_loop())
        self._workers.add(worker)
        self._by_pid[worker.pid] = worker
        self._idle.append(worker)
        self._employer.staffed()

    def unborn(self) -> None:
        """The system had no room for another process just now."""
        self._expected -= 1
        asyncio.get_running_loop().call_later(_FIRST_RETRY_S, self.replenish)

    def died(self, death: Death) -> None:
        """A worker ended; one that has a job is missed."""
        worker = self._by_pid.pop(death.pid, None)
        if worker is None or worker not in self._workers:
            return
        log.warning("worker %d ended with status %d: %s", death.pid, death.status, death.last_words.strip())
        worker.death = death
        if worker.is_gone:
            worker.settle()

    def orphaned(self) -> None:
        """The zygote is dead, and the kernel kills its workers. Load again."""
        log.error("the process that holds the data ended; loading again")
        self._counts["heals"] += 1
        self._by_pid.clear()
        self._expected = 0
        # Before the first worker is parted with: nothing is to be hired from the dead.
        self._healing = asyncio.get_running_loop().create_task(self._heal())
        for worker in list(self._workers):
            worker.is_orphan = True
            if worker in self._idle or worker.is_gone:
                worker.settle()

    async def _heal(self) -> None:
        if self._nursery is not None:
            await self._nursery.close()
        retry_s = _FIRST_RETRY_S
        while True:
            nursery = Nursery(self._spec, self)
            try:
                await nursery.start()
                break
            except (StartError, OSError) as error:
                log.warning("loading again failed, next try in %g s: %s", retry_s, error)
                await asyncio.sleep(retry_s)
                retry_s = min(2 * retry_s, _LONGEST_RETRY_S)
        self._nursery, self._healing = nursery, None
        self.replenish()

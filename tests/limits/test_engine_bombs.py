"""Eight time bombs beside cheap queries: how late these are, how soon the bombs are gone, what is left."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from lupaus import media
from lupaus.engine.base import EngineRequest, StoreFile, StoreSource
from lupaus.engine.pool import WorkerPool
from lupaus.errors import DeadlineExceeded, MemoryExceeded
from lupaus.settings import Settings

pytestmark = pytest.mark.anyio

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DEADLINE_MS = 4_000


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "rows.nt"
    path.write_text("".join(f'<http://example.org/s{i}> <http://example.org/p> "{i}" .\n' for i in range(1000)))
    return StoreSource((StoreFile(path, "ntriples"),))


async def ask(pool, query, **fields):
    answer = await pool.answer(EngineRequest(query, "select", media.JSON, **fields))
    return b"".join([chunk async for chunk in answer])


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def family_rss_mib(pool):
    """Anonymous memory of the zygote and its workers; what they share is counted for each."""
    pids = [pool.staff.zygote_pid, *pool.staff.pids]
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1_024


async def exit_of(pid):
    """The moment a process ends."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return time.monotonic()
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
    return time.monotonic()


@pytest.mark.parametrize("client_query_seconds", [0.0, 120.0], ids=["no limit per client", "limit per client"])
async def test_eight_bombs_delay_nobody_and_leave_nothing(source, client_query_seconds, record_property):
    pool = WorkerPool(source, Settings(client_query_seconds=client_query_seconds))
    await pool.start()
    try:
        await ask(pool, "ASK {}")
        started = time.monotonic()
        bombs = [
            asyncio.ensure_future(ask(pool, BOMB, client=f"127.0.0.{n}", time_limit_ms=DEADLINE_MS))
            for n in range(2, 10)
        ]
        async with asyncio.timeout(
            DEADLINE_MS / 1_000
        ):  # a bomb that is over by then is no neighbour of the others
            while pool.counters()["busy"] < 8:  # noqa: ASYNC110 - a counter tells nobody
                await asyncio.sleep(0.001)
        deadlines = [query.started + DEADLINE_MS / 1_000 for query in pool._running]
        exits = [asyncio.ensure_future(exit_of(query._worker.pid)) for query in pool._running]
        latencies = []
        while time.monotonic() - started < DEADLINE_MS / 1_000 - 0.2:
            asked = time.monotonic()
            await ask(pool, "ASK {}", client="127.0.0.1")
            latencies.append(time.monotonic() - asked)
            await asyncio.sleep(0.005)
        for bomb in bombs:
            with pytest.raises(DeadlineExceeded):
                await bomb
        late_ms = max([await exit - due for exit, due in zip(exits, deadlines, strict=True)]) * 1_000
        worst_ms, p99_ms = max(latencies) * 1_000, sorted(latencies)[-len(latencies) // 100 - 1] * 1_000
        for name, value in {"worst_ms": worst_ms, "p99_ms": p99_ms, "late_ms": late_ms}.items():
            record_property(name, round(value, 1))
        print(f"{len(latencies)} ASK: worst {worst_ms:.1f} ms, p99 {p99_ms:.1f} ms; bombs gone +{late_ms:.1f} ms")
        assert len(latencies) > 20
        assert worst_ms < 1_000
        assert late_ms < 2_000  # the machine may be busy: the figure is measured in tests/hostile

        # Nothing goes on: every process of the pool is idle.
        family = [pool.staff.zygote_pid, *pool.staff.pids]
        before = {pid: cpu_seconds(pid) for pid in family}
        await asyncio.sleep(0.3)
        assert sum(cpu_seconds(pid) - before[pid] for pid in family if pid in pool.staff.pids) <= 0.05
        assert b"true" in await ask(pool, "ASK {}", client="127.0.0.1")
    finally:
        await pool.stop()


async def test_memory_comes_back_after_queries_that_ate_it(source):
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
    pool = WorkerPool(source, Settings(query_memory_limit_mib=400))
    await pool.start()
    try:
        await ask(pool, "ASK {}")
        before = family_rss_mib(pool)
        eaters = [asyncio.ensure_future(ask(pool, greedy, time_limit_ms=1_500)) for _ in range(3)]
        most = before
        async with asyncio.timeout(5):
            while most - before < 300:  # until they have eaten
                await asyncio.sleep(0.005)
                most = family_rss_mib(pool)
        pids = set(pool.staff.pids)
        await asyncio.wait(eaters)
        assert {type(task.exception()) for task in eaters} <= {DeadlineExceeded, MemoryExceeded}
        gone = pids - set(pool.staff.pids)
        assert len(gone) >= 3
        for pid in gone:
            await exit_of(pid)
        await ask(pool, "ASK {}")
        assert family_rss_mib(pool) - before < (most - before) / 3
    finally:
        await pool.stop()

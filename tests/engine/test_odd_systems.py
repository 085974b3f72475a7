"""Systems that lack something, and workers that have gone wrong: the zygote is started with a piece replaced."""

import asyncio
import errno

import pytest

from lupaus.engine import nursery
from lupaus.engine.pool import WorkerPool
from lupaus.errors import DeadlineExceeded, EngineFailed, StartError
from lupaus.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.fixture
def replace_in_zygote(monkeypatch):
    """Run this code in the zygote before its own."""

    def replace(code):
        before, own = nursery._BOOT.split("from lupaus")
        monkeypatch.setattr(nursery, "_BOOT", f"{before} exec({code!r}); from lupaus{own}")

    return replace


async def test_without_process_descriptors_the_zygote_kills(
    replace_in_zygote, pool_of, rows_source, body, death_of, bomb
):
    replace_in_zygote("import os; del os.pidfd_open")
    async with pool_of(rows_source, max_workers=1) as pool:
        await body(pool, "ASK {}")
        (pid,) = pool.staff.pids
        with pytest.raises(DeadlineExceeded):
            await body(pool, bomb, time_limit_ms=50)
        await death_of(pid)
        assert b"true" in await body(pool, "ASK {}")


async def test_a_fork_that_fails_is_tried_again(replace_in_zygote, pool_of, rows_source, body):
    replace_in_zygote(f"""
import os
fork, calls = os.fork, []
def failing():
    calls.append(1)
    if 1 < len(calls) < 6:  # the first is the probe for seccomp
        raise OSError({errno.EAGAIN}, "no room")
    return fork()
os.fork = failing
""")
    async with pool_of(rows_source, max_workers=2) as pool:
        assert b"true" in await body(pool, "ASK {}")


async def test_a_worker_that_breaks_the_protocol_is_killed(replace_in_zygote, pool_of, rows_source, body):
    replace_in_zygote("""
import lupaus.engine.frames as frames
frames.End.encode = lambda self: b"E" + bytes(200)
""")
    async with pool_of(rows_source, max_workers=1) as pool:
        for _ in range(2):
            with pytest.raises(EngineFailed):
                await body(pool, "SELECT ?x { VALUES ?x { 1 } FILTER(?x = 2) }", time_limit_ms=3_000)
        assert pool.counters()["queries_crash"] == 2


async def test_a_zygote_that_dies_while_loading_stops_the_start(replace_in_zygote, rows_source):
    replace_in_zygote("import os; os._exit(1)")
    with pytest.raises(StartError, match="ended while it loaded"):
        await WorkerPool(rows_source, Settings()).start()


async def test_a_program_that_cannot_be_started_stops_the_start(monkeypatch, rows_source):
    monkeypatch.setattr(nursery.sys, "executable", "/nonexistent/python")
    with pytest.raises(StartError, match="cannot be started: No such file"):
        await WorkerPool(rows_source, Settings()).start()


async def test_a_stop_during_the_start_leaves_nothing(
    rows_source, death_of, until, monkeypatch, replace_in_zygote
):
    replace_in_zygote("import time; time.sleep(60)")
    pool = WorkerPool(rows_source, Settings())
    started = []
    popen = nursery.subprocess.Popen
    monkeypatch.setattr(nursery.subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
    task = asyncio.ensure_future(pool.start())
    await until(lambda: started)
    task.cancel()
    await asyncio.wait({task})
    assert started[0].returncode == -9

"""Who gets a worker, who waits, who is refused."""

import asyncio

import pytest

from lupaus.errors import DeadlineExceeded, QueueFull, TooManyRequests

pytestmark = pytest.mark.anyio


@pytest.fixture
def task_of(body):
    """A query that runs beside the test."""

    def start(pool, query, **fields):
        return asyncio.ensure_future(body(pool, query, **fields))

    return start


async def test_a_full_queue_refuses_with_retry_after(pool_of, rows_source, body, task_of, until, bomb):
    async with pool_of(rows_source, max_workers=1, reserved_workers=0, max_queue=1) as pool:
        running, waiting = (task_of(pool, bomb, time_limit_ms=400) for _ in range(2))
        await until(lambda: pool.counters()["waiting"] == 1 and pool.counters()["busy"] == 1)
        with pytest.raises(QueueFull) as caught:
            await body(pool, "ASK {}")
        assert int(caught.value.headers["Retry-After"]) >= 1
        assert pool.counters()["refused_queue"] == 1
        for task in (running, waiting):  # who waited was served: his time began with his worker
            with pytest.raises(DeadlineExceeded):
                await task
        assert b"true" in await body(pool, "ASK {}")


async def test_nobody_waits_longer_than_the_limit(pool_of, rows_source, body, task_of, until, bomb):
    async with pool_of(rows_source, max_workers=1, queue_time_limit_ms=100) as pool:
        running = task_of(pool, bomb, time_limit_ms=1_000)
        await until(lambda: pool.counters()["busy"] == 1)
        with pytest.raises(QueueFull, match=r"No turn came within 0\.1 s"):
            await body(pool, "ASK {}")
        assert not running.done()
        assert pool.counters()["waiting"] == 0
        with pytest.raises(DeadlineExceeded):
            await running


async def test_who_leaves_the_queue_is_forgotten(pool_of, rows_source, body, task_of, until, bomb):
    async with pool_of(rows_source, max_workers=1) as pool:
        running = task_of(pool, bomb, time_limit_ms=400)
        await until(lambda: pool.counters()["busy"] == 1)
        waiting = task_of(pool, bomb)
        await until(lambda: pool.counters()["waiting"] == 1)
        waiting.cancel()
        await asyncio.wait({waiting})
        assert pool.counters()["waiting"] == 0
        with pytest.raises(DeadlineExceeded):
            await running
        assert b"true" in await body(pool, "ASK {}")


@pytest.mark.parametrize("reserved", [0, 2])
async def test_reserved_workers_serve_who_has_nothing_running(
    pool_of, rows_source, body, task_of, until, bomb, reserved
):
    async with pool_of(rows_source, max_workers=4, reserved_workers=reserved, queue_time_limit_ms=2_000) as pool:
        flood = [task_of(pool, bomb, client="flood", time_limit_ms=10_000) for _ in range(4)]
        await until(lambda: pool.counters()["busy"] == 4 - reserved)
        if reserved:
            assert b"true" in await body(pool, "ASK {}", client="other")
            assert b"true" in await body(pool, "ASK {}")
        else:  # without them the flood has it all
            with pytest.raises(QueueFull):
                await body(pool, "ASK {}", client="other")
        assert pool.counters()["busy"] == 4 - reserved
        for task in flood:
            task.cancel()
        await asyncio.wait(flood)


async def test_a_client_that_used_its_seconds_is_refused_and_others_are_not(pool_of, rows_source, body, bomb):
    async with pool_of(rows_source, client_query_seconds=0.2) as pool:
        with pytest.raises(DeadlineExceeded):
            await body(pool, bomb, client="greedy", time_limit_ms=400)
        with pytest.raises(TooManyRequests, match=r"0\.2 seconds of query time a minute") as caught:
            await body(pool, "ASK {}", client="greedy")
        assert 30 <= int(caught.value.headers["Retry-After"]) <= 120
        assert pool.counters()["refused_rate"] == 1
        assert b"true" in await body(pool, "ASK {}", client="modest")
        assert b"true" in await body(pool, "ASK {}")


async def test_what_runs_is_paid_for_before_it_ends(pool_of, rows_source, body, task_of, until, bomb):
    async with pool_of(rows_source, client_query_seconds=0.2) as pool:
        running = task_of(pool, bomb, client="greedy", time_limit_ms=1_000)
        await until(lambda: pool.counters()["busy"] == 1)
        await asyncio.sleep(0.3)
        with pytest.raises(TooManyRequests):
            await body(pool, "ASK {}", client="greedy")
        with pytest.raises(DeadlineExceeded):
            await running

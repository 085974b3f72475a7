"""A small source, pools over it with small limits, and ways to wait for what processes do."""

import asyncio
import os
from contextlib import asynccontextmanager

import pytest

from lupaus import media
from lupaus.engine.base import EngineRequest, StoreFile, StoreSource
from lupaus.engine.pool import WorkerPool
from lupaus.settings import Settings

TRIG = """
@prefix : <http://example.org/> .
:k :p "unnamed" .
:g1 { :a :p :b . :a :p :c . _:x :p :d }
:g2 { :a :p :b . :z :p :y }
:g3 { :a :p :b }
"""


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session")
def trig(tmp_path_factory):
    path = tmp_path_factory.mktemp("source") / "small.trig"
    path.write_text(TRIG, "utf-8")
    return path


@pytest.fixture(scope="session")
def source(trig):
    """Three overlapping named graphs and a triple outside them."""
    return StoreSource((StoreFile(trig, "trig"),))


@pytest.fixture(scope="session")
def rows_source(tmp_path_factory):
    """A thousand triples: a cross join of two is a long answer, of four a bomb."""
    path = tmp_path_factory.mktemp("source") / "rows.nt"
    path.write_text("".join(f'<http://example.org/s{i}> <http://example.org/p> "{i}" .\n' for i in range(1000)))
    return StoreSource((StoreFile(path, "ntriples"),))


@pytest.fixture(scope="session")
def pool_of():
    """``async with pool_of(source, max_workers=2) as pool``."""

    @asynccontextmanager
    async def start(source, *, kind="oxigraph", is_confined=True, **settings):
        limits = {"max_workers": 4, "query_memory_limit_mib": 200, "query_time_limit_ms": 5_000}
        pool = WorkerPool(source, Settings(**(limits | settings)), kind, is_confined=is_confined)
        await pool.start()
        try:
            yield pool
        finally:
            await pool.stop()

    return start


@pytest.fixture(scope="session")
def request_of():
    """``request_of("ASK {}", format="csv", …)``: the form and the format's kind follow from the query."""

    def make(query, *, format=None, **fields):
        form = next(f for f in ("select", "ask", "construct", "describe") if f in query.lower())
        among = media.SOLUTIONS_FORMATS if form in ("select", "ask") else media.GRAPH_FORMATS
        return EngineRequest(query, form, media.by_name(format, among) if format else among[0], **fields)

    return make


@pytest.fixture(scope="session")
def body(request_of):
    """``await body(pool, "ASK {}")``: the whole answer."""

    async def whole(pool, query, **fields):
        return b"".join([chunk async for chunk in await pool.answer(request_of(query, **fields))])

    return whole


@pytest.fixture(scope="session")
def death_of():
    """``await death_of(pid)``: until that process has ended."""

    async def wait(pid, limit_s=5.0):
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            return
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(descriptor, ended.set)
        try:
            await asyncio.wait_for(ended.wait(), limit_s)
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)

    return wait


@pytest.fixture(scope="session")
def until():
    """``await until(lambda: …)``: for what has no event to wait for."""

    async def wait(holds, limit_s=5.0):
        async with asyncio.timeout(limit_s):
            while not holds():  # noqa: ASYNC110 - counters and files under /proc tell nobody when they change
                await asyncio.sleep(0.002)

    return wait


BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="session")
def bomb():
    """Over ``rows_source``: years of work in constant memory."""
    return BOMB


@pytest.fixture(scope="session")
def long():
    """Over ``rows_source``: a million rows."""
    return LONG

"""The same answers from a RocksDB directory that each worker opens for itself, behind the filter alone."""

import asyncio
import os

import pyoxigraph as ox
import pytest

from lupaus.engine import nursery
from lupaus.engine.base import StoreSource
from lupaus.engine.pool import WorkerPool
from lupaus.errors import AnswerTooLarge, DeadlineExceeded, MemoryExceeded, QueryTooComplex, StartError
from lupaus.settings import Settings

pytestmark = pytest.mark.anyio

E = "http://example.org/"


@pytest.fixture(scope="module")
def directory(tmp_path_factory, trig):
    path = tmp_path_factory.mktemp("rocksdb") / "store"
    store = ox.Store(str(path))
    store.bulk_load(path=str(trig), format=ox.RdfFormat.TRIG)
    store.extend(ox.Quad(ox.NamedNode(f"{E}s{n}"), ox.NamedNode(E + "n"), ox.Literal(n)) for n in range(1_000))
    store.flush()
    del store
    return path


@pytest.fixture(scope="module")
async def pool(anyio_backend, pool_of, directory):
    async with pool_of(StoreSource((), rocksdb=directory)) as pool:
        yield pool


async def test_it_answers(pool, body):
    assert await body(pool, f"SELECT ?o {{ ?s <{E}p> ?o }}", format="csv") == b"o\r\nunnamed\r\n"
    assert await body(pool, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", format="csv") == b"n\r\n6\r\n"


async def test_a_merge_is_made_beside_the_store(pool, pool_of, directory, body):
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s <{E}p> ?o OPTIONAL {{ GRAPH <{E}g3> {{ ?s ?p ?o }} }} }}"
    graphs = {"default_graphs": (E + "g1", E + "g2"), "named_graphs": (E + "g3",)}
    assert await body(pool, query, format="csv", **graphs) == b"n\r\n4\r\n"
    async with pool_of(StoreSource((), rocksdb=directory), merge_triples_limit=3) as small:
        with pytest.raises(AnswerTooLarge):
            await body(small, query, format="csv", **graphs)


async def test_it_survives_what_the_other_survives(pool, body):
    with pytest.raises(QueryTooComplex):
        await body(pool, "ASK " + "{" * 3_000)
    with pytest.raises(MemoryExceeded):
        await body(pool, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f", time_limit_ms=20_000)
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(DeadlineExceeded):
        await body(pool, bomb, time_limit_ms=200)
    answers = await asyncio.gather(*(body(pool, "ASK {}", format="csv") for _ in range(20)))
    assert set(answers) == {b"true\n"}


async def test_service_makes_no_contact(pool, body):
    contacts = []

    async def welcome(reader, writer):
        contacts.append(1)
        writer.close()

    async with await asyncio.start_server(welcome, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await body(pool, f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        await _.read()
        writer.close()
        await writer.wait_closed()
    assert contacts == [1]


async def test_a_directory_that_is_no_store_stops_the_start(tmp_path):
    with pytest.raises(StartError, match="cannot be loaded"):
        await WorkerPool(StoreSource((), rocksdb=tmp_path / "none"), Settings()).start()
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.parametrize("unsafe", [False, True])
async def test_without_the_filter_it_starts_only_when_told(directory, body, monkeypatch, unsafe):
    broken = "import lupaus.engine.seccomp as s; s.deny = lambda *, threads, tcp=False: False; from lupaus.engine.zygote import"
    monkeypatch.setattr(nursery, "_BOOT", nursery._BOOT.replace("from lupaus.engine.zygote import", broken))
    pool = WorkerPool(StoreSource((), rocksdb=directory), Settings(unsafe_no_sandbox=unsafe))
    if not unsafe:
        with pytest.raises(StartError, match="--unsafe-no-sandbox"):
            await pool.start()
        return
    await pool.start()
    try:
        assert not pool.ready.seccomp
        assert b"true" in await body(pool, "ASK {}")
    finally:
        await pool.stop()

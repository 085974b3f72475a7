"""A long answer streams: first byte early, the server's memory constant, the reader's pace kept."""

import resource
import time
from pathlib import Path

import pytest

from lupaus import media
from lupaus.engine.base import EngineRequest, StoreFile, StoreSource
from lupaus.engine.pool import WorkerPool
from lupaus.settings import Settings

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

ROWS = 1_200_000


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "rows.nt"
    path.write_text(
        "".join(f"<http://example.org/a{i}> <http://example.org/p> {i} .\n" for i in range(1_000))
        + "".join(f"<http://example.org/b{i}> <http://example.org/q> {i} .\n" for i in range(1_200))
    )
    return StoreSource((StoreFile(path, "turtle"),))


def rss_mib():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1_048_576


@pytest.mark.parametrize("format", media.SOLUTIONS_FORMATS, ids=lambda f: f.name)
async def test_a_million_rows_pass_through(source, format, record_property):
    query = "SELECT * { ?a <http://example.org/p> ?x . ?b <http://example.org/q> ?y }"
    pool = WorkerPool(source, Settings(query_time_limit_ms=60_000))
    await pool.start()
    try:
        before = most = rss_mib()
        started = time.monotonic()
        answer = await pool.answer(EngineRequest(query, "select", format, time_limit_ms=60_000))
        first_s = time.monotonic() - started
        size = rows = 0
        async for chunk in answer:
            size += len(chunk)
            rows += chunk.count(b"example.org/a")
            most = max(most, rss_mib())
        took_s = time.monotonic() - started
        record_property("first_byte_ms", round(first_s * 1_000, 1))
        record_property("mib_per_s", round(size / took_s / 1_048_576))
        print(
            f"{format.name}: {size / 1_048_576:.0f} MiB in {took_s:.2f} s, {size / took_s / 1_048_576:.0f} MiB/s; "
            f"first byte {first_s * 1_000:.1f} ms; server +{most - before:.1f} MiB"
        )
        assert abs(rows - ROWS) < ROWS / 1_000  # a name may be cut between two chunks
        assert first_s < 0.5
        assert most - before < 50
    finally:
        await pool.stop()

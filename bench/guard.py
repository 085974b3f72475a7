"""The regression guard: ``python bench/guard.py`` fails if an answer has become dearer than it was.

Costs are counted in answers of a fixed uvicorn application.

No sockets, no other process, no wall clock: requests are fed to the connection as bytes, and what counts is the
least processor time of many batches, as a ratio of two costs taken in the same minute. So it holds on any machine,
busy or not.
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import uvloop  # noqa: E402
from uvicorn import Config  # noqa: E402
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol  # noqa: E402
from uvicorn.server import ServerState  # noqa: E402

from bench.client import query_request  # noqa: E402
from lupaus.engine.base import EngineRequest  # noqa: E402
from lupaus.settings import Settings  # noqa: E402
from lupaus.web.app import create_app  # noqa: E402
from lupaus.web.connection import connection_class  # noqa: E402
from lupaus.web.opening import site_of_files  # noqa: E402

BOUNDS: Mapping[str, float] = {"cached": 1.0, "new": 16.0}
"""The most that an answer may cost, in fixed uvicorn answers: what it was when written, and half as much again."""

_BATCH, _BATCHES = 50, 40
_BODY = b'{"head":{"vars":["p","o"]},"results":{"bindings":[]}}'
_QUERY = "SELECT ?p{n} ?o WHERE { <https://synthetic.invalid/lupaus/id/city/fi/synthetic-1> ?p{n} ?o }"
_JSON = "application/sparql-results+json"


class _Answer:
    """The whole answer at once."""

    def __init__(self) -> None:
        self._chunks = iter((_BODY,))

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        for chunk in self._chunks:
            return chunk
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Nothing runs."""


class _Engine:
    """Answers anything alike, at no cost: what is measured is what stands before an engine."""

    async def start(self) -> None:
        """Nothing to load."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def answer(self, request: EngineRequest) -> _Answer:
        """The answer."""
        return _Answer()

    def counters(self) -> Mapping[str, float]:
        """Nothing is counted."""
        return {}


class _Transport(asyncio.Transport):
    """Takes what is written."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 5), "sockname": ("127.0.0.1", 80)})
        self.written = b""

    def write(self, data: Any) -> None:
        self.written = bytes(data)

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing is open."""

    def pause_reading(self) -> None:
        """Nothing is read."""

    def resume_reading(self) -> None:
        """Nothing is read."""


async def least_cost_us(config: Config, request: Callable[[int], bytes]) -> float:
    """Processor time of one answer in the cheapest of many batches, in microseconds."""
    if not config.loaded:
        config.load()
    make: Any = config.http_protocol_class
    protocol = make(config, ServerState(), {}, asyncio.get_running_loop())
    protocol.connection_made(_Transport())
    number = 0
    costs = []
    for _ in range(_BATCHES):
        requests = [request(number + nth) for nth in range(_BATCH)]
        number += _BATCH
        began = time.process_time_ns()
        for data in requests:
            protocol.data_received(data)
            while not protocol.cycle.response_complete:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0)
        costs.append((time.process_time_ns() - began) / _BATCH / 1_000)
    protocol.connection_lost(None)
    return min(costs)


def _config(app: Any, http: Any) -> Config:
    return Config(
        app,
        http=http,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


async def ratios() -> dict[str, float]:
    """What a repeated and a new query cost, in fixed uvicorn answers."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.nt"
        file.write_text("<urn:a> <urn:b> <urn:c> .\n")
        site = site_of_files([(file, None)], "http://localhost")
    front = create_app(_Engine(), site, Settings(), log=StringIO())
    ours = _config(
        front, connection_class(max_connections=512, max_head_bytes=65_536, request_time_limit_ms=15_000)
    )
    same = query_request("/sparql", _QUERY.replace("{n}", ""), _JSON)
    fixed = _config(_fixed(front), HttpToolsProtocol)
    await least_cost_us(ours, lambda number: same)
    gc.collect()
    gc.freeze()
    plain = await least_cost_us(fixed, lambda number: same)
    cached = await least_cost_us(ours, lambda number: same)
    new = await least_cost_us(
        ours, lambda number: query_request("/sparql", _QUERY.replace("{n}", str(number)), _JSON)
    )
    return {"cached": cached / plain, "new": new / plain}


def _fixed(front: Any) -> Any:
    """An application that repeats the fields and the body of the first query's answer."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reply = next(iter(front.cache._replies.values()))
        await send(reply.start)
        await send(reply.finish)

    return app


def main() -> int:
    """Compare with the bounds; 1 if one is passed."""
    found = asyncio.Runner(loop_factory=uvloop.new_event_loop).run(ratios())
    for name, ratio in found.items():
        verdict = "" if ratio <= BOUNDS[name] else "  TOO DEAR"
        print(f"{name}: {ratio:.2f} fixed uvicorn answers, at most {BOUNDS[name]:g}{verdict}")
    return int(any(ratio > BOUNDS[name] for name, ratio in found.items()))


if __name__ == "__main__":
    sys.exit(main())

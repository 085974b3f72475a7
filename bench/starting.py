"""How long until the first answer, and what memory the data take."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.client import Connection, Failed, query_request
from bench.peers import ROOT
from bench.process import free_port, start
from bench.stats import Spread, spread

__all__ = ["Start", "start_up"]

_PATIENCE_S = 300.0
_ASK = query_request("/sparql", "ASK { ?s ?p ?o }", "application/sparql-results+json")


@dataclass(frozen=True)
class Start:
    """From the command to its first answer, and the memory then."""

    seconds: Spread
    memory_mib: Spread


def start_up(arguments: list[str], work: Path, times: int = 5) -> Start:
    """Run ``lupaus serve`` with ``arguments`` so many times.

    :raises TimeoutError: if it does not answer.
    """
    seconds, memory = [], []
    for _ in range(times):
        port = free_port()
        began = time.perf_counter()
        command = [sys.executable, "-m", "lupaus", "serve", "--port", str(port), *arguments]
        running = start(command, work / f"start-{port}.log", {"PYTHONPATH": str(ROOT / "src")})
        try:
            seconds.append(_first_answer(port, began))
            memory.append(running.memory_mib())
        finally:
            running.stop()
    return Start(spread(seconds), spread(memory))


def _first_answer(port: int, began: float) -> float:
    while time.perf_counter() - began < _PATIENCE_S:
        connection = Connection(port, _PATIENCE_S)
        try:
            if connection.ask(_ASK).status == 200:
                return time.perf_counter() - began
        except Failed:
            time.sleep(0.005)
        finally:
            connection.close()
    raise TimeoutError("lupaus serve gave no answer")

"""How long a build of the real data takes, and the check of one file."""

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.peers import ROOT
from bench.stats import Spread, spread

__all__ = ["FILES", "Took", "build", "check"]

FILES = (
    "data/declarations/helsinki-impact-declaration-2019.ttl",
    "data/networks/eurocities.ttl",
    "data/cities/fi.ttl",
    "data/people/office-holders.ttl",
)
"""Of the kinds that are changed most."""


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of the processor in all processes."""

    seconds: Spread
    cpu_s: Spread


def build(folder: Path, times: int) -> Took:
    """``lupaus build``: reading, rules, hygiene, SHACL twice, description, documents, files."""
    return _run(["build", "--out", str(folder / "built")], times)


def check(path: str, times: int) -> Took:
    """``lupaus check FILE``."""
    return _run(["check", path], times)


def _run(arguments: list[str], times: int) -> Took:
    walls, cpus = [], []
    for _ in range(times):
        before, began = _children_s(), time.perf_counter()
        subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "lupaus", *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        walls.append(time.perf_counter() - began)
        cpus.append(_children_s() - before)
    return Took(spread(walls), spread(cpus))


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

"""What was promised, and what the results say of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bench.measure import Result
from bench.stats import Spread, geometric_mean

__all__ = ["Finding", "judge", "judge_value"]

US = "lupaus"
STOCK = ("rdflib-memory", "rdflib-oxigraph")


@dataclass(frozen=True)
class Finding:
    """A promise and what came of it."""

    what: str
    reach: str
    measured: str
    is_met: bool


@dataclass(frozen=True)
class Target:
    """A ratio of ours over a peer's, over some workloads (the geometric mean if more than one)."""

    what: str
    peer: str
    workloads: tuple[str, ...]
    least: float


TARGETS = (
    Target("a cached answer, beside a fixed uvicorn answer", "uvicorn fixed", ("cached",), 0.9),
    Target("resource pages, beside a fixed uvicorn answer", "uvicorn fixed", ("page html", "page ttl", "page nt",
           "page jsonld"), 0.9),
    Target("new ASK and point queries, beside oxigraph", "oxigraph", ("ask", "point"), 0.25),
    Target("new ASK and point queries, beside stock", "rdflib-memory", ("ask", "point"), 20),
    Target("heavy new queries, beside oxigraph in memory", "oxigraph", ("select-1k", "aggregate", "construct"), 2),
    Target("heavy new queries, beside stock", "rdflib-memory", ("select-1k", "aggregate", "construct"), 60),
    Target("every triple streamed, beside oxigraph", "oxigraph", ("stream",), 0.8),
)  # fmt: skip


def judge(results: Iterable[Result]) -> list[Finding]:
    """A finding for each target whose workloads were measured."""
    by_name = {result.workload: result for result in results}
    found = []
    for target in TARGETS:
        chosen = [by_name[name] for name in target.workloads if name in by_name]
        rates = _medians(result.ratio(US, target.peer) for result in chosen)
        cpus = _medians(result.cpu_ratio(US, target.peer) for result in chosen)
        if rates:
            rate, cpu = geometric_mean(rates), geometric_mean(cpus)
            measured = f"{rate:.2f} by answers a second, {cpu:.2f} by processor time"
            found.append(Finding(target.what, f"≥ {target.least:g} ×", measured, rate >= target.least))
    slower = [
        f"{result.workload} ({peer}, {ratio.median:.2f})"
        for result in by_name.values()
        for peer in STOCK
        if (ratio := result.ratio(US, peer)) is not None and ratio.median < 1
    ]
    found.append(
        Finding("slower than stock rdflib-endpoint", "nowhere", ", ".join(slower) or "nowhere", not slower)
    )
    return found


def judge_value(what: str, value: float, most: float, unit: str) -> Finding:
    """A finding for a number that must not exceed another."""
    return Finding(what, f"≤ {most:g} {unit}", f"{value:.3g} {unit}", value <= most)


def _medians(ratios: Iterable[Spread | None]) -> list[float]:
    return [ratio.median for ratio in ratios if ratio is not None]

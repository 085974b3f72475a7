"""Results as Markdown and CSV."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bench.measure import Measured, Result
from bench.stats import Spread, geometric_mean
from bench.targets import Finding

__all__ = ["CSV_COLUMNS", "as_markdown", "number", "table", "write_csv"]

US = "lupaus"
CSV_COLUMNS = ("workload", "triples", "peer", "answers_per_s", "low", "high", "cpu_us", "p50_ms", "p99_ms",
               "failures", "not_timed")  # fmt: skip


def number(value: float) -> str:
    """Three digits that matter."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def as_markdown(
    machine: Mapping[str, str],
    groups: Mapping[str, Sequence[Result]],
    findings: Sequence[Finding],
    more: Mapping[str, str],
) -> str:
    """Everything on one page: machine, targets, then a table for each group of results."""
    parts = [
        "# Results\n",
        "Written by `python bench/run.py`; do not edit.\n",
        table(("", ""), machine.items()),
        "\n## Against the targets\n",
        table(("what", "reach", "measured", ""),
              ((f.what, f.reach, f.measured, "met" if f.is_met else "**not met**") for f in findings)),
    ]  # fmt: skip
    for title, results in groups.items():
        parts.append(f"\n## {title}\n\nAnswers a second (± half the range), and processor time an answer.\n")
        parts.append(_answers(results))
        parts.append("\nOurs over theirs: by answers a second / by processor time.\n")
        parts.append(_ratios(results))
    for title, text in more.items():
        parts.append(f"\n## {title}\n\n{text}")
    return "\n".join(parts)


def _names(results: Sequence[Result]) -> list[str]:
    return list(dict.fromkeys(one.name for result in results for one in result.measured))


def _cell(one: Measured | None) -> str:
    if one is None:
        return ""
    if one.reason:
        return one.reason
    return f"{number(one.rate.median)} ±{one.rate.relative:.0%}, {number(one.cpu.median)} µs"


def _answers(results: Sequence[Result]) -> str:
    names = _names(results)
    rows = []
    for result in results:
        by_name = {one.name: one for one in result.measured}
        rows.append([result.workload, f"{result.triples:,}", *(_cell(by_name.get(name)) for name in names)])
    return table(["", "triples", *names], rows)


def _pair(rate: Spread | None, cpu: Spread | None) -> str:
    return f"{number(rate.median)} / {number(cpu.median)}" if rate and cpu else ""


def _ratios(results: Sequence[Result]) -> str:
    names = [name for name in _names(results) if name != US]
    rows = [
        [result.workload, *(_pair(result.ratio(US, name), result.cpu_ratio(US, name)) for name in names)]
        for result in results
    ]
    means = ["geometric mean"]
    for name in names:
        rates = [ratio.median for result in results if (ratio := result.ratio(US, name))]
        cpus = [ratio.median for result in results if (ratio := result.cpu_ratio(US, name))]
        means.append(f"{number(geometric_mean(rates))} / {number(geometric_mean(cpus))}" if rates else "")
    return table(["", *names], [*rows, means])


def write_csv(results: Iterable[Result], path: Path) -> None:
    """One row for each workload and peer."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(CSV_COLUMNS)
        for result in results:
            for one in result.measured:
                row: list[object] = [result.workload, result.triples, one.name]
                if one.reason:
                    row += ["", "", "", "", "", "", one.failures, one.reason]
                else:
                    rate = one.rate
                    exact = (rate.median, rate.low, rate.high, one.cpu.median, one.percentile_ms(0.5),
                             one.percentile_ms(0.99))  # fmt: skip
                    row += [*(round(value, 3) for value in exact), one.failures, ""]
                writer.writerow(row)

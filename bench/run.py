"""Measure lupaus beside its peers: ``python bench/run.py [--quick]``. What is missing is named, not installed."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import suites  # noqa: E402
from bench.machine import describe  # noqa: E402
from bench.measure import Result  # noqa: E402
from bench.peers import found, home  # noqa: E402
from bench.plot import bars, curves  # noqa: E402
from bench.report import as_markdown, number, table, write_csv  # noqa: E402
from bench.targets import Finding, judge, judge_value  # noqa: E402

PARTS = ("queries", "mix", "repeated", "stream", "pages", "crawl", "tails", "start", "build", "growth")


class Run:
    """What was found so far; written anew after each part, so that an interrupted run leaves what it has."""

    def __init__(self, plan: suites.Plan, out: Path) -> None:
        self.plan, self.out = plan, out
        self.machine = describe()
        self.groups: dict[str, list[Result]] = {}
        self.findings: list[Finding] = []
        self.more: dict[str, str] = {}
        self.plots: dict[str, str] = {}

    def queries(self) -> None:
        """New questions, to every peer."""
        self._take("New questions", suites.query_results(self.plan))
        ratios = {f"{r.workload}, {peer}": ratio.median for r in self.groups["New questions"]
                  for peer in ("oxigraph", "rdflib-memory", "virtuoso")
                  if (ratio := r.ratio("lupaus", peer))}  # fmt: skip
        self.plots["ratios"] = bars("lupaus over each peer, answers a second, every query new", ratios)

    def mix(self) -> None:
        """What the data set offers to ask."""
        self._take("The questions that the data set offers", suites.mix_results(self.plan))

    def crawl(self) -> None:
        """Everything, once and again."""
        rows = []
        for form, (cold, again) in suites.crawls(self.plan).items():
            numbers = (cold.per_s, cold.cpu_us, cold.kb, again.per_s, again.cpu_us)
            rows.append((form, *map(number, numbers)))
        head = ("", "documents a second", "µs each", "kB each", "304 a second", "µs each")
        told = "Documents that nobody asked for before, packed by gzip, then by their ETags; one connection.\n\n"
        self.more["Crawl"] = told + table(head, rows)

    def build(self) -> None:
        """The making of a release, and the check of a file."""
        whole, files = suites.built(self.plan)
        slowest = max(took.seconds.median for took in files.values())
        self.findings.append(judge_value("a full build with SHACL", whole.seconds.median, 30, "s"))
        self.findings.append(judge_value("the check of one file, the slowest measured", slowest, 3, "s"))
        took = {"lupaus build": whole} | {f"lupaus check {path}": one for path, one in files.items()}
        rows = [(name, number(one.seconds.median), number(one.cpu_s.median)) for name, one in took.items()]
        self.more["Build"] = table(("", "seconds", "of the processor"), rows)

    def repeated(self) -> None:
        """The answer from memory."""
        self._take("The same question again", suites.repeated_results(self.plan))

    def stream(self) -> None:
        """A long answer."""
        self._take("A long answer", suites.stream_results(self.plan))

    def pages(self) -> None:
        """Documents."""
        self._take("Documents", suites.page_results(self.plan))

    def tails(self) -> None:
        """Latencies beside bombs."""
        rows = []
        for name, tail in suites.tails(self.plan):
            rows.append((name, str(tail.bombs), number(tail.p50_ms), number(tail.p99_ms), number(tail.worst_ms),
                         str(tail.failures)))  # fmt: skip
            if name == "lupaus" and tail.bombs == 8:
                self.findings.append(judge_value("worst cheap query beside 8 bombs", tail.worst_ms, 100, "ms"))
            if name == "lupaus" and tail.bombs == 2:
                self.findings.append(judge_value("p99 of cheap queries beside 2 bombs", tail.p99_ms, 15, "ms"))
        self.more["Cheap questions beside hopeless ones"] = (
            "Latency in milliseconds from the moment a request was due.\n\n"
            + table(("", "bombs", "p50", "p99", "worst", "failed"), rows)
        )

    def start(self) -> None:
        """From the command to the first answer."""
        start = suites.start(self.plan)
        self.findings.append(judge_value("first answer of an existing release", start.seconds.median, 1.5, "s"))
        self.more["Start"] = (
            f"`lupaus serve --release DIR` answers {start.seconds.median:.2f} s after the command "
            f"({start.seconds.low:.2f} to {start.seconds.high:.2f}) and takes {start.memory_mib.median:.0f} MiB.\n"
        )

    def growth(self) -> None:
        """Cost by size."""
        rows: list[tuple[str, ...]] = []
        lines: dict[str, list[tuple[float, float]]] = {}
        for triples, seconds, memory, results in suites.grow(self.plan):
            cells = []
            for result in results:
                one = result.measured[0]
                cells.append(f"{number(one.cpu.median)} µs")
                lines.setdefault(result.workload, []).append((float(triples), one.cpu.median))
            rows.append((f"{triples:,}", number(seconds), number(memory), *cells))
        self.plots["growth"] = curves("Processor time of an answer, by size of the data", "µs", lines)
        point = [value for _, value in lines["point"]]
        self.findings.append(judge_value("point query, largest over smallest data", point[-1] / point[0], 2, "×"))
        head = ("triples", "start s", "MiB", *(f"{name}, processor time" for name in lines))
        self.more["Growth"] = table(head, rows) + "\n![growth](growth.svg)\n"

    def _take(self, title: str, results: Iterator[Result]) -> None:
        gathered = self.groups.setdefault(title, [])
        for result in results:
            gathered.append(result)
            rates = [f"{one.name} {one.reason or number(one.rate.median)}" for one in result.measured]
            print(f"  {result.workload}: {', '.join(rates)}", flush=True)
            self.write()

    def write(self) -> None:
        """The files of what there is."""
        flat = [result for results in self.groups.values() for result in results]
        text = as_markdown(self.machine, self.groups, [*judge(flat), *self.findings], self.more)
        (self.out / "RESULTS.md").write_text(text, "utf-8")
        write_csv(flat, self.out / "results.csv")
        for name, svg in self.plots.items():
            (self.out / f"{name}.svg").write_text(svg, "utf-8")


def main() -> int:
    """Measure, and write RESULTS.md, results.csv and plots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small data and few rounds: to see that it works")
    parser.add_argument("--out", type=Path, default=ROOT / "bench", help="where the results go (default: bench/)")
    parser.add_argument("--work", type=Path, help="a folder for data and logs that is kept and used again")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="which parts (default: all)")
    parser.add_argument("--rounds", type=int, help="rounds of turns (default: 7, quick 2)")
    parser.add_argument("--seconds", type=float, help="seconds of each turn (default: 1, quick 0.2)")
    arguments = parser.parse_args()
    here, missing = found()
    for peer in missing:
        print(f"{peer.name} is not here; to have it: {peer.install}")
    if not (home() / "node_modules/trifid").exists():
        print("trifid is not here; to have it: npm install --prefix bench/.peers trifid")
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lupaus-bench-") as temporary:
        work = arguments.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        quick: bool = arguments.quick
        plan = suites.Plan(
            rounds=arguments.rounds or (2 if quick else 7),
            seconds=arguments.seconds or (0.2 if quick else 1.0),
            scale=10_000 if quick else 100_000,
            stream_scale=50_000 if quick else 1_200_000,
            growth=(10_000, 50_000) if quick else (10_000, 100_000, 1_000_000, 5_000_000),
            work=work,
            peers=tuple(here),
        )
        run = Run(plan, arguments.out)
        for part in arguments.parts:
            began = time.perf_counter()
            print(f"{part} …", flush=True)
            measure: Callable[[], None] = getattr(run, part)
            measure()
            run.write()
            print(f"  {time.perf_counter() - began:.0f} s", flush=True)
    print(f"{arguments.out / 'RESULTS.md'} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The parts of a run: each starts its servers, measures, and ends them whatever happens."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.building import FILES, Took, build, check
from bench.ceilings import ceilings
from bench.crawl import Crawl, crawl, documents
from bench.data import Data, release, synthetic
from bench.measure import Contestant, Result, measure
from bench.mix import answered_alike, mixed, questions
from bench.pages import FORMATS, THING, contestant, page_path, trifid
from bench.peers import PEERS, Peer, Served
from bench.starting import Start, start_up
from bench.tail import Tail, beside_bombs
from bench.workloads import WORKLOADS, Workload

__all__ = [
    "Plan", "built", "crawls", "grow", "mix_results", "page_results", "query_results", "repeated_results", "start",
    "stream_results", "tails",
]  # fmt: skip

_BY_NAME = {peer.name: peer for peer in PEERS}
_WORKLOADS = {workload.name: workload for workload in WORKLOADS}


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    seconds: float
    scale: int
    stream_scale: int
    growth: tuple[int, ...]
    work: Path
    peers: tuple[Peer, ...]

    def named(self, *names: str) -> list[Peer]:
        """Those of ``names`` that are here."""
        return [peer for peer in self.peers if peer.name in names]


@contextmanager
def _serving(peers: Sequence[Peer], data: Data, plan: Plan) -> Iterator[dict[str, Served]]:
    with ExitStack() as stack:
        served: dict[str, Served] = {}
        for peer in peers:
            served[peer.name] = peer.serve(data.path, plan.work)
            stack.callback(served[peer.name].running.stop)
        yield served


def _contestants(served: dict[str, Served], workload: Workload, data: Data) -> list[Contestant]:
    return [
        Contestant(name, one.running, one.port, workload.requests(data, one.path)) for name, one in served.items()
    ]


def query_results(plan: Plan, only: Sequence[str] = ()) -> Iterator[Result]:
    """Light and heavy questions, every one new, to every peer."""
    data = synthetic(plan.scale, plan.work)
    with _serving(plan.peers, data, plan) as served:
        for workload in WORKLOADS:
            if workload.kind in ("light", "heavy") and (not only or workload.name in only):
                contestants = _contestants(served, workload, data)
                yield measure(workload.name, data.triples, contestants, rounds=plan.rounds, seconds=plan.seconds)


def stream_results(plan: Plan) -> Iterator[Result]:
    """Every triple, to one client."""
    data = synthetic(plan.stream_scale, plan.work)
    with _serving(plan.named("lupaus", "oxigraph"), data, plan) as served:
        contestants = _contestants(served, _WORKLOADS["stream"], data)
        yield measure("stream", data.triples, contestants, rounds=plan.rounds, seconds=plan.seconds, clients=1)


def repeated_results(plan: Plan) -> Iterator[Result]:
    """The same question again and again, beside servers that only repeat the answer."""
    data = synthetic(plan.scale, plan.work)
    with _serving(plan.named("lupaus"), data, plan) as served, ExitStack() as stack:
        ours = _contestants(served, _WORKLOADS["cached"], data)
        yield _beside_ceilings("cached", data.triples, ours[0], plan, stack)


def mix_results(plan: Plan) -> Iterator[Result]:
    """The questions that the data set offers, over the real default graph: beside oxigraph, then beside stock."""
    data, _ = release(plan.work)
    for peer, patience_s, rounds in (("oxigraph", 20.0, plan.rounds), ("rdflib-memory", 2.0, min(2, plan.rounds))):
        chosen = plan.named("lupaus", peer)
        if len(chosen) == 2:
            with _serving(chosen, data, plan) as served:
                texts = answered_alike(questions(), served, patience_s)
                yield mixed(f"mix of {len(texts)}, {peer}", data.triples, texts, served, rounds)


def crawls(plan: Plan) -> dict[str, tuple[Crawl, Crawl]]:
    """By form: documents for the first time, and again."""
    data, folder = release(plan.work)
    found = {}
    for suffix, accept in FORMATS.items():
        with _serving([_of_release(folder)], data, plan) as served:
            one = served["lupaus"]
            found[suffix] = crawl(one.running, one.port, documents(folder, 2_000), accept)
    return found


def built(plan: Plan) -> tuple[Took, dict[str, Took]]:
    """A whole build, and the checks of some files."""
    times = min(3, plan.rounds)
    return build(plan.work, times), {path: check(path, times) for path in FILES}


def page_results(plan: Plan) -> Iterator[Result]:
    """A document of a thing in each format, and the same thing by Trifid."""
    data, folder = release(plan.work)
    with ExitStack() as stack:
        served = stack.enter_context(_serving([_of_release(folder)], data, plan))["lupaus"]
        for suffix, accept in FORMATS.items():
            ours = contestant("lupaus", served.running, served.port, page_path(suffix), accept)
            yield _beside_ceilings(f"page {suffix}", data.triples, ours, plan, stack)
        behind = stack.enter_context(_serving(plan.named("oxigraph"), data, plan))
        beside = trifid(data.base, behind["oxigraph"], plan.work) if behind else None
        if beside is not None:
            stack.callback(beside[0].stop)
            ours = contestant("lupaus", served.running, served.port, page_path("html"), FORMATS["html"])
            theirs = contestant("trifid", *beside, f"/id/{THING}", FORMATS["html"])
            yield measure("page by trifid", data.triples, [ours, theirs], rounds=plan.rounds, seconds=plan.seconds,
                          are_answers_equal=False)  # fmt: skip


def _of_release(folder: Path) -> Peer:
    peer = _BY_NAME["lupaus"]
    return Peer(peer.name, peer.program, peer.install, environment=peer.environment,
                command=lambda program, _, port, work: [program, "-m", "lupaus", "serve", "--port", str(port),
                                                        "--release", str(folder)])  # fmt: skip


def _beside_ceilings(name: str, triples: int, ours: Contestant, plan: Plan, stack: ExitStack) -> Result:
    beside = ceilings(ours, plan.work)
    for one in beside:
        stack.callback(one.running.stop)
    return measure(name, triples, [ours, *beside], rounds=plan.rounds, seconds=plan.seconds, are_bytes_equal=True)


def tails(plan: Plan) -> Iterator[tuple[str, Tail]]:
    """Cheap questions alone, beside 2 bombs and beside 8."""
    data = synthetic(plan.scale, plan.work)
    for peer in plan.named("lupaus", "oxigraph"):
        for bombs in (0, 2, 8):
            with _serving([peer], data, plan) as served:
                one = served[peer.name]
                make = _WORKLOADS["point"].requests(data, one.path)
                yield (
                    peer.name,
                    beside_bombs(one, make, bombs, rate=50, seconds=max(4.0, plan.seconds * plan.rounds)),
                )


def start(plan: Plan) -> Start:
    """The packaged release, built before."""
    return start_up(["--release", str(release(plan.work)[1])], plan.work, plan.rounds)


def grow(plan: Plan) -> Iterator[tuple[int, float, float, list[Result]]]:
    """For each size: triples, seconds to start, MiB, and the light and repeated questions."""
    for scale in plan.growth:
        data = synthetic(scale, plan.work)
        with _serving(plan.named("lupaus"), data, plan) as served:
            one = served["lupaus"]
            results = [
                measure(name, data.triples, _contestants(served, _WORKLOADS[name], data), rounds=plan.rounds,
                        seconds=plan.seconds)
                for name in ("ask", "point", "neighbours", "cached")
            ]  # fmt: skip
            yield data.triples, one.start_s, one.running.memory_mib(), results

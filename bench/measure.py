"""One question, several servers: answers compared first, then timed in turns."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.answers import comparable
from bench.client import Connection, Failed
from bench.load import MakeRequest, closed
from bench.process import Running
from bench.stats import Spread, paired_ratio, percentile, spread

__all__ = ["Contestant", "Measured", "Result", "measure"]

_PATIENCE_S = 20.0
_WARM_UP_S = 0.3


@dataclass(frozen=True)
class Contestant:
    """A server and what to ask of it."""

    name: str
    running: Running
    port: int
    make: MakeRequest


@dataclass
class Measured:
    """One contestant's numbers, a value for each round."""

    name: str
    rates: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    latencies_s: list[float] = field(default_factory=list)
    failures: int = 0
    reason: str = ""
    """Why it was not timed."""

    @property
    def rate(self) -> Spread:
        """Answers a second."""
        return spread(self.rates)

    @property
    def cpu(self) -> Spread:
        """Microseconds of processor time an answer, of the server and all its processes."""
        return spread(self.cpu_us)

    def percentile_ms(self, share: float) -> float:
        """A latency in milliseconds."""
        return percentile(self.latencies_s, share) * 1_000


@dataclass(frozen=True)
class Result:
    """What was measured of one question."""

    workload: str
    triples: int
    measured: tuple[Measured, ...]

    @property
    def timed(self) -> dict[str, Measured]:
        """Those that were timed, by name."""
        return {one.name: one for one in self.measured if not one.reason}

    def ratio(self, ours: str, theirs: str) -> Spread | None:
        """Answers a second of one over another's, round by round; ``None`` if either was not timed."""
        timed = self.timed
        if ours not in timed or theirs not in timed:
            return None
        return paired_ratio(timed[ours].rates, timed[theirs].rates)

    def cpu_ratio(self, ours: str, theirs: str) -> Spread | None:
        """The same by processor time: how many answers one gives for the time that another takes for one."""
        timed = self.timed
        if ours not in timed or theirs not in timed:
            return None
        return paired_ratio(timed[theirs].cpu_us, timed[ours].cpu_us)


def measure(
    workload: str,
    triples: int,
    contestants: Sequence[Contestant],
    *,
    rounds: int,
    seconds: float,
    clients: int = 2,
    are_bytes_equal: bool = False,
    are_answers_equal: bool = True,
) -> Result:
    """Compare the first answers with the first contestant's, then time those that agree, in turns.

    With ``are_bytes_equal`` the bodies must be the same bytes: for ceilings, which repeat what they were given.
    Without ``are_answers_equal`` a status of 200 will do: pages of two designs are not alike.
    """
    results = tuple(Measured(one.name) for one in contestants)
    _compare(contestants, results, are_bytes_equal, are_answers_equal)
    pairs = [(one, result) for one, result in zip(contestants, results, strict=True) if not result.reason]
    number = 1
    for one, _ in pairs:
        closed(one.port, one.make, number, _WARM_UP_S, 1, _PATIENCE_S)
        number += 100_000
    for _ in range(rounds):
        for one, result in pairs:
            _time(one, result, number, seconds, clients)
            number += 100_000
    for result in results:
        if not result.reason and not all(result.rates):
            result.reason = "gave no answer in time"
    return Result(workload, triples, results)


def _time(one: Contestant, result: Measured, number: int, seconds: float, clients: int) -> None:
    before = one.running.cpu_s()
    piece = closed(one.port, one.make, number, seconds, clients, _PATIENCE_S)
    spent = one.running.cpu_s() - before
    result.rates.append(piece.rate)
    result.cpu_us.append(spent / max(1, piece.answers) * 1e6)
    result.latencies_s.extend(piece.latencies_s)
    result.failures += piece.failures


def _compare(
    contestants: Sequence[Contestant], results: Sequence[Measured], are_bytes_equal: bool, are_answers_equal: bool
) -> None:
    reference: object = None
    for one, result in zip(contestants, results, strict=True):
        try:
            with Connection(one.port, _PATIENCE_S) as connection:
                response = connection.ask(one.make(0))
            if response.status != 200:
                result.reason = f"answers {response.status}"
                continue
            if not are_answers_equal:
                continue
            answer = (
                response.body if are_bytes_equal else comparable(response.body, response.header("content-type"))
            )
        except Failed:
            result.reason = f"no answer in {_PATIENCE_S:g} s"
            continue
        except (ValueError, KeyError):
            result.reason = "an answer that cannot be read"
            continue
        if reference is None:
            reference = answer
        elif answer != reference:
            result.reason = "another answer"

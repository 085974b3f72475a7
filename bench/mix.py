"""The real mix: the questions that the data set offers, each with a variable of a new name every time."""

import re
import time
from collections.abc import Iterable, Mapping, Sequence

from bench.answers import comparable
from bench.client import Connection, Failed, query_request
from bench.measure import Measured, Result
from bench.peers import ROOT, Served

__all__ = ["anew", "answered_alike", "mixed", "questions"]

_ELSEWHERE = re.compile(r"\b(?:GRAPH|SERVICE|FROM)\b", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"


def questions() -> list[str]:
    """The queries that ask the default graph alone: that is what every peer holds."""
    from lupaus.dataset.question import read_question

    texts = (read_question(str(path)).text for path in sorted((ROOT / "data/queries").glob("[0-9]*.ttl")))
    return [text for text in texts if not _ELSEWHERE.search(text)]


def anew(query: str, number: int) -> str:
    """The same question in another text: its first variable is renamed."""
    found = _VARIABLE.search(query)
    if found is None:
        return f"{query}\n#{number}"
    return re.sub(rf"[?$]{found[1]}\b", f"?{found[1]}_{number}", query)


def answered_alike(texts: Sequence[str], served: Mapping[str, Served], patience_s: float) -> list[str]:
    """Those that all answer in time and with the same terms."""
    return [text for text in texts if _is_alike(text, served.values(), patience_s)]


def _is_alike(text: str, served: Iterable[Served], patience_s: float) -> bool:
    answers = []
    for one in served:
        try:
            with Connection(one.port, patience_s) as connection:
                response = connection.ask(query_request(one.path, text, _ACCEPT))
            if response.status != 200:
                return False
            answers.append(comparable(response.body, response.header("content-type")))
        except (Failed, ValueError, KeyError):
            return False
    return all(answer == answers[0] for answer in answers)


def mixed(name: str, triples: int, texts: Sequence[str], served: Mapping[str, Served], rounds: int) -> Result:
    """Every question once in each turn, on one connection."""
    results = {peer: Measured(peer) for peer in served}
    for turn in range(rounds):
        for peer, one in served.items():
            _pass(one, texts, turn, results[peer])
    return Result(name, triples, tuple(results.values()))


def _pass(one: Served, texts: Sequence[str], turn: int, result: Measured) -> None:
    requests = [query_request(one.path, anew(text, turn), _ACCEPT) for text in texts]
    latencies: list[float] = []
    before = one.running.cpu_s()
    with Connection(one.port) as connection:
        for request in requests:
            sent = time.perf_counter()
            try:
                result.failures += connection.ask(request, keep=False).status != 200
            except Failed:
                result.failures += 1
            latencies.append(time.perf_counter() - sent)
    result.rates.append(len(requests) / sum(latencies))
    result.cpu_us.append((one.running.cpu_s() - before) / len(requests) * 1e6)
    result.latencies_s.extend(latencies)

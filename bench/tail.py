"""Cheap questions at a steady pace while others ask what cannot be answered in time."""

import threading
from dataclasses import dataclass

from bench.client import Connection, Failed, query_request
from bench.load import MakeRequest, paced
from bench.peers import Served
from bench.stats import percentile

__all__ = ["Tail", "beside_bombs"]

BOMB = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?d && ?e != ?h && ?c != ?f{n}) }"
)
_BOMB_PATIENCE_S = 30.0


@dataclass(frozen=True)
class Tail:
    """Latencies in milliseconds, each from the moment its request was due."""

    bombs: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    failures: int


def beside_bombs(served: Served, make: MakeRequest, bombs: int, *, rate: float, seconds: float) -> Tail:
    """Keep ``bombs`` hopeless queries running, and ask ``rate`` cheap ones a second."""
    over = threading.Event()

    def bomb(nth: int) -> None:
        connection = Connection(served.port, _BOMB_PATIENCE_S)
        number = nth
        while not over.is_set():
            query = BOMB.replace("{n}", str(number))
            number += bombs
            try:
                connection.ask(query_request(served.path, query, "application/sparql-results+json"))
            except Failed:
                over.wait(0.1)
        connection.close()

    threads = [threading.Thread(target=bomb, args=(nth,), daemon=True) for nth in range(bombs)]
    for thread in threads:
        thread.start()
    over.wait(0.5)
    piece = paced(served.port, make, rate, seconds)
    over.set()
    ms = [latency * 1_000 for latency in piece.latencies_s]
    return Tail(bombs, percentile(ms, 0.5), percentile(ms, 0.99), max(ms), piece.failures)

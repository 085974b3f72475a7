"""Load: as fast as answers come (closed), or at a fixed pace whatever comes (open)."""

import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue

from bench.client import Connection, Failed

__all__ = ["Slice", "closed", "paced"]

MakeRequest = Callable[[int], bytes]
"""The n-th request; equal numbers give equal bytes."""


@dataclass(frozen=True)
class Slice:
    """What one slice of load gave."""

    answers: int
    failures: int
    seconds: float
    latencies_s: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds if self.seconds else 0.0


Tally = tuple[int, int, float, list[float]]
"""Answers, failures, seconds, latencies of one client."""


def _client(port: int, make: MakeRequest, first: int, step: int, seconds: float, timeout_s: float) -> Tally:
    connection = Connection(port, timeout_s)
    answers = failures = 0
    latencies: list[float] = []
    number = first
    began = now = time.perf_counter()
    end = began + seconds
    while now < end:
        request = make(number)
        number += step
        sent = time.perf_counter()
        try:
            response = connection.ask(request, keep=False)
            answers, failures = (answers + 1, failures) if response.status == 200 else (answers, failures + 1)
        except Failed:
            failures += 1
        now = time.perf_counter()
        latencies.append(now - sent)
    connection.close()
    return answers, failures, now - began, latencies


def _in_processes(job: Callable[[int], Tally], number: int) -> list[Tally]:
    context = multiprocessing.get_context("fork")
    results: SimpleQueue[Tally] = context.SimpleQueue()
    processes = [
        context.Process(target=lambda nth=nth: results.put(job(nth)), daemon=True) for nth in range(number)
    ]
    for process in processes:
        process.start()
    tallies = [results.get() for _ in processes]
    for process in processes:
        process.join()
    return tallies


def closed(
    port: int, make: MakeRequest, first: int, seconds: float, clients: int = 2, timeout_s: float = 30.0
) -> Slice:
    """Each client asks again as soon as it is answered. Numbers of requests begin with ``first``."""

    def job(nth: int) -> Tally:
        return _client(port, make, first + nth, clients, seconds, timeout_s)

    results = [job(0)] if clients == 1 else _in_processes(job, clients)
    latencies = tuple(latency for result in results for latency in result[3])
    # Rates of clients add up; each is over its own time, which ends with its last answer.
    rate = sum(result[0] / result[2] for result in results)
    answers = sum(result[0] for result in results)
    failures = sum(result[1] for result in results)
    return Slice(answers, failures, answers / rate if rate else seconds, latencies)


def paced(port: int, make: MakeRequest, rate: float, seconds: float, clients: int = 8) -> Slice:
    """Requests at fixed moments, ``rate`` a second. A latency counts from the moment a request was due.

    So a server that stalls is charged for all who would have asked meanwhile, and not for one (coordinated
    omission).
    """
    latencies: list[float] = []
    failures: list[int] = []
    began = time.perf_counter() + 0.05

    def run(nth: int) -> None:
        connection = Connection(port)
        for number in range(nth, int(rate * seconds), clients):
            due = began + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            try:
                if connection.ask(make(number), keep=False).status != 200:
                    failures.append(number)
            except Failed:
                failures.append(number)
            latencies.append(time.perf_counter() - due)
        connection.close()

    threads = [threading.Thread(target=run, args=(nth,)) for nth in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Slice(len(latencies) - len(failures), len(failures), seconds, tuple(latencies))

"""Counting what happens, and showing it to Prometheus.

The hot path adds to plain numbers; families are made of them only when somebody scrapes.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from lupaus import __version__
from lupaus.web.cache import AnswerCache, Flights

__all__ = ["BUCKETS_S", "CONTENT_TYPE", "Metrics"]

BUCKETS_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The numbers of one application."""

    def __init__(self) -> None:
        self.requests: defaultdict[int, int] = defaultdict(int)
        """By status; 499 is a client that went away, as nginx counts it."""
        self.queries: defaultdict[str, int] = defaultdict(int)
        """By outcome: computed, cached, shared, cut, gone, or the slug of a problem."""
        self.buckets = [0] * (len(BUCKETS_S) + 1)
        self.seconds = 0.0
        self.sent_bytes = 0

    def record(self, status: int, seconds: float, sent_bytes: int, outcome: str = "") -> None:
        """Count one request; ``outcome`` if it was a query."""
        self.requests[status] += 1
        self.buckets[bisect_left(BUCKETS_S, seconds)] += 1
        self.seconds += seconds
        self.sent_bytes += sent_bytes
        if outcome:
            self.queries[outcome] += 1

    def expose(self, engine: Callable[[], Mapping[str, float]], cache: AnswerCache, flights: Flights) -> bytes:
        """Everything in the Prometheus text format."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Families(self, engine(), cache, flights))
        return generate_latest(registry)


class _Families(Collector):
    def __init__(
        self, metrics: Metrics, engine: Mapping[str, float], cache: AnswerCache, flights: Flights
    ) -> None:
        self._metrics, self._engine, self._cache, self._flights = metrics, engine, cache, flights

    def collect(self) -> Iterator[Metric]:
        metrics, cache = self._metrics, self._cache
        info = GaugeMetricFamily("lupaus_info", "The software that runs", labels=["version"])
        info.add_metric([__version__], 1)
        yield info
        requests = CounterMetricFamily("lupaus_requests", "HTTP requests by status", labels=["status"])
        for status, count in sorted(metrics.requests.items()):
            requests.add_metric([str(status)], count)
        yield requests
        queries = CounterMetricFamily("lupaus_queries", "SPARQL queries by outcome", labels=["outcome"])
        for outcome, count in sorted(metrics.queries.items()):
            queries.add_metric([outcome], count)
        yield queries
        yield self._latency()
        yield CounterMetricFamily("lupaus_sent_bytes", "Body bytes sent", metrics.sent_bytes)
        yield CounterMetricFamily("lupaus_cache_hits", "Requests answered from memory", cache.hits)
        yield CounterMetricFamily("lupaus_cache_misses", "Requests that memory could not answer", cache.misses)
        yield GaugeMetricFamily("lupaus_cache_bytes", "Memory the cache uses", cache.used_bytes)
        yield GaugeMetricFamily("lupaus_cache_answers", "Answers in the cache", len(cache))
        yield CounterMetricFamily(
            "lupaus_flights_joined", "Queries that waited for an identical one under way", self._flights.joined
        )
        for name, value in sorted(self._engine.items()):
            yield GaugeMetricFamily(f"lupaus_engine_{name}", "A number of the query engine", value)

    def _latency(self) -> HistogramMetricFamily:
        total = 0
        buckets: list[tuple[str, float]] = []
        for bound, count in zip((*map(str, BUCKETS_S), "+Inf"), self._metrics.buckets, strict=True):
            total += count
            buckets.append((bound, total))
        return HistogramMetricFamily(
            "lupaus_request_seconds",
            "Time from the request's first byte to the answer's last",
            buckets=buckets,
            sum_value=self._metrics.seconds,
        )

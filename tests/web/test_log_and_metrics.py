"""The request log and the numbers for Prometheus, without a server."""

import asyncio
import io
import json

import pytest
from prometheus_client.parser import text_string_to_metric_families

from lupaus.web.cache import AnswerCache, Flights
from lupaus.web.log import RequestLog
from lupaus.web.metrics import BUCKETS_S, Metrics


def written(*requests, **options):
    """The lines that these requests leave."""
    stream = io.StringIO()

    async def work():
        log = RequestLog(stream, **options)
        for request in requests:
            log.write(*request)
        log.flush()

    asyncio.run(work())
    return [json.loads(line) for line in stream.getvalue().splitlines()]


PATHS = ["/sparql", '/doc/"quoted"', "/doc/back\\slash", "/doc/line\nfeed", "/doc/ä", "/doc/\x00", "/doc/😀"]


@pytest.mark.parametrize("path", PATHS)
def test_any_path_is_one_line_of_json(path):
    (line,) = written(("GET", path, 200, 0.0012, 34))
    assert line["path"] == path
    assert (line["method"], line["status"], line["ms"], line["bytes"]) == ("GET", 200, 1.2, 34)
    assert set(line) == {"time", "method", "path", "status", "ms", "bytes"}


def test_a_query_is_named_by_its_hash_and_outcome():
    (line,) = written(("GET", "/sparql", 200, 0.1, 5, "abc123", "cached"))
    assert (line["query"], line["outcome"]) == ("abc123", "cached")


@pytest.mark.parametrize(("log_addresses", "expected"), [(False, None), (True, "192.0.2.1")])
def test_an_address_is_written_only_where_the_operator_chose_so(log_addresses, expected):
    (line,) = written(("GET", "/", 200, 0.1, 5, "", "", ("192.0.2.1", 9)), log_addresses=log_addresses)
    assert line.get("client") == expected


def test_lines_are_written_in_batches_and_by_themselves():
    stream = io.StringIO()

    async def work():
        log = RequestLog(stream)
        log.write("GET", "/", 200, 0.1, 5)
        assert stream.getvalue() == "", "not at once"
        for _ in range(200):
            if stream.getvalue():
                return
            await asyncio.sleep(0.01)

    asyncio.run(work())
    assert len(stream.getvalue().splitlines()) == 1


def test_many_lines_do_not_pile_up():
    stream = io.StringIO()

    async def work():
        log = RequestLog(stream)
        for _ in range(2_500):
            log.write("GET", "/", 200, 0.1, 5)

    asyncio.run(work())
    assert len(stream.getvalue().splitlines()) == 2_000


def test_a_reader_that_went_away_ends_the_log_and_nothing_else(caplog):
    class Broken(io.StringIO):
        def write(self, text):
            raise BrokenPipeError(32, "Broken pipe")

    async def work():
        log = RequestLog(Broken())
        for _ in range(3):
            log.write("GET", "/", 200, 0.1, 5)
            log.flush()

    asyncio.run(work())
    assert caplog.text.count("The request log ends here") == 1


def test_no_stream_no_log():
    RequestLog(None).write("GET", "/", 200, 0.1, 5)


def families(metrics, engine=None):
    text = metrics.expose(lambda: engine or {}, AnswerCache(1_000, 100), Flights()).decode()
    return {family.name: family for family in text_string_to_metric_families(text)}


def test_requests_are_counted_by_status_and_queries_by_outcome():
    metrics = Metrics()
    metrics.record(200, 0.002, 100, "computed")
    metrics.record(200, 0.0001, 100, "cached")
    metrics.record(404, 0.001, 50)
    found = families(metrics)
    by_status = {s.labels["status"]: s.value for s in found["lupaus_requests"].samples}
    by_outcome = {s.labels["outcome"]: s.value for s in found["lupaus_queries"].samples}
    assert by_status == {"200": 2, "404": 1}
    assert by_outcome == {"computed": 1, "cached": 1}
    assert found["lupaus_sent_bytes"].samples[0].value == 250


@pytest.mark.parametrize("seconds", [0.0, BUCKETS_S[0], 0.003, 1.0, 10.0, 11.0])
def test_a_time_falls_into_its_bucket_and_all_above(seconds):
    metrics = Metrics()
    metrics.record(200, seconds, 0)
    samples = families(metrics)["lupaus_request_seconds"].samples
    buckets = {float(s.labels["le"]): s.value for s in samples if s.name.endswith("_bucket")}
    assert len(buckets) == len(BUCKETS_S) + 1
    for bound, count in buckets.items():
        assert count == (1 if seconds <= bound else 0), bound
    assert next(s.value for s in samples if s.name.endswith("_sum")) == seconds


def test_the_engines_numbers_are_shown_under_its_name():
    found = families(Metrics(), {"workers": 4, "queries_deadline": 2})
    assert found["lupaus_engine_workers"].samples[0].value == 4
    assert found["lupaus_engine_queries_deadline"].samples[0].value == 2


def test_the_version_is_shown():
    from lupaus import __version__

    assert families(Metrics())["lupaus_info"].samples[0].labels == {"version": __version__}

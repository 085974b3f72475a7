"""1.2 million rows over HTTP: the first at once, all of them whole, and next to no memory for it."""

import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from attack import Target, attacked

pytestmark = pytest.mark.slow

ROWS = 1_200_000
THINGS = 1_200
QUERY = f"SELECT ?a ?d {{ ?a <http://example.org/p> ?b . ?d <http://example.org/p> ?e }} LIMIT {ROWS}"


@pytest.fixture(scope="module")
def patient_target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    data = tmp_path_factory.mktemp("rows") / "data.nt"
    data.write_text(
        "".join(
            f"<http://example.org/s{i}> <http://example.org/p> <http://example.org/o{i}> .\n"
            for i in range(THINGS)
        )
    )
    with attacked(["--query-time-limit-ms", "60000", str(data)]) as target:
        yield target


class Peak:
    """The most memory that the server's processes took while it was open."""

    def __init__(self, target: Target) -> None:
        self.target, self.kib, self.samples = target, 0, 0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Peak":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()

    def _watch(self) -> None:
        while True:
            self.kib = max(self.kib, self.target.memory_kib())
            self.samples += 1
            if self.stop.wait(0.05):
                return


@pytest.mark.parametrize(("format_", "per_row"), [("csv", b"\r\n"), ("json", b'"d":')])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_long_answer_costs_no_memory(patient_target, format_, per_row, coding):
    target = patient_target
    rows, size, wire, before = 0, 0, 0, target.memory_kib()
    start = time.perf_counter()
    with (
        Peak(target) as peak,
        httpx.stream(
            "GET",
            f"{target.base}sparql",
            params={"query": QUERY, "format": format_},
            headers={"accept-encoding": coding},
            timeout=60,
        ) as response,
    ):
        assert response.status_code == 200
        assert response.headers["transfer-encoding"] == "chunked"
        first_s, tail = 0.0, b""
        for chunk in response.iter_bytes(65_536):
            first_s = first_s or time.perf_counter() - start
            rows += (tail + chunk).count(per_row) - tail.count(per_row)
            tail = chunk[-len(per_row) :]
            size += len(chunk)
        wire = response.num_bytes_downloaded
    taken = time.perf_counter() - start
    grown = peak.kib - before
    print(
        f"{format_} {coding}: {rows} rows, {size / 2**20:.0f} MiB ({wire / 2**20:.0f} on the wire) in {taken:.1f} s, "
        f"{size / 2**20 / taken:.1f} MiB/s; first byte after {first_s * 1000:.0f} ms; {grown / 1024:.1f} MiB more memory"
    )
    assert rows == ROWS + (format_ == "csv")
    assert first_s < 0.5
    assert peak.samples >= 5
    assert grown < 50 * 1024
    target.assert_unharmed()


def test_many_slow_readers_cost_no_memory(patient_target):
    """Each gets its answer at its own pace; what it does not read is not held for it."""
    target = patient_target
    with httpx.Client(timeout=60) as client:
        open_ = []
        for number in range(12):
            request = client.build_request(
                "GET", f"{target.base}sparql", params={"query": f"{QUERY} OFFSET {number}", "format": "csv"}
            )
            open_.append(client.send(request, stream=True))
        with Peak(target) as peak:
            readers = [response.iter_bytes(4_096) for response in open_]
            for _ in range(50):
                for reader in readers:
                    assert next(reader)
        for response in open_:
            response.close()
    print(f"12 slow readers: {(peak.kib - target.resting_kib) / 1024:.1f} MiB more memory")
    assert peak.kib - target.resting_kib < 100 * 1024
    target.assert_unharmed()

"""The token bucket on query time, against a clock that the test moves."""

import pytest

from lupaus.engine import allowance
from lupaus.engine.allowance import Allowance


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def run(bucket, clock, client, seconds):
    bucket.begin(client)
    clock.now += seconds
    bucket.finish(client)


def test_a_used_up_allowance_comes_back_with_time(clock):
    bucket = Allowance(60, clock)  # one second a second
    run(bucket, clock, "a", 600)  # one query at a time is what comes back meanwhile
    assert bucket.wait_s("a") == 0
    for _ in range(4):
        bucket.begin("a")
    clock.now += 30  # 60 there, 120 used, 30 back
    for _ in range(4):
        bucket.finish("a")
    assert bucket.wait_s("a") == 31
    clock.now += 30
    assert bucket.wait_s("a") == 1
    clock.now += 1
    assert bucket.wait_s("a") == 0


def test_what_still_runs_counts(clock):
    bucket = Allowance(60, clock)
    for _ in range(8):
        bucket.begin("a")
    clock.now += 8.5  # seven a second more than comes back
    assert bucket.wait_s("a") == 0
    clock.now += 0.1
    assert bucket.wait_s("a") >= 1


def test_clients_are_counted_apart_and_nobody_is_nobody(clock):
    bucket = Allowance(60, clock)
    for _ in range(3):
        bucket.begin("a")
        bucket.begin("")
    clock.now += 60
    assert bucket.wait_s("a") > 0
    assert bucket.wait_s("b") == bucket.wait_s("") == 0


def test_zero_is_no_limit(clock):
    bucket = Allowance(0, clock)
    run(bucket, clock, "a", 10_000)
    assert bucket.wait_s("a") == 0


def test_the_table_stays_bounded_and_keeps_who_owes(clock, monkeypatch):
    monkeypatch.setattr(allowance, "_MOST_CLIENTS", 10)
    bucket = Allowance(60, clock)
    for _ in range(3):
        bucket.begin("debtor")
    clock.now += 60
    for _ in range(3):
        bucket.finish("debtor")
    for number in range(100):
        run(bucket, clock, str(number), 0.01)
        clock.now += 0.1
    assert len(bucket._buckets) <= 12
    assert bucket.wait_s("debtor") > 0

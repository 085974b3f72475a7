"""Processes killed from outside while clients ask: only what they were doing is lost, honestly, and all is well again."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from attack import Target, new_ask

pytestmark = pytest.mark.slow

CLIENTS = 40
SECONDS = 4.0
ROWS = 10_000
STREAM = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS}"
"""As CSV more than is held back to be sent whole, so that it goes out in chunks."""

HONEST = {200, 429, 500, 503, 504}


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def is_zygote(pid: int) -> bool:
    return name_of(pid) == "lupaus-zygote"


def is_worker(pid: int) -> bool:
    return name_of(pid) == "lupaus-worker"


class Load:
    """Clients that ask, each over its own connection, until told to stop."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.stop = threading.Event()
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(60)

    def _ask(self, number: int) -> None:
        with httpx.Client(base_url=self.target.base, timeout=30) as client:
            attempt = 0
            while not self.stop.is_set():
                attempt += 1
                try:
                    self._once(client, number, attempt)
                except httpx.RemoteProtocolError as error:
                    # After the first chunk there is no other way to say it. Before it there is.
                    if "incomplete chunked read" not in str(error):
                        self.wrong.append(str(error))
                    self.seen["cut"] += 1
                except httpx.TransportError as error:
                    self.wrong.append(repr(error))

    def _once(self, client: httpx.Client, number: int, attempt: int) -> None:
        if number % 4 == 0:
            query = f"{STREAM} OFFSET {(number * 7919 + attempt) % 900}"
            response = client.get("sparql", params={"query": query, "format": "csv"})
            whole = response.status_code != 200 or response.text.count("\n") == ROWS + 1
        else:
            response = client.get("sparql", params={"query": new_ask()})
            whole = response.status_code != 200 or response.json()["boolean"] is True
        self.seen[str(response.status_code)] += 1
        if response.status_code not in HONEST or not whole:
            self.wrong.append(f"{response.status_code}: {response.text[:200]}")
        elif response.status_code != 200 and response.json()["status"] != response.status_code:
            self.wrong.append(response.text[:200])


def kill_while_asked(target: Target, is_victim: Callable[[int], bool], every_s: float) -> tuple[Load, int]:
    killed = 0
    with Load(target) as load:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            victims = [pid for pid in target.pids() if is_victim(pid)]
            if victims:
                try:
                    os.kill(victims[killed % len(victims)], signal.SIGKILL)
                    killed += 1
                except ProcessLookupError:
                    pass
            time.sleep(every_s)
    return load, killed


@pytest.mark.parametrize(("who", "every_s"), [(is_worker, 0.05), (is_zygote, 1.0)], ids=["workers", "zygote"])
def test_what_is_killed_loses_only_what_it_was_doing(target, who, every_s):
    load, killed = kill_while_asked(target, who, every_s)
    print(f"{killed} killed: {dict(load.seen)}")
    assert killed >= SECONDS / every_s / 4, "nothing was killed"
    assert load.wrong == []
    if who is is_worker:  # each worker has one query: no more may fail than were killed
        lost = sum(count for what, count in load.seen.items() if what in ("500", "cut"))
        assert lost <= killed
    assert load.seen["200"] > CLIENTS
    target.assert_unharmed()


def test_all_at_once(target):
    with Load(target) as load:
        time.sleep(0.5)
        for pid in [pid for pid in target.pids() if is_worker(pid) or is_zygote(pid)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(1.5)
        before = load.seen["200"]
        time.sleep(0.5)
        assert load.seen["200"] > before, "nobody is answered"
    print(dict(load.seen))
    assert load.wrong == []
    target.assert_unharmed()


def test_an_idle_worker_killed_is_not_noticed(target):
    for pid in [pid for pid in target.pids() if is_worker(pid)]:
        os.kill(pid, signal.SIGKILL)
    for _ in range(20):
        assert target.ask(new_ask()).status_code == 200
    target.assert_unharmed()


def test_a_stopped_worker_is_ended_by_the_deadline(target):
    """SIGSTOP: alive, and never done."""
    stopped = [pid for pid in target.pids() if is_worker(pid)]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    statuses = Counter(target.ask(new_ask()).status_code for _ in range(8))
    print(dict(statuses))
    assert set(statuses) <= {200, 504}
    for pid in stopped:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    target.assert_unharmed()

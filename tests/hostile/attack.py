"""A server under attack, watched from outside: memory, processor time, contacts, files."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

LIMITS = (
    "--query-time-limit-ms", "1000", "--query-memory-limit-mib", "256", "--client-query-seconds", "0",
    "--request-time-limit-ms", "3000", "--cache-mib", "8",
)  # fmt: skip
"""Short, so that an attack is soon over; bombs come from one address, which must not be what stops them.

A small cache, because what it keeps of thousands of answers is meant to stay: what else stays is looked for.
"""


def new_ask() -> str:
    """A trivial query that was never asked before: comments and white space do not make a query another one."""
    return f"ASK {{ BIND({int.from_bytes(os.urandom(6))} AS ?n) }}"


@dataclass
class Target:
    """The server under attack and what can be seen of it from outside."""

    base: str
    process: subprocess.Popen[str]
    canary: "Canary"
    resting_kib: int = 0
    pipes: list[Path] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.base.rsplit(":", 1)[1].strip("/"))

    def ask(self, query: str, **headers: str) -> httpx.Response:
        return httpx.post(f"{self.base}sparql", data={"query": query}, headers=headers, timeout=30)

    def pids(self) -> list[int]:
        """The server's process and all below it."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            try:
                for task in Path(f"/proc/{pid}/task").iterdir():
                    waiting += [int(child) for child in (task / "children").read_text().split()]
            except OSError:
                continue
        return found

    def memory_kib(self) -> int:
        """Memory of all processes, each shared page counted once (proportional set size)."""
        total = 0
        for pid in self.pids():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])
        return total

    def ticks(self) -> int:
        """Processor time used so far, in clock ticks, by all processes that are there now."""
        total = 0
        for pid in self.pids():
            try:
                stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += int(stat[11]) + int(stat[12])
        return total

    def is_idle(self) -> bool:
        """Whether, within a few seconds, a quarter second passes with next to no processor time used."""
        give_up = time.monotonic() + 4
        while time.monotonic() < give_up:
            before = self.ticks()
            time.sleep(0.25)
            if self.ticks() - before <= 3:
                return True
        return False

    def fastest_ask_ms(self) -> float:
        """The best of three trivial queries, each new."""
        best = float("inf")
        with httpx.Client() as client:
            client.get(f"{self.base}health")
            for _ in range(3):
                start = time.perf_counter()
                answer = client.get(f"{self.base}sparql", params={"query": new_ask()})
                assert answer.status_code == 200, answer.text
                best = min(best, (time.perf_counter() - start) * 1000)
        return best

    def assert_unharmed(self) -> None:
        """What must hold after every attack."""
        assert self.process.poll() is None, "the server ended"
        fastest = self.fastest_ask_ms()
        assert fastest < 100, f"the fastest of three took {fastest:.0f} ms"
        assert self.is_idle(), "still busy"
        grown = self.memory_kib() - self.resting_kib
        assert grown < 50 * 1024, f"{grown} KiB kept"
        assert self.canary.contacts == 0, "a contact was made"
        assert [pipe for pipe in self.pipes if was_opened(pipe)] == [], "a file was opened"


class Canary:
    """A port that nobody should ever call."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.contacts = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.contacts += 1
            caller.close()


def was_opened(pipe: Path) -> bool:
    """Whether somebody holds this named pipe open for reading: only then can it be opened for writing."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


@contextmanager
def attacked(arguments: Sequence[str], pipes: Sequence[Path] = ()) -> Iterator[Target]:
    """``lupaus serve`` with these arguments, warm and measured at rest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lupaus", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout
    canary = Canary()
    try:
        base = next(found[0] for line in process.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        drain = threading.Thread(
            target=process.stdout.read
        )  # else the log would fill the pipe and stop the server
        drain.start()
        target = Target(base, process, canary, pipes=list(pipes))
        for _ in range(30):
            target.fastest_ask_ms()
        target.resting_kib = target.memory_kib()
        yield target
    finally:
        process.terminate()
        process.wait(20)
        drain.join(20)
        process.stdout.close()
        canary.socket.close()

"""A server's process and all below it: started, watched, ended."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["Running", "free_port", "start", "wait_for_port"]

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_END_S = 5.0


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Running:
    """A server that runs."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self._process = process
        self.log = log

    @property
    def is_alive(self) -> bool:
        """Whether its first process still runs."""
        return self._process.poll() is None

    def cpu_s(self) -> float:
        """Processor time of the whole tree, in seconds; what ended children used included."""
        return sum(_own_time_s(pid) + _children_time_s(pid) for pid in self._tree())

    def memory_mib(self) -> float:
        """Proportional set size of the tree in MiB: pages that processes share count once."""
        return sum(_pss_kib(pid) for pid in self._tree()) / 1024

    def stop(self) -> None:
        """End it and everything it started."""
        tree = self._tree()
        sessions = {self._process.pid, *tree}
        self._process.terminate()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pid in tree:
            if _session(pid) in sessions:  # ours still, and not a stranger with its number
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _tree(self) -> list[int]:
        """Its processes, whatever sessions they made for themselves."""
        children: dict[int, list[int]] = {}
        for place in Path("/proc").iterdir():
            if place.name.isdecimal() and (fields := _fields(int(place.name))):
                children.setdefault(int(fields[1]), []).append(int(place.name))
        tree = [self._process.pid]
        for pid in tree:
            tree.extend(children.get(pid, ()))
        return tree


def start(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Running:
    """Start a server in a session of its own, its output in ``log``."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the commands stand in peers.py
            list(command), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True, cwd=cwd, env={**os.environ, **(environment or {})},
        )  # fmt: skip
    return Running(process, log)


def wait_for_port(running: Running, port: int, limit_s: float) -> float:
    """Seconds until something listens on ``port``.

    :raises TimeoutError: if nothing does in time.
    """
    began = time.perf_counter()
    while time.perf_counter() - began < limit_s and running.is_alive:
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
        except OSError:
            time.sleep(0.01)
        else:
            return time.perf_counter() - began
    raise TimeoutError(f"nothing listens on port {port}; see {running.log}")


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text("latin-1").rpartition(")")[2].split()
    except OSError:
        return []


def _session(pid: int) -> int:
    fields = _fields(pid)
    return int(fields[3]) if fields and fields[0] != "Z" else -1


def _children_time_s(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[13]) + int(fields[14])) * _TICK_S if fields else 0.0


def _own_time_s(pid: int) -> float:
    """Of all threads of a process, ended ones too: its clock, as clock_getcpuclockid(3) numbers it."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0  # it ended meanwhile


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)

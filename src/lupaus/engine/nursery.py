"""The zygote as the server sees it: where workers come from, and where news of their death comes from."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypedDict

from lupaus.engine.source import ZygoteSpec
from lupaus.errors import StartError

__all__ = ["Death", "Newborn", "Nursery", "Parent", "Ready"]

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from lupaus.engine.zygote import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)
_LARGEST_MESSAGE = 65_536
_STOP_LIMIT_S = 5.0
_ENVIRONMENT = ("LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ")
"""What a zygote may see of the environment: no secret reaches a process that runs strangers' queries."""


@dataclass(frozen=True)
class Newborn:
    """A worker that was just forked."""

    pid: int
    channel: socket.socket
    pidfd: int | None
    rss_kib: int
    """Resident memory it shares with the zygote at birth."""


@dataclass(frozen=True)
class Death:
    """A worker that ended, however."""

    pid: int
    status: int
    """As of wait(2)."""
    peak_rss_kib: int
    last_words: str
    """What it wrote to its standard error: the runtime's message when memory ran out, or a panic."""


@dataclass(frozen=True)
class Ready:
    """A store is loaded."""

    triples: int | None
    graphs: int | None
    load_s: float
    seccomp: bool


class Parent(Protocol):
    """Who is told."""

    def born(self, newborn: Newborn) -> None:
        """A worker is there."""

    def unborn(self) -> None:
        """A fork that was asked for failed."""

    def died(self, death: Death) -> None:
        """A worker ended."""

    def orphaned(self) -> None:
        """The zygote ended unasked, and its workers end with it."""


class _Message(TypedDict, total=False):
    ready: dict[str, float]
    seccomp: bool
    failed: str
    worker: int
    rss_kib: int
    fork_failed: int
    exit: int
    status: int
    peak_rss_kib: int
    last_words: str


class Nursery:
    """One zygote, from its start to its end."""

    def __init__(self, spec: ZygoteSpec, parent: Parent) -> None:
        self._spec = spec
        self._parent = parent
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready: asyncio.Future[Ready] | None = None

    @property
    def pid(self) -> int | None:
        """The zygote's process, while there is one."""
        return self._process.pid if self._process else None

    async def start(self) -> Ready:
        """Start the process and wait until its store is loaded.

        :raises StartError: if the source cannot be loaded, or no filter keeps workers off the network.
        """
        self._loop = asyncio.get_running_loop()
        self._ready = self._loop.create_future()
        try:
            self._loop.add_reader(self._spawn(), self._heard)
            return await self._ready
        except OSError as error:
            await self.close()
            raise StartError(f"The process that holds the data cannot be started: {error.strerror}.") from None
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End the zygote and with it every worker. Harmless when called twice."""
        control, self._control = self._control, None
        if control is not None:
            assert self._loop is not None
            self._loop.remove_reader(control)
            control.close()
        process, self._process = self._process, None
        if process is None:
            return
        if self._ready is None or not self._ready.done() or self._ready.cancelled():
            process.kill()  # it is loading, and does not listen
        # Without a time limit of its own wait() blocks in the kernel; with one it would look every 50 ms.
        waiting = asyncio.ensure_future(asyncio.to_thread(process.wait))
        done, _ = await asyncio.wait({waiting}, timeout=_STOP_LIMIT_S)
        if not done:
            process.kill()
        await waiting

    def fork(self, count: int) -> None:
        """Ask for workers; each is told by ``Parent.born`` or ``unborn``."""
        self._ask({"fork": count})

    def be_nice(self, pid: int) -> None:
        """Let a worker run only when nothing else wants to."""
        self._ask({"nice": pid})

    def kill(self, pid: int) -> None:
        """Kill a worker that has no process descriptor."""
        self._ask({"kill": pid})

    def _ask(self, message: dict[str, int]) -> None:
        # A failure is the zygote's end, which the reading side is about to see.
        if self._control is not None:
            with contextlib.suppress(OSError):
                self._control.send(json.dumps(message).encode())

    def _spawn(self) -> socket.socket:
        # Not the first to look at it: sys.path may have been changed since the interpreter started.
        package = str(Path(__file__).resolve().parents[2])
        path = list(dict.fromkeys([package, *(entry for entry in sys.path if entry)]))
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setblocking(False)
        spec_fd = os.memfd_create("lupaus-source")
        try:
            with open(spec_fd, "wb", closefd=False) as file:
                file.write(self._spec.encode())
            os.lseek(spec_fd, 0, os.SEEK_SET)
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
                [sys.executable, "-I", "-c", _BOOT, json.dumps(path), str(theirs.fileno()), str(spec_fd)],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), spec_fd),
                # A backtrace at the end of memory costs time and tells nothing.
                env={"RUST_BACKTRACE": "0", **{k: os.environ[k] for k in _ENVIRONMENT if k in os.environ}},
                start_new_session=True,
            )
        finally:
            theirs.close()
            os.close(spec_fd)
        return self._control

    def _heard(self) -> None:
        while self._control is not None:
            try:
                data, rights, _, _ = self._control.recvmsg(
                    _LARGEST_MESSAGE, socket.CMSG_SPACE(2 * array("i").itemsize), socket.MSG_CMSG_CLOEXEC
                )
            except BlockingIOError:
                return
            except OSError:
                data, rights = b"", []
            if not data:
                self._ended()
                return
            descriptors = array("i")
            for _, _, raw in rights:
                descriptors.frombytes(raw)
            self._tell(json.loads(data), descriptors)

    def _tell(self, message: _Message, descriptors: "array[int]") -> None:
        assert self._ready is not None
        if "worker" in message:
            channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, descriptors[0])
            channel.setblocking(False)
            pidfd = descriptors[1] if len(descriptors) > 1 else None
            self._parent.born(Newborn(message["worker"], channel, pidfd, message["rss_kib"]))
        elif "exit" in message:
            pid, status = message["exit"], message["status"]
            self._parent.died(Death(pid, status, message["peak_rss_kib"], message["last_words"]))
        elif "fork_failed" in message:
            self._parent.unborn()
        elif "ready" in message and not self._ready.done():
            ready = message["ready"]
            triples, graphs = ready["triples"], ready["graphs"]
            self._ready.set_result(
                Ready(
                    None if triples is None else int(triples),
                    None if graphs is None else int(graphs),
                    ready["load_s"],
                    message["seccomp"],
                )
            )
        elif "failed" in message and not self._ready.done():
            self._ready.set_exception(StartError(_why(message["failed"])))

    def _ended(self) -> None:
        assert self._ready is not None
        assert self._loop is not None
        if self._control is not None:
            self._loop.remove_reader(self._control)
        if not self._ready.done():
            self._ready.set_exception(
                StartError("The process that holds the data ended while it loaded them. Is there enough memory?")
            )
        elif not self._ready.cancelled() and self._ready.exception() is None:
            # One that said why it cannot start was expected to end.
            self._parent.orphaned()


def _why(reason: str) -> str:
    if reason == "no-seccomp":
        return (
            "This system takes no filter for system calls (seccomp), so workers over a RocksDB store cannot be "
            "kept off the network. Load files into memory instead, or start with --unsafe-no-sandbox."
        )
    if reason == "no-relay-lock":
        return (
            "This system cannot hold the workers that call other endpoints to the relay (Landlock network rules, "
            "Linux 6.7 or later, and seccomp). Allow no SERVICE, or start with --unsafe-no-sandbox."
        )
    return f"The data cannot be loaded. {reason}"

"""The process that holds the loaded store and forks workers from it: nothing else, and no thread while it forks.

It is started by ``nursery.Nursery`` with a control socket. The server asks in datagrams of JSON (``fork``,
``nice``, ``kill``); the zygote answers with workers (their channel and process descriptor travel along), deaths,
failures.
When the control socket closes it ends, and the kernel ends its workers with it (``PR_SET_PDEATHSIG``).
"""

import array
import contextlib
import gc
import json
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from lupaus.engine import sandbox
from lupaus.engine.source import Loaded, SourceSpec, Unloadable, ZygoteSpec
from lupaus.engine.worker import Evaluator, work

__all__ = ["main"]

_LAST_WORDS_BYTES = 4_096
_LARGEST_MESSAGE = 65_536
_EVALUATORS = {"oxigraph": "lupaus.engine.oxigraph", "rdflib": "lupaus.engine.reference"}
_NICEST = 19

Loader = Callable[[SourceSpec], tuple[Evaluator, Loaded]]


def main(control_fd: int, spec_fd: int) -> None:
    """Load, say so, and fork on request until the control socket closes. Never returns."""
    code = 1
    try:
        code = _main(control_fd, spec_fd)
    finally:
        os._exit(code)  # nothing is left to tidy: taking a large store apart would only delay the end


def _main(control_fd: int, spec_fd: int) -> int:
    sandbox.name_process("lupaus-zygote")
    sandbox.forget_cores()
    # A terminal or a service manager signals the whole family; ours ends with the server, in good order.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    control = socket.socket(fileno=control_fd)
    with open(spec_fd, "rb") as file:
        spec = ZygoteSpec.decode(file.read())
    started = time.monotonic()
    try:
        evaluator, loaded = _load(spec)
    except Unloadable as error:
        _say(control, {"failed": str(error)})
        return 1
    except Exception as error:
        _say(control, {"failed": f"{type(error).__name__}: {error}"})
        return 1
    seccomp = spec.is_confined and sandbox.probe_seccomp(threads=spec.source.rocksdb is not None)
    if spec.needs_seccomp and not seccomp:
        _say(control, {"failed": "no-seccomp"})
        return 1
    if spec.needs_relay_lock and not sandbox.probe_relay_lock():
        _say(control, {"failed": "no-relay-lock"})
        return 1
    gc.freeze()  # a collection in a worker would copy the pages it shares
    ready = {"triples": loaded.triples, "graphs": loaded.graphs, "load_s": time.monotonic() - started}
    if _say(control, {"ready": ready, "seccomp": seccomp}):
        Zygote(control, spec, evaluator).run()
    return 0


def _load(spec: ZygoteSpec) -> tuple[Evaluator, Loaded]:
    """Load in a thread of its own, and end the thread.

    The engine's random numbers are per thread and seeded at first use. Had this thread used them (loading blank
    nodes does), every fork would go on with the same state, and two workers would mint the same UUIDs.
    """
    load: Loader = import_module(_EVALUATORS[spec.kind]).load
    outcome: list[tuple[Evaluator, Loaded] | Exception] = []

    def run() -> None:
        try:
            outcome.append(load(spec.source))
        except Exception as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    result = outcome.pop()
    if isinstance(result, Exception):
        raise result
    return result


class Zygote:
    """The loop: requests from the server on one side, deaths of children on the other."""

    def __init__(self, control: socket.socket, spec: ZygoteSpec, evaluator: Evaluator) -> None:
        self._control = control
        self._evaluator = evaluator
        self._confinement = sandbox.Confinement(
            spec.memory_bytes,
            opens_files=spec.source.rocksdb is not None,
            relay_port=spec.relay_port,
            needs_relay_lock=spec.needs_relay_lock,
            is_on=spec.is_confined,
        )
        self._pid = os.getpid()
        self._children: dict[int, int] = {}
        """Pid, and the reading end of the pipe for its last words."""

    def run(self) -> None:
        """Until the server is gone."""
        wake_read, wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(wake_read, select.POLLIN)
        while True:
            ready = {descriptor for descriptor, _ in poll.poll()}
            if wake_read in ready:
                os.read(wake_read, _LAST_WORDS_BYTES)
                self._reap()
            if self._control.fileno() in ready and not self._obey():
                break
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        for pid in self._children:
            os.waitpid(pid, 0)

    def _obey(self) -> bool:
        """Carry out one request. Returns whether the server is still there."""
        try:
            request = self._control.recv(_LARGEST_MESSAGE)
        except OSError:
            return False
        if not request:
            return False
        message: dict[str, int] = json.loads(request)
        for _ in range(message.get("fork", 0)):
            if not self._fork():
                return False
        # A child is ours until it is reaped, so its number cannot have passed to a stranger.
        if (pid := message.get("nice")) in self._children:
            os.setpriority(os.PRIO_PROCESS, pid, _NICEST)
        if (pid := message.get("kill")) in self._children:
            os.kill(pid, signal.SIGKILL)
        return True

    def _fork(self) -> bool:
        ours, theirs = socket.socketpair()
        words_read, words_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            pid = os.fork()
        except OSError as error:
            ours.close()
            theirs.close()
            os.close(words_read)
            os.close(words_write)
            return _say(self._control, {"fork_failed": error.errno})
        if pid == 0:
            self._become_worker(theirs, words_write)
        theirs.close()
        os.close(words_write)
        self._children[pid] = words_read
        with ours:
            descriptors = [ours.fileno()]
            with contextlib.suppress(OSError, AttributeError):  # Linux 5.3 has it; without, the zygote kills
                descriptors.append(os.pidfd_open(pid))
            alive = _say(self._control, {"worker": pid, "rss_kib": _rss_kib()}, descriptors)
            for descriptor in descriptors[1:]:
                os.close(descriptor)
        return alive

    def _become_worker(self, channel: socket.socket, words_write: int) -> None:
        """In the child: never returns."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            descriptor = channel.detach()
            self._control.detach()
            sandbox.enter(self._confinement, descriptor, words_write, self._pid)
            self._evaluator.prepare()
            if self._confinement.opens_files:
                sandbox.limit_memory(self._confinement)
            work(self._evaluator, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, sandbox.CHANNEL_FD))
            code = 0
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}".encode()[:1_000])
        finally:
            os._exit(code)

    def _reap(self) -> None:
        while self._children:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            words = self._children.pop(pid)
            try:
                said = os.read(words, _LAST_WORDS_BYTES)
            except BlockingIOError:
                said = b""
            os.close(words)
            report = {"exit": pid, "status": status, "peak_rss_kib": usage.ru_maxrss}
            _say(self._control, {**report, "last_words": said.decode("utf-8", "replace")})


def _say(control: socket.socket, message: dict[str, object], descriptors: list[int] | None = None) -> bool:
    """Send one datagram. Returns whether the server is still there to hear it."""
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    try:
        control.sendmsg([json.dumps(message).encode()], rights)
    except OSError:
        return False
    return True


def _rss_kib() -> int:
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_024

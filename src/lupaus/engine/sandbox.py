"""What a worker gives up before it reads its first query: descriptors, memory without end, network, descendants.

Each lock is independent of the others. Descriptors 0 to 3 are all there is: /dev/null twice, the pipe that catches
last words, the channel. With ``RLIMIT_NOFILE`` at 4 no socket and no file can be opened in memory mode.

A worker for queries that call endpoints has sockets, and may connect to the relay's port only (``landlock``).
"""

import ctypes
import os
import resource
import signal
from dataclasses import dataclass

from lupaus.engine import landlock, seccomp

__all__ = [
    "CHANNEL_FD",
    "Confinement",
    "address_space",
    "enter",
    "forget_cores",
    "limit_memory",
    "name_process",
    "probe_relay_lock",
    "probe_seccomp",
]

CHANNEL_FD = 3
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NAME = 1, 4, 15
_HIGHEST_FD = 4_096
_MOST_SOCKETS = 32


@dataclass(frozen=True)
class Confinement:
    """How a worker is shut in."""

    memory_bytes: int
    """Address space beyond what holding the store takes."""
    opens_files: bool = False
    """A RocksDB store needs descriptors and threads of its own; the system-call filter then stands alone."""
    relay_port: int = 0
    """The one port that a worker for queries with SERVICE may connect to; 0: no network at all."""
    needs_relay_lock: bool = False
    """Whether the worker may live only if it is held to that port."""
    is_on: bool = True
    """False only for the test which shows that it is the sandbox that holds."""


def enter(confinement: Confinement, channel_fd: int, last_words_fd: int, parent: int) -> None:
    """Confine this process, freshly forked, for good. Afterwards ``CHANNEL_FD`` is the channel."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died between the fork and the line above
        os._exit(0)
    name_process("lupaus-worker")
    _keep_descriptors(channel_fd, last_words_fd)
    forget_cores()
    if not confinement.opens_files:
        limit_memory(confinement)
    if not confinement.is_on:
        return
    sockets = 0
    if confinement.relay_port:
        # Whether this holds here was found out before the first worker (``probe_relay_lock``).
        is_held = landlock.allow_port_only(confinement.relay_port, files=confinement.opens_files)
        if confinement.needs_relay_lock and not is_held:
            os._exit(1)
        sockets = _MOST_SOCKETS
    if not confinement.opens_files:
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_NOFILE, CHANNEL_FD + 1 + sockets)
    seccomp.deny(threads=confinement.opens_files, tcp=bool(sockets))


def limit_memory(confinement: Confinement) -> None:
    """Allow so much more address space than is in use now. Needs a free descriptor.

    Where a store is opened in the worker, it is opened first: its threads reserve a multiple of what they use.
    """
    _limit(resource.RLIMIT_AS, address_space() + confinement.memory_bytes)


def forget_cores() -> None:
    """No memory image of this process is ever written, and no other process of the user can attach to it."""
    _limit(resource.RLIMIT_CORE, 0)
    _prctl(_PR_SET_DUMPABLE, 0)


def name_process(name: str) -> None:
    """What ``ps`` and ``top`` call this process."""
    _prctl(_PR_SET_NAME, ctypes.c_char_p(name.encode()))


def address_space() -> int:
    """Bytes of address space in use. Needs a free descriptor."""
    descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    try:
        return int(os.read(descriptor, 64).split()[0]) * resource.getpagesize()
    finally:
        os.close(descriptor)


def probe_seccomp(*, threads: bool) -> bool:
    """Whether the kernel takes the filter here, tried in a child."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if seccomp.deny(threads=threads) else 1)
    return os.waitpid(pid, 0)[1] == 0


def probe_relay_lock() -> bool:
    """Whether a worker can be held to one port here, tried in a child."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if landlock.allow_port_only(1) and seccomp.deny(threads=False, tcp=True) else 1)
    return os.waitpid(pid, 0)[1] == 0


def _keep_descriptors(channel_fd: int, last_words_fd: int) -> None:
    # Both are above 3: the parent keeps 0, 1 and 2 open, and has its own control socket before any of these.
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.dup2(last_words_fd, 2)
    if channel_fd != CHANNEL_FD:
        os.dup2(channel_fd, CHANNEL_FD)
    os.closerange(CHANNEL_FD + 1, _HIGHEST_FD)


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    bounded = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (bounded, bounded))


def _prctl(option: int, value: "int | ctypes.c_char_p") -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option})")

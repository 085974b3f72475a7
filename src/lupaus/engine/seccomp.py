"""A seccomp filter that keeps a worker off the network, and from starting or touching other programs.

Calls on the list fail with EPERM; the rest is allowed. It is a second lock: what a query can do at all is decided
by the engine, and in memory mode no descriptor is to be had. The kernel's rules: seccomp(2), Linux 4.14 or later.

A worker for queries that call endpoints keeps one kind of socket, TCP over IPv4; a filter cannot read where a
socket connects to, so Landlock stands beside it (``landlock``).
"""

import ctypes
import os
import platform
from struct import pack

__all__ = ["denied_calls", "deny"]

_KILL_PROCESS, _ERRNO, _ALLOW = 0x8000_0000, 0x0005_0000, 0x7FFF_0000
_EPERM = 1
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NR, _ARCH, _ARG0 = 0, 4, 16
_AF_INET, _SOCK_STREAM, _SOCK_TYPE_MASK, _IPPROTO_TCP = 2, 1, 0xF, 6
_MSG_FASTOPEN = 0x2000_0000
_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _FLAG_TSYNC = 1, 1
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Numbers from the kernel's tables; those from 424 on are the same everywhere.
_EVERYWHERE = {"io_uring_setup": 425, "pidfd_open": 434, "openat2": 437, "pidfd_getfd": 438}
_NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": {
        "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "accept4": 288,
        "execve": 59, "execveat": 322, "fork": 57, "vfork": 58, "ptrace": 101,
        "process_vm_readv": 310, "process_vm_writev": 311, "kill": 62, "tkill": 200, "pidfd_send_signal": 424,
        "creat": 85, "truncate": 76, "rename": 82, "renameat": 264, "renameat2": 316, "unlink": 87,
        "unlinkat": 263, "mkdir": 83, "mkdirat": 258, "rmdir": 84, "link": 86, "linkat": 265, "symlink": 88,
        "symlinkat": 266, "chmod": 90, "fchmodat": 268, "chown": 92, "fchownat": 260, "mknod": 133, "mknodat": 259,
        "bpf": 321,
    },
    "aarch64": {
        "socket": 198, "connect": 203, "accept": 202, "bind": 200, "listen": 201, "accept4": 242,
        "execve": 221, "execveat": 281, "ptrace": 117,
        "process_vm_readv": 270, "process_vm_writev": 271, "kill": 129, "tkill": 130, "pidfd_send_signal": 424,
        "truncate": 45, "renameat": 38, "renameat2": 276, "unlinkat": 35, "mkdirat": 34, "linkat": 37,
        "symlinkat": 36, "fchmodat": 53, "fchownat": 54, "mknodat": 33, "bpf": 280,
    },
}  # fmt: skip
_ARCHITECTURE = {"x86_64": (0xC000_003E, 317), "aarch64": (0xC000_00B7, 277)}
"""AUDIT_ARCH and the number of seccomp(2)."""
_OPEN = {"x86_64": ((2, 1), (257, 2)), "aarch64": ((56, 2),)}
"""open and openat, each with the argument that holds the flags."""
_CLONE = {"x86_64": (56, 435), "aarch64": (220, 435)}
_TGKILL = {"x86_64": 234, "aarch64": 131}
_SENDING = {
    "x86_64": {"sendto": 44, "sendmsg": 46, "sendmmsg": 307},
    "aarch64": {"sendto": 206, "sendmsg": 211, "sendmmsg": 269},
}
"""With an address, or by Fast Open, these reach a place that connect(2) was never asked about."""
_X32_BIT = 0x4000_0000


def denied_calls(machine: str) -> dict[str, int]:
    """System calls that fail, whatever their arguments; empty for a machine we have no table for."""
    return {**_NUMBERS[machine], **_EVERYWHERE} if machine in _NUMBERS else {}


def deny(*, threads: bool, tcp: bool = False) -> bool:
    """Filter this process for good. Returns whether the kernel took the filter.

    :param threads: whether the process may still start threads and open files to read (RocksDB does).
    :param tcp: whether it may make TCP connections over IPv4.
    """
    machine = platform.machine()
    if machine not in _ARCHITECTURE:
        return False
    program = _program(machine, threads, tcp)
    buffer = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    libc = ctypes.CDLL(None, use_errno=True)
    filter_ = Program(len(program) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    number = _ARCHITECTURE[machine][1]
    return bool(libc.syscall(number, _SET_MODE_FILTER, _FLAG_TSYNC, ctypes.byref(filter_)) == 0)


def _program(machine: str, threads: bool, tcp: bool) -> bytes:
    """Classic BPF over ``struct seccomp_data``: number, architecture, instruction pointer, six arguments."""
    refuse = _step(_RETURN, _ERRNO | _EPERM)
    code = [
        _step(_LOAD, _ARCH),
        _step(_EQUAL, _ARCHITECTURE[machine][0], 1, 0),
        _step(_RETURN, _KILL_PROCESS),  # another architecture has other numbers
        _step(_LOAD, _NR),
    ]
    if machine == "x86_64":
        code += [_step(_AT_LEAST, _X32_BIT, 0, 1), refuse]
    calls = denied_calls(machine)
    if tcp:
        code += _tcp_only(calls.pop("socket"), _SENDING[machine])
        del calls["connect"]
        if not threads:
            calls |= {f"open {number}": number for number, _ in _OPEN[machine]}
    for number in [*calls.values(), *(() if threads else _CLONE[machine])]:
        code += [_step(_EQUAL, number, 0, 1), refuse]
    # abort(3) signals its own process; to signal another one is refused.
    code += [
        _step(_EQUAL, _TGKILL[machine], 0, 4),
        _step(_LOAD, _ARG0),
        _step(_EQUAL, os.getpid(), 1, 0),
        refuse,
        _step(_RETURN, _ALLOW),
    ]
    for number, argument in _OPEN[machine]:
        code += [
            _step(_EQUAL, number, 0, 4),
            _step(_LOAD, _ARG0 + 8 * argument),
            _step(_ANY_BIT, _WRITING, 0, 1),
            refuse,
            _step(_RETURN, _ALLOW),
        ]
    return b"".join([*code, _step(_RETURN, _ALLOW)])


def _tcp_only(socket: int, sending: dict[str, int]) -> list[bytes]:
    """socket(2) makes TCP over IPv4 and nothing else (MPTCP included); sending needs a connection."""
    refuse, allow = _step(_RETURN, _ERRNO | _EPERM), _step(_RETURN, _ALLOW)
    code = [
        _step(_EQUAL, socket, 0, 10),
        _step(_LOAD, _ARG0),
        _step(_EQUAL, _AF_INET, 0, 7),
        _step(_LOAD, _ARG0 + 8),
        _step(_AND, _SOCK_TYPE_MASK),
        _step(_EQUAL, _SOCK_STREAM, 0, 4),
        _step(_LOAD, _ARG0 + 16),
        _step(_EQUAL, 0, 1, 0),
        _step(_EQUAL, _IPPROTO_TCP, 0, 1),
        allow,
        refuse,
        _step(_EQUAL, sending["sendto"], 0, 8),
        _step(_LOAD, _ARG0 + 8 * 4),  # the address, in two halves
        _step(_EQUAL, 0, 0, 5),
        _step(_LOAD, _ARG0 + 8 * 4 + 4),
        _step(_EQUAL, 0, 0, 3),
        _step(_LOAD, _ARG0 + 8 * 3),
        _step(_ANY_BIT, _MSG_FASTOPEN, 1, 0),
        allow,
        refuse,
    ]
    for name in ("sendmsg", "sendmmsg"):
        code += [_step(_EQUAL, sending[name], 0, 1), refuse]
    return code


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return pack("=HBBI", code, if_true, if_false, value)

"""A Landlock domain that lets a worker connect to one TCP port, and to no file: for queries that call endpoints.

Landlock knows ports, not addresses, and TCP only (Linux 6.7, ABI 4); the system-call filter beside it lets a
worker have no socket of another kind. The kernel's rules: landlock(7).
"""

import ctypes
import os
from struct import pack

__all__ = ["abi", "allow_port_only"]

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_ASK_VERSION = 1
_FIRST_WITH_NETWORK, _FIRST_WITH_SCOPES = 4, 6
_ALL_OF_ABI_4_FILES = (1 << 15) - 1
_BIND_TCP, _CONNECT_TCP = 1, 2
_SCOPE_UNIX_SOCKETS, _SCOPE_SIGNALS = 1, 2
_RULE_NET_PORT = 2
_PR_SET_NO_NEW_PRIVS = 38


def abi() -> int:
    """The version of Landlock that the running kernel offers; 0: none."""
    return max(0, _call(_CREATE_RULESET, None, 0, _ASK_VERSION))


def allow_port_only(port: int, *, files: bool = False) -> bool:
    """Let this process connect to ``port`` by TCP and to no other, for good. Needs a free descriptor.

    :param files: whether files stay reachable (a RocksDB store opens its own).
    :returns: whether the kernel could do it; where not, nothing has changed.
    """
    version = abi()
    if version < _FIRST_WITH_NETWORK:
        return False
    attributes = pack("=QQ", 0 if files else _ALL_OF_ABI_4_FILES, _BIND_TCP | _CONNECT_TCP)
    if version >= _FIRST_WITH_SCOPES:
        attributes += pack("=Q", _SCOPE_UNIX_SOCKETS | _SCOPE_SIGNALS)
    ruleset = _call(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        if _call(_ADD_RULE, ruleset, _RULE_NET_PORT, pack("=QQ", _CONNECT_TCP, port), 0) != 0:
            return False
        if ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return _call(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _call(number: int, *arguments: int | bytes | None) -> int:
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *wide))

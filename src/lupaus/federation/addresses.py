"""Where a name leads, and whether a server may be talked into going there."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

__all__ = ["Resolver", "is_public", "is_unicast", "resolve"]

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host and a port to addresses. Asked once for a call; what it says later changes nothing."""

# The registries of special-purpose addresses (RFC 6890), whatever this version of the standard library knows.
_SPECIAL_4 = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_GLOBAL_6 = ip_network("2000::/3")
_SPECIAL_6 = tuple(ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet. An IPv4 address inside an IPv6 one counts as itself."""
    address = _parse(text)
    if address is None:
        return False
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _SPECIAL_4)
    return (
        address.is_global
        and address.scope_id is None
        and address in _GLOBAL_6
        and not any(address in network for network in _SPECIAL_6)
    )


def is_unicast(text: str) -> bool:
    """Whether an address is one machine's, public or not."""
    address = _parse(text)
    return address is not None and not (address.is_multicast or address.is_unspecified or _is_broadcast(address))


async def resolve(host: str, port: int) -> Sequence[str]:
    """The system's answer.

    :raises OSError: if it has none.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _is_broadcast(address: IPv4Address | IPv6Address) -> bool:
    return isinstance(address, IPv4Address) and (address.is_reserved or int(address) >> 24 == 0)

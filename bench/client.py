"""A blocking HTTP/1.1 connection that costs little, so that the load generator is not what is measured."""

import re
import socket
from collections.abc import Mapping
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode

__all__ = ["Connection", "Failed", "Response", "get_request", "query_request"]

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked", re.IGNORECASE)
_RECEIVE_BYTES = 262_144
HOST = "127.0.0.1"


class Failed(Exception):
    """No whole answer came."""


class Response(NamedTuple):
    """An answer, and when its first byte came, in seconds after the request was sent."""

    status: int
    head: bytes
    body: bytes
    first_byte_s: float

    def header(self, name: str) -> str:
        """The value of a field; empty if there is none."""
        found = re.search(rb"\r\n" + name.encode() + rb":[ \t]*([^\r]*)", self.head, re.IGNORECASE)
        return found[1].decode("latin-1") if found else ""


def get_request(path: str, headers: Mapping[str, str]) -> bytes:
    """A GET as bytes."""
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n".encode()


def query_request(path: str, query: str, accept: str) -> bytes:
    """A query by GET (SPARQL 1.1 Protocol, section 2.1.1) as bytes."""
    joint = "&" if "?" in path else "?"
    return get_request(f"{path}{joint}{urlencode({'query': query})}", {"Accept": accept})


class Connection:
    """One connection, kept open, opened anew when the server closes it."""

    def __init__(self, port: int, timeout_s: float = 30.0) -> None:
        self._port, self._timeout_s = port, timeout_s
        self._socket: socket.socket | None = None

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close it."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def ask(self, request: bytes, *, keep: bool = True) -> Response:
        """Send a request and read the whole answer; ``keep=False`` counts a body's bytes without keeping them.

        :raises Failed: if the answer does not come whole, or not in time.
        """
        try:
            return self._ask(request, keep)
        except OSError as error:
            self.close()
            raise Failed(f"{type(error).__name__}: {error}") from None

    def _ask(self, request: bytes, keep: bool) -> Response:
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self._port), self._timeout_s)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(self._timeout_s)
        sent = perf_counter()
        self._socket.sendall(request)
        data = self._more()
        first_byte_s = perf_counter() - sent
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head, rest = data[:end], data[end + 4 :]
        if (length := _LENGTH.search(head)) is not None:
            body = self._exactly(rest, int(length[1]), keep)
        elif _CHUNKED.search(head):
            body = self._chunks(rest, keep)
        else:
            body = b""
        if b"connection: close" in head.lower():
            self.close()
        return Response(int(head[9:12]), head, body, first_byte_s)

    def _more(self) -> bytes:
        assert self._socket is not None
        data = self._socket.recv(_RECEIVE_BYTES)
        if not data:
            raise ConnectionResetError("the server closed the connection")
        return data

    def _exactly(self, rest: bytes, size: int, keep: bool) -> bytes:
        parts, held = [rest], len(rest)
        while held < size:
            part = self._more()
            held += len(part)
            if keep:
                parts.append(part)
        return b"".join(parts)

    def _chunks(self, rest: bytes, keep: bool) -> bytes:
        if not keep:  # the end is looked for, not each chunk
            while not rest.endswith(b"0\r\n\r\n"):
                rest = rest[-8:] + self._more()
            return b""
        buffer, body, at = bytearray(rest), bytearray(), 0
        while True:
            while (end := buffer.find(b"\r\n", at)) < 0:
                buffer += self._more()
            size = int(buffer[at:end].split(b";")[0], 16)
            while len(buffer) < end + 4 + size:
                buffer += self._more()
            if size == 0:
                return bytes(body)
            body += buffer[end + 2 : end + 2 + size]
            at = end + 4 + size

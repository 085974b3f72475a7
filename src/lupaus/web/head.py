"""Bounds of a request's head, looked at before anything reads it.

Whoever parses a field later may trust that it is short: no list in a header, no path and no query string can cost
more than a moment.
"""

import re
from collections.abc import Iterable

from lupaus.errors import AnswerError, BadRequest, FieldsTooLarge, NotFound, QueryTooLarge
from lupaus.sparql.protocol import MOST_PARAMETERS
from lupaus.web.headers import Header

__all__ = ["MOST_FIELD_BYTES", "head_error"]

MOST_FIELD_BYTES = 32_768
"""Names and values of all header fields together."""
_MOST_PATH_BYTES = 8_192
_MOST_TARGET_BYTES = 65_535
"""As far as the HTTP parser can count."""
_HOST = re.compile(rb"[!$&'()*+,;=\-._~%0-9A-Za-z]*+(?::[0-9]*)?|\[[0-9A-Fa-f:.]++\](?::[0-9]*)?")


def head_error(target: bytes, fields: Iterable[Header], http_version: str) -> AnswerError | None:
    """Why a request with this head is not looked at further; ``None`` if it is."""
    size = hosts = 0
    host = b""
    for name, value in fields:
        size += len(name) + len(value)
        if name == b"host":
            hosts += 1
            host = value
    if size > MOST_FIELD_BYTES:
        return FieldsTooLarge(
            f"The header fields have {size} bytes; this server takes {MOST_FIELD_BYTES}.",
            limit=MOST_FIELD_BYTES,
            value=size,
        )
    if http_version not in ("1.0", "1.1"):  # an older one has no status line, let alone chunks
        return BadRequest(f"This server speaks HTTP/1.1 and HTTP/1.0, not HTTP/{http_version}.")
    # RFC 9112, section 3.2: an HTTP/1.1 request has one Host, and it is valid. HTTP/1.0 knows none.
    if hosts > 1 or (not hosts and http_version == "1.1") or (host and _HOST.fullmatch(host) is None):
        return BadRequest("A request needs one Host field, with a name and perhaps a port.")
    path, _, query = target.partition(b"?")
    if len(path) > _MOST_PATH_BYTES:
        return NotFound(f"Nothing here has an address longer than {_MOST_PATH_BYTES} bytes.")
    if len(target) > _MOST_TARGET_BYTES:
        return QueryTooLarge(
            f"The address has more than {_MOST_TARGET_BYTES} bytes. Send a long query in the body, by POST.",
            limit=_MOST_TARGET_BYTES,
            value=len(target),
        )
    if query.count(b"&") >= MOST_PARAMETERS:
        return BadRequest(f"The URL has more than {MOST_PARAMETERS} parameters.")
    return None

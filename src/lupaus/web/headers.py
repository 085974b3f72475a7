"""Header fields that more than one answer carries, as ASGI wants them: lower-case bytes.

CORS is open to everyone and never with credentials: the data are public, and there is nothing to be logged in to
(Fetch Standard, section 3.2). Pages for people get a policy that lets nothing load from another host.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from lupaus import __version__

__all__ = [
    "COMMON",
    "EDITOR",
    "EXPOSED",
    "PAGE",
    "Header",
    "Headers",
    "field",
    "http_date",
    "link",
    "preflight",
    "read",
    "read_http_date",
]

Header = tuple[bytes, bytes]
Headers = tuple[Header, ...]

EXPOSED = ("Content-Location", "ETag", "Last-Modified", "Link", "Lupaus-Release", "Retry-After")
"""What a script from another origin may read beyond the safelisted fields."""

COMMON: Headers = (
    (b"server", f"lupaus/{__version__}".encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", ", ".join(EXPOSED).encode()),
)
"""On every answer, errors included."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_GUARDED: Headers = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
PAGE: Headers = ((b"content-security-policy", _POLICY.encode()), *_GUARDED)
"""On every HTML answer: no script of another's, none within the page, no foreign host, no frame."""
EDITOR: Headers = ((b"content-security-policy", f"{_POLICY}; connect-src 'self'".encode()), *_GUARDED)
"""On pages with the editor, which asks this server and no other."""

_PREFLIGHT_AGE_S = 86_400


def field(name: str, value: str) -> Header:
    """One header field; IRIs in it are expected to be ASCII already (percent-encoded)."""
    return name.lower().encode("ascii"), value.encode("latin-1", "replace")


def preflight(methods: Iterable[str]) -> Headers:
    """The fields of an answer to OPTIONS (RFC 9110, section 9.3.7; Fetch Standard, CORS-preflight)."""
    allowed = ", ".join(sorted({*methods, "OPTIONS"}))
    return (
        field("allow", allowed),
        field("access-control-allow-methods", allowed),
        field(
            "access-control-allow-headers",
            "Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since",
        ),
        field("access-control-max-age", str(_PREFLIGHT_AGE_S)),
    )


def link(target: str, relation: str, **attributes: str) -> str:
    """One link value (RFC 8288, section 3)."""
    extras = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{target}>; rel="{relation}"{extras}'


@lru_cache(maxsize=256)  # a release has one time, and most answers say it
def http_date(moment: datetime) -> str:
    """``moment`` as RFC 9110, section 5.6.7 writes it."""
    return format_datetime(moment, usegmt=True)


def read_http_date(text: str) -> datetime | None:
    """The moment an HTTP date names; ``None`` if it is not one (the field is then ignored: section 13.1.3)."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter for a time zone beyond all measure
        return None
    return moment if moment.tzinfo is not None else None


def read(headers: Iterable[Header], *names: bytes) -> Mapping[bytes, str]:
    """The named request fields; several lines of one field are joined by commas (RFC 9110, section 5.3)."""
    found: dict[bytes, str] = {}
    for name, value in headers:
        if name in names:
            text = value.decode("latin-1")
            found[name] = f"{found[name]}, {text}" if name in found else text
    return found

"""Asking a public service politely: it is told who asks, how to reach them, and it sets the pace.

Only the address that the curator named is called: a redirect is reported, not followed. What a service sends is
bounded in time and in bytes, before and after it is unpacked.
"""

import asyncio
import random
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType

import httpx

from lupaus import __version__
from lupaus.curation.names import printable
from lupaus.errors import RemoteError, StartError

__all__ = ["PoliteClient", "Reply", "TooMuchAsked"]

_MOST_BYTES = 64 * 2**20
_MOST_SAID = 200
_LONGEST_WAIT_S = 300.0
_LONGEST_BACKOFF_S = 60.0
_LONGEST_LIMIT_S = 3600.0
_TOO_MUCH = frozenset({413, 500, 504})
_LATER = frozenset({408, 425, 429, 502, 503})


class TooMuchAsked(RemoteError):
    """The service gave up half-way; it may answer if less is asked at once."""


@dataclass(frozen=True)
class Reply:
    """A whole answer of the kind asked for."""

    body: bytes
    date: datetime | None
    """When the service made it, by its own ``Date``."""


class _Again(Exception):
    """Worth another try, after a pause that the service may have named."""

    def __init__(self, failure: RemoteError, wait_s: float = 0.0) -> None:
        super().__init__(str(failure))
        self.failure, self.wait_s = failure, wait_s


class PoliteClient:
    """A client of one address. Requests follow each other with a pause, never side by side.

    :param contact: how the operators of the service can reach whoever runs this; a part of ``User-Agent``.
    :param time_limit_s: for each request, from the look-up of the name to the last byte of the answer.
    :raises StartError: if one of them cannot be what it is for.
    """

    def __init__(
        self,
        address: str,
        contact: str,
        time_limit_s: float = 60.0,
        attempts: int = 4,
        pause_s: float = 1.0,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        _refuse_address(address)
        if not (contact.isascii() and contact.isprintable() and contact.strip()):
            raise StartError(f"the contact is {contact!r}, but must be a web or mail address in ASCII.")
        if not 0 < time_limit_s <= _LONGEST_LIMIT_S:
            raise StartError(f"the time limit is {time_limit_s:g} s, but must be within {_LONGEST_LIMIT_S:g} s.")
        self.address = address
        self._time_limit_s, self._attempts, self._pause_s = time_limit_s, attempts, pause_s
        self._sleep = sleep or time.sleep
        self._has_asked = False
        # One coding that can be unpacked within bounds: an answer of 64 KiB in br may be gigabytes.
        headers = {"User-Agent": f"lupaus/{__version__} ({contact})", "Accept-Encoding": "gzip"}
        self._runner = asyncio.Runner()
        self._http = httpx.AsyncClient(headers=headers, timeout=time_limit_s, follow_redirects=False)

    def __enter__(self) -> "PoliteClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._http.aclose())
        self._runner.close()

    def get(self, media_types: Sequence[str]) -> Reply:
        """Read what stands at the address. Raises as ``post`` does."""
        return self._ask("GET", None, media_types)

    def post(self, form: Mapping[str, str], media_types: Sequence[str]) -> Reply:
        """Send ``form``, and again after a pause where that may help.

        :raises TooMuchAsked: if the service ran out of time or broke off.
        :raises RemoteError: if it gives no answer of one of ``media_types``, or asks to wait for long.
        """
        return self._ask("POST", form, media_types)

    def _ask(self, method: str, form: Mapping[str, str] | None, media_types: Sequence[str]) -> Reply:
        for attempt in range(1, self._attempts + 1):
            if self._has_asked:
                self._sleep(self._pause_s)
            self._has_asked = True
            try:
                return self._send(method, form, media_types)
            except _Again as again:
                # What was too much twice is for the caller to ask in smaller parts.
                if attempt == self._attempts or (attempt == 2 and isinstance(again.failure, TooMuchAsked)):
                    raise again.failure from None
                self._sleep(max(again.wait_s, _backoff_s(attempt)))
        raise AssertionError("the last attempt returns or raises")

    def _send(self, method: str, form: Mapping[str, str] | None, media_types: Sequence[str]) -> Reply:
        try:
            reply, found = self._runner.run(self._exchange(method, form, media_types))
        except (TimeoutError, httpx.TimeoutException):
            raise _Again(
                TooMuchAsked(f"{self.address} gave no whole answer within {self._time_limit_s:g} s.")
            ) from None
        except httpx.HTTPError as error:
            how = _said(str(error)) or type(error).__name__
            raise _Again(RemoteError(f"{self.address} cannot be asked: {how}.")) from None
        if found not in media_types:
            kind = _said(found) or "no media type"
            raise _Again(RemoteError(f"{self.address} answers with {kind} where {media_types[0]} was asked for."))
        return reply

    async def _exchange(
        self, method: str, form: Mapping[str, str] | None, media_types: Sequence[str]
    ) -> tuple[Reply, str]:
        """The answer and its media type. A time limit on each read alone would let a trickle go on for ever."""
        accept = {"Accept": ", ".join(media_types)}
        async with asyncio.timeout(self._time_limit_s):
            async with self._http.stream(method, self.address, data=form, headers=accept) as answer:
                self._refuse_status(answer)
                body = await self._read(answer)
        found = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Reply(body, _date(answer.headers.get("Date"))), found

    def _refuse_status(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if status == 200:
            return
        if answer.is_redirect:
            place = _said(answer.headers.get("Location", ""))
            raise RemoteError(f"{self.address} sends us on to {place}; name that address if you trust it.")
        said = f"{self.address} answers {status} {_said(answer.reason_phrase)}".rstrip()
        if status in _TOO_MUCH:
            raise _Again(TooMuchAsked(f"{said}."))
        if status not in _LATER:
            raise RemoteError(f"{said}.")
        wait_s = _wait_s(answer.headers.get("Retry-After"))
        if wait_s > _LONGEST_WAIT_S:
            raise RemoteError(f"{said} and asks to wait {wait_s:.0f} s; run the command again after that.")
        raise _Again(RemoteError(f"{said}, {self._attempts} times; run the command again later."), wait_s)

    async def _read(self, answer: httpx.Response) -> bytes:
        coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip"):
            raise RemoteError(f"{self.address} packs its answer as {_said(coding)}, which was not asked for.")
        unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS) if coding == "gzip" else None
        body = bytearray()
        try:
            async for chunk in answer.aiter_raw():
                body += unpack.decompress(chunk, _MOST_BYTES + 1 - len(body)) if unpack else chunk
                if len(body) > _MOST_BYTES:
                    raise TooMuchAsked(f"{self.address} answers with more than {_MOST_BYTES // 2**20} MiB.")
        except zlib.error:
            raise _Again(RemoteError(f"{self.address} packs its answer wrong.")) from None
        if unpack and not unpack.eof:
            raise _Again(TooMuchAsked(f"{self.address} breaks its packed answer off."))
        return bytes(body)


def _refuse_address(address: str) -> None:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise StartError(
            f"the service is {address!r}, but must be a web address such as https://example.org/sparql, "
            "without a user in it."
        )


def _said(text: str) -> str:
    """What a server said, fit for a message: short, and nothing that a terminal would obey."""
    return printable(text[:_MOST_SAID])


def _backoff_s(attempt: int) -> float:
    """Twice as long after each failure, and never the same for two clients that failed together."""
    longest = min(_LONGEST_BACKOFF_S, 2.0**attempt)
    return random.uniform(longest / 2, longest)  # noqa: S311 - no secret


def _wait_s(text: str | None) -> float:
    """Seconds that ``Retry-After`` asks for: a number, or a date (RFC 9110, section 10.2.3)."""
    if not text:
        return 0.0
    if text.strip().isdecimal():
        return float(text)
    moment = _date(text)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else 0.0


def _date(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

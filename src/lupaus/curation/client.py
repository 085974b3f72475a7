"""Asking a public service politely: it is told who asks, how to reach them, and it sets the pace.

Only the address that the curator named is called: a redirect is reported, not followed.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType

import httpx

from lupaus import __version__
from lupaus.errors import RemoteError

__all__ = ["PoliteClient", "Reply", "TooMuchAsked"]

_MOST_BYTES = 64 * 2**20
_LONGEST_WAIT_S = 300.0
_LONGEST_BACKOFF_S = 60.0
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
    :param time_limit_s: for each request, from its first byte to the last of its answer.
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
        self.address = address
        self._time_limit_s, self._attempts, self._pause_s = time_limit_s, attempts, pause_s
        self._sleep = sleep or time.sleep
        self._has_asked = False
        agent = f"lupaus/{__version__} ({contact})"
        timeout = httpx.Timeout(time_limit_s, connect=min(time_limit_s, 10.0))
        self._http = httpx.Client(headers={"User-Agent": agent}, timeout=timeout, follow_redirects=False)

    def __enter__(self) -> "PoliteClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

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
        deadline = time.monotonic() + self._time_limit_s
        accept = {"Accept": ", ".join(media_types)}
        try:
            with self._http.stream(method, self.address, data=form, headers=accept) as answer:
                self._refuse_status(answer)
                body = self._read(answer, deadline)
        except httpx.TimeoutException:
            raise _Again(self._too_slow()) from None
        except httpx.HTTPError as error:
            how = type(error).__name__
            raise _Again(RemoteError(f"{self.address} cannot be asked: {error or how}.")) from None
        found = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if found not in media_types:
            kind = found or "no media type"
            raise _Again(RemoteError(f"{self.address} answers with {kind} where {media_types[0]} was asked for."))
        return Reply(body, _date(answer.headers.get("Date")))

    def _refuse_status(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if status == 200:
            return
        if answer.is_redirect:
            place = answer.headers.get("Location", "")
            raise RemoteError(f"{self.address} sends us on to {place}; name that address if you trust it.")
        said = f"{self.address} answers {status} {answer.reason_phrase}".rstrip()
        if status in _TOO_MUCH:
            raise _Again(TooMuchAsked(f"{said}."))
        if status not in _LATER:
            raise RemoteError(f"{said}.")
        wait_s = _wait_s(answer.headers.get("Retry-After"))
        if wait_s > _LONGEST_WAIT_S:
            raise RemoteError(f"{said} and asks to wait {wait_s:.0f} s; run the command again after that.")
        raise _Again(RemoteError(f"{said}, {self._attempts} times; run the command again later."), wait_s)

    def _read(self, answer: httpx.Response, deadline: float) -> bytes:
        body = bytearray()
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > _MOST_BYTES:
                raise TooMuchAsked(f"{self.address} answers with more than {_MOST_BYTES // 2**20} MiB.")
            if time.monotonic() > deadline:
                raise _Again(self._too_slow())
        return bytes(body)

    def _too_slow(self) -> TooMuchAsked:
        return TooMuchAsked(f"{self.address} gave no whole answer within {self._time_limit_s:g} s.")


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
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""From what an engine said to the error the client gets. Its text is not passed on: it may name machines."""

import re
from time import monotonic

from lupaus.engine.base import EngineRequest
from lupaus.engine.remote.client import Reply
from lupaus.engine.remote.profiles import Profile
from lupaus.engine.remote.whole import Broken
from lupaus.engine.verdict import deadline_error
from lupaus.errors import (
    AnswerError,
    AnswerTooLarge,
    EngineAnswerBroken,
    EngineFailed,
    EngineUnavailable,
    QuerySyntaxError,
    QueryTooLarge,
    QueueFull,
)
from lupaus.media import Format
from lupaus.sparql.place import find_place

__all__ = ["Elsewhere", "broken_error", "check_head", "refusal", "too_long"]

_SAID_BYTES = 4_096
_PLACE = re.compile(
    rb"\bline:?\s+(\d{1,6})(?:\D{1,12}\bcolumn:?\s+(\d{1,6}))?|\berror at (\d{1,6}):(\d{1,6})", re.IGNORECASE
)
_TOOK_TOO_LONG = re.compile(
    rb"time.{0,2}out|timed out|time limit|deadline|estimated execution time", re.IGNORECASE
)
_ALMOST_ALL = 0.9
_LONGEST_RETRY_S = 60


class Elsewhere(Exception):
    """This engine cannot answer now; another may. ``error`` is for the client if none can."""

    def __init__(self, error: AnswerError, reason: str, *, is_down: bool) -> None:
        super().__init__(reason)
        self.error = error
        self.is_down = is_down
        """Whether that counts against it; being busy does not."""


async def refusal(reply: Reply, request: EngineRequest, limit_ms: int, started: float, prefix: int) -> AnswerError:
    """The error for a status other than 200.

    :param started: when the engine was asked, by ``time.monotonic``.
    :param prefix: how many characters stand before the client's own query in what was sent.
    :raises Elsewhere: if another engine may do better.
    """
    said = await reply.beginning(_SAID_BYTES)
    took_all = monotonic() - started >= _ALMOST_ALL * limit_ms / 1_000
    if reply.status in (408, 504) or (reply.status >= 400 and (took_all or _TOOK_TOO_LONG.search(said))):
        return deadline_error(limit_ms)
    if reply.status in (429, 503):
        raise Elsewhere(_busy(reply), f"it answered {reply.status}", is_down=False)
    if reply.status in (502, 507):
        failed = EngineUnavailable(
            "The engine behind this endpoint is in trouble. Try again later.", headers={"Retry-After": "30"}
        )
        raise Elsewhere(failed, f"it answered {reply.status}", is_down=True)
    if reply.status in (400, 422):
        return _syntax(said, request.query, prefix)
    if reply.status in (413, 414):
        return QueryTooLarge("The query is larger than the engine behind this endpoint takes.")
    return EngineFailed("The query engine failed on this query. The server goes on.")


def _busy(reply: Reply) -> QueueFull:
    asked = reply.field("retry-after")
    wait_s = min(max(1, int(asked)), _LONGEST_RETRY_S) if asked.isdecimal() and len(asked) < 6 else 1
    return QueueFull(
        f"The engine behind this endpoint is busy. Try again in {wait_s} s.", headers={"Retry-After": str(wait_s)}
    )


def _syntax(said: bytes, query: str, prefix: int) -> QuerySyntaxError:
    match = _PLACE.search(said)
    line, column = (int(match[1] or match[3]), int(match[2] or match[4] or 0)) if match else (0, 0)
    if not 1 <= line <= query.count("\n") + 1:
        return QuerySyntaxError("The query does not parse, or asks for something the engine does not have.")
    if line == 1:
        column = max(0, column - prefix)
    if column < 1:
        return QuerySyntaxError(f"The query does not parse: line {line}.", line=line)
    line, column, _ = find_place(query, line, column)
    return QuerySyntaxError(f"The query does not parse: line {line}, column {column}.", line=line, column=column)


def check_head(reply: Reply, profile: Profile, format: Format, limit_ms: int) -> None:
    """See whether a 200 is one.

    :raises AnswerError: if the engine says itself that this is not all.
    :raises Broken: if it is something else than was asked for, or its end could not be told.
    """
    for name, shortfall in profile.shortfalls.items():
        if reply.field(name):
            raise deadline_error(limit_ms) if shortfall == "time" else _too_many_rows()
    media_type = reply.field("content-type").partition(";")[0].strip().lower()
    if media_type != format.media_type and media_type not in format.aliases:
        raise Broken(f"it is {media_type or 'of no type'}, not {format.media_type}")
    if reply.field("content-encoding") not in ("", "identity"):
        raise Broken("it is in a coding that was not asked for")
    if format.kind == "graph" and not reply.is_framed:
        raise Broken("neither HTTP nor its format says where it ends")


def _too_many_rows() -> AnswerTooLarge:
    return AnswerTooLarge(
        "The engine behind this endpoint gives only the first rows of an answer so long. Ask for less, or in "
        "parts with ORDER BY, LIMIT and OFFSET."
    )


def too_long(limit_bytes: int) -> AnswerTooLarge:
    """The error for an answer over the limit."""
    return AnswerTooLarge(
        f"The answer is longer than {limit_bytes:,} bytes. Ask for less, or in parts with LIMIT and OFFSET.",
        limit=limit_bytes,
    )


def broken_error() -> EngineAnswerBroken:
    """The error for an answer that is not whole, or none."""
    return EngineAnswerBroken(
        "The engine behind this endpoint gave an answer that is not whole, or none. Try again; if that fails too, "
        "ask for less at once."
    )

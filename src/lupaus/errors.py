"""Everything that can go wrong, as one tree.

::

    LupausError
    ├── BuildError            building or checking a release        (exit code)
    │   ├── SourceError           a file cannot be read or parsed        2
    │   ├── CheckFailed           the data break a rule                  1
    │   └── ReleaseError          a release is damaged, missing, newer   2
    ├── StartError            starting the server or a command           2
    ├── RemoteError           another server gives no usable answer      2
    ├── PublishError          loading a release into an engine           2
    ├── ExportError           writing a site as files                    2
    └── AnswerError           answering a request                   (HTTP status)
        ├── BadRequest            400   ├── DeadlineExceeded     504
        │   ├── QuerySyntaxError  400   ├── MemoryExceeded       507
        │   └── QueryTooComplex   400   ├── QueueFull            503
        ├── Forbidden             403   ├── TooManyRequests      429
        ├── NotFound              404   ├── RequestTimeout       408
        ├── Gone                  410   │
        ├── MethodNotAllowed      405   ├── EngineFailed         500
        ├── NotAcceptable         406   └── AnswerTooLarge       413
        ├── QueryTooLarge     413   ├── RangeNotSatisfiable  416
        ├── FieldsTooLarge    431   ├── UnsupportedMediaType 415
        ├── ServiceFailed     502   ├── EngineAnswerBroken   502
        └── EngineUnavailable 503

A message names the value, the limit and the way out; it says nothing about the machine.
``web/problems.py`` is the one place that turns an ``AnswerError`` into a response.
"""

from typing import ClassVar

__all__ = [
    "N_", "AnswerError", "AnswerTooLarge", "BadRequest", "BuildError", "CheckFailed", "DeadlineExceeded",
    "EngineAnswerBroken", "EngineFailed", "EngineUnavailable", "ExportError", "FieldsTooLarge", "Forbidden",
    "Gone", "LupausError", "MemoryExceeded", "MethodNotAllowed", "NotAcceptable", "NotFound", "PublishError",
    "QuerySyntaxError", "QueryTooComplex", "QueryTooLarge", "QueueFull", "RangeNotSatisfiable", "ReleaseError",
    "RemoteError", "RequestTimeout", "ServiceFailed", "SourceError", "StartError", "TooManyRequests",
    "UnsupportedMediaType",
]  # fmt: skip


def N_(message: str) -> str:  # noqa: N802 - gettext's name for it
    """Marks ``message`` for the catalogues of ``web/pages``; it is translated where it is shown."""
    return message


class LupausError(Exception):
    """Root of every error we raise on purpose. Its text is one sentence or two, fit to be shown."""

    exit_code: ClassVar[int] = 2


class BuildError(LupausError):
    """Building or checking a release failed. Nothing was written over."""


class SourceError(BuildError):
    """A source file cannot be read or parsed. Says which file, line and column (both from 1, if known)."""

    def __init__(self, message: str, path: str, line: int | None = None, column: int | None = None) -> None:
        self.path, self.line, self.column = path, line, column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {message}")


class CheckFailed(BuildError):
    """The data break a rule. The report names each file, line, thing and rule."""

    exit_code: ClassVar[int] = 1


class ReleaseError(BuildError):
    """A release is missing, damaged, or made by a newer program than this one."""


class StartError(LupausError):
    """The server or a command cannot start: a port in use, a bad setting, a missing folder, no sandbox."""


class RemoteError(LupausError):
    """A server that a curator's command asks gives no usable answer. Names its address and what it said."""


class PublishError(LupausError):
    """A release cannot be loaded into an engine, or is not there as it was written. What was current stays so."""


class ExportError(LupausError):
    """A site cannot be written as files: the folder holds something else, or an address answers with an error."""


class AnswerError(LupausError):
    """A request cannot be answered. The class carries the HTTP status and the problem's slug and title."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    """The problem type is ``{base}problems#{slug}`` (RFC 9457, section 3.1.1)."""
    title: ClassVar[str] = "Something failed on our side"

    def __init__(
        self,
        message: str,
        *,
        values: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        **extras: int | str | list[str],
    ) -> None:
        self.message, self.values = message, values or {}
        """What is said, with places for ``values`` (``%(name)s``): a page says it in its reader's language."""
        self.detail = message % values if values else message
        super().__init__(self.detail)
        self.headers = headers or {}
        self.extras = extras
        """Extension members of the problem document: ``limit``, ``value``, ``line``, ``column`` and the like."""


class BadRequest(AnswerError):
    """The request breaks the SPARQL 1.1 Protocol or HTTP."""

    status, slug, title = 400, "bad-request", "The request is not one we can read"


class QuerySyntaxError(BadRequest):
    """The query does not parse. Carries ``line`` and ``column`` where known."""

    slug, title = "query-syntax", "The query has a syntax error"


class QueryTooComplex(BadRequest):
    """The guard refused the query before the parser saw it: nested too deep, too many patterns and the like."""

    slug, title = "query-too-complex", "The query is more complex than this endpoint allows"


class Forbidden(AnswerError):
    """Refused whoever asks: updates, SERVICE to a place not listed."""

    status, slug, title = 403, "forbidden", "This endpoint does not do that"


class NotFound(AnswerError):
    """Nothing is here."""

    status, slug, title = 404, "not-found", "Nothing has this address"


class Gone(AnswerError):
    """An earlier release had this. Carries ``Link`` to where that is kept."""

    status, slug, title = 410, "gone", "What had this address is no longer published"


class MethodNotAllowed(AnswerError):
    """Carries ``Allow``."""

    status, slug, title = 405, "method-not-allowed", "This address does not take that method"


class NotAcceptable(AnswerError):
    """None of the formats asked for can be written here. Lists those that can."""

    status, slug, title = 406, "not-acceptable", "No format asked for can be given"


class RequestTimeout(AnswerError):
    """The request did not arrive whole in time."""

    status, slug, title = 408, "request-timeout", "The request took too long to arrive"


class QueryTooLarge(AnswerError):
    """The request or its query has more bytes than allowed."""

    status, slug, title = 413, "query-too-large", "The request is larger than this endpoint allows"


class AnswerTooLarge(AnswerError):
    """The answer, or what it must be computed from, is larger than allowed."""

    status, slug, title = 413, "answer-too-large", "The answer is larger than this endpoint allows"


class UnsupportedMediaType(AnswerError):
    """The body's media type or encoding is not one the protocol knows."""

    status, slug, title = 415, "unsupported-media-type", "The body has a type we do not read"


class RangeNotSatisfiable(AnswerError):
    """A range of a file beyond its end was asked for. Carries ``Content-Range``."""

    status, slug, title = 416, "range-not-satisfiable", "The file has no such range"


class TooManyRequests(AnswerError):
    """One client has used its share. Carries ``Retry-After``."""

    status, slug, title = 429, "too-many-requests", "Too much query time from one client"


class FieldsTooLarge(AnswerError):
    """The request's header fields have more bytes than allowed."""

    status, slug, title = 431, "fields-too-large", "The header fields are larger than this server allows"


class EngineFailed(AnswerError):
    """The engine failed in a way that is our fault."""

    status, slug, title = 500, "engine-failed", "The query engine failed"


class EngineAnswerBroken(AnswerError):
    """An engine elsewhere gave an answer that is cut short, or none at all in the place of one."""

    status, slug, title = 502, "engine-answer-broken", "The engine gave no whole answer"


class EngineUnavailable(AnswerError):
    """No engine elsewhere answers. Carries ``Retry-After``."""

    status, slug, title = 503, "engine-unavailable", "The query engine is not there"


class ServiceFailed(AnswerError):
    """An endpoint that the query calls by SERVICE failed. With SERVICE SILENT the query goes on without it."""

    status, slug, title = 502, "service-failed", "An endpoint that the query calls failed"


class QueueFull(AnswerError):
    """Every worker is busy and the queue is full. Carries ``Retry-After``."""

    status, slug, title = 503, "queue-full", "Too many queries are waiting"


class DeadlineExceeded(AnswerError):
    """The query ran longer than allowed and was stopped."""

    status, slug, title = 504, "deadline-exceeded", "The query took too long"


class MemoryExceeded(AnswerError):
    """The query needed more memory than allowed and was stopped."""

    status, slug, title = 507, "memory-exceeded", "The query needed too much memory"

"""From how an answer failed to the error the client gets. Status follows from where the failure was born."""

import os
import signal
from typing import Literal

from lupaus.engine.base import EngineRequest
from lupaus.engine.frames import Failure
from lupaus.engine.nursery import Death
from lupaus.errors import (
    N_,
    AnswerError,
    AnswerTooLarge,
    BadRequest,
    DeadlineExceeded,
    EngineFailed,
    Forbidden,
    MemoryExceeded,
    QuerySyntaxError,
    QueryTooComplex,
    ServiceFailed,
)

__all__ = ["Cause", "cause_of_death", "deadline_error", "death_error", "failure_error"]

Cause = Literal["memory", "overflow", "crash"]

_OUT_OF_MEMORY = ("memory allocation of", "MemoryError")
_STACK_OVERFLOW = "overflowed its stack"


def failure_error(failure: Failure, request: EngineRequest, memory_limit_mib: int) -> AnswerError:
    """The error for what a worker said itself."""
    match failure.kind:
        case "syntax":
            if failure.line is None or failure.column is None:
                return QuerySyntaxError(failure.detail)
            return QuerySyntaxError(failure.detail, line=failure.line, column=failure.column)
        case "unsupported":
            return BadRequest(failure.detail)
        case "forbidden":
            return Forbidden(N_("This endpoint calls no other endpoint: SERVICE is not available here."))
        case "service-failed":
            return ServiceFailed(
                N_("An endpoint that the query calls did not answer, or gave an answer we cannot read.")
            )
        case "complex":
            return _complex_error()
        case "memory":
            return _memory_error(memory_limit_mib)
        case "answer-too-large":
            limit = request.max_answer_bytes
            return AnswerTooLarge(
                N_("The answer is longer than %(limit)s bytes. Ask for less, or in parts with LIMIT and OFFSET."),
                values={"limit": f"{limit:,}"},
                limit=limit,
            )
        case "merge-too-large":
            limit = int(failure.detail)
            return AnswerTooLarge(
                N_(
                    "The graphs asked for make a default graph of more than %(limit)s triples, the most that is "
                    "merged for one request. Ask for fewer graphs, a single one, or the default graph as stored."
                ),
                values={"limit": f"{limit:,}"},
                limit=limit,
            )
        case _:
            return _our_fault()


def cause_of_death(death: Death | None, born_rss_kib: int, memory_limit_mib: int) -> Cause:
    """Why a worker died that nobody killed.

    Rust aborts when an allocation fails, and says so; where the C library or the kernel fails first, what is left
    to see is that the worker had grown to its limit. A parser that runs out of stack ends in a segmentation fault.
    """
    if death is None or not os.WIFSIGNALED(death.status):
        said = death.last_words if death else ""
        return "memory" if any(words in said for words in _OUT_OF_MEMORY) else "crash"
    if any(words in death.last_words for words in _OUT_OF_MEMORY):
        return "memory"
    grown = (death.peak_rss_kib - born_rss_kib) / 1_024
    number = os.WTERMSIG(death.status)
    if (
        number in (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGKILL)
        and grown >= 0.8 * memory_limit_mib
    ):
        return "memory"
    if number in (signal.SIGSEGV, signal.SIGBUS) or _STACK_OVERFLOW in death.last_words:
        return "overflow"
    return "crash"


def death_error(cause: Cause, memory_limit_mib: int) -> AnswerError:
    """The error for a worker's death."""
    if cause == "memory":
        return _memory_error(memory_limit_mib)
    if cause == "overflow":
        return _complex_error()
    return _our_fault()


def deadline_error(limit_ms: int) -> DeadlineExceeded:
    """The error for a query that ran too long."""
    return DeadlineExceeded(
        N_("The query ran longer than %(limit)s s and was stopped. Narrow its patterns, or add LIMIT."),
        values={"limit": f"{limit_ms / 1_000:g}"},
        limit=limit_ms,
    )


def _complex_error() -> QueryTooComplex:
    return QueryTooComplex(
        N_("The query is nested deeper, or has a longer chain of operators, than the parser can follow.")
    )


def _memory_error(limit_mib: int) -> MemoryExceeded:
    return MemoryExceeded(
        N_(
            "The query needed more than %(limit)s MiB of memory and was stopped. "
            "Avoid sorting or grouping large results, or narrow its patterns."
        ),
        values={"limit": str(limit_mib)},
        limit=limit_mib,
    )


def _our_fault() -> EngineFailed:
    return EngineFailed(N_("The query engine failed on this query. The server goes on."))

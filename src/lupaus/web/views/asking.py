"""Asking the engine for what a page shows, as any client would."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from lupaus.engine.base import EngineRequest
from lupaus.media import JSON
from lupaus.web.context import Context

__all__ = ["Row", "Term", "solutions"]

_MOST_BYTES = 4 * 1_048_576
"""A picture of more would be of no use."""


@dataclass(frozen=True)
class Term:
    """One term of a solution."""

    text: str
    lang: str = ""
    is_iri: bool = False


Row = Mapping[str, Term]


async def solutions(context: Context, query: str) -> list[Row]:
    """The solutions of a SELECT query, in their order.

    :raises AnswerError: as any query may: the engine is busy, the deadline passed, the answer is too large.
    """
    limit = context.settings.query_time_limit_ms
    request = EngineRequest(query, "select", JSON, time_limit_ms=limit, max_answer_bytes=_MOST_BYTES)
    answer = await context.engine.answer(request)
    try:
        body = b"".join([chunk async for chunk in answer])
    finally:
        await answer.aclose()
    rows = json.loads(body)["results"]["bindings"]
    return [{name: _term(found) for name, found in row.items()} for row in rows]


def _term(found: Mapping[str, str]) -> Term:
    return Term(found["value"], found.get("xml:lang", ""), found["type"] == "uri")

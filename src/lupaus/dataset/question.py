"""A question put at the command line: where its text comes from, and whether it may be asked at all."""

from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal

from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.terms import iri
from lupaus.errors import QuerySyntaxError, SourceError
from lupaus.namespaces import prefixes_for
from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS

__all__ = ["Question", "admit", "read_question"]

_FORMS = ("sh:select", "sh:ask", "sh:construct", "sh:describe")

# Whoever asks here waits for the answer alone: what would crash the parser is refused, what is merely long is not.
_LIMITS = replace(
    DEFAULT_LIMITS, max_query_bytes=1_000_000, max_triple_patterns=500, max_values_rows=100_000, max_prefixes=1_000
)


@dataclass(frozen=True)
class Question:
    """A query and where it came from."""

    text: str
    origin: str
    """A file's name, or ``query`` for one given on the command line."""


def read_question(given: str) -> Question:
    """The query that ``given`` is or names: text, a file with a query, or an example in Turtle.

    :raises SourceError: if the file cannot be read, does not parse, or holds no query.
    """
    if not given.endswith((".rq", ".sparql", ".ttl")) or "\n" in given:
        return Question(given, "query")
    try:
        text = Path(given).read_bytes().decode()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", given) from error
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8 text", given) from error
    if not given.endswith(".ttl"):
        return Question(text, given)
    forms = [iri(name) for name in _FORMS]
    queries = [t.object.value for t in parse_turtle(text, given)
               if t.predicate in forms and isinstance(t.object, Literal)]  # fmt: skip
    if len(queries) != 1:
        raise SourceError(f"holds {len(queries)} queries ({', '.join(_FORMS)}), not one", given)
    return Question(queries[0], given)


def admit(question: Question, base: str) -> None:
    """Let a question pass that reads, asks nobody else and can be parsed. Our prefixes count as declared.

    :raises SourceError: if it does not parse.
    :raises AnswerError: Forbidden for an update or SERVICE; QueryTooComplex; QueryTooLarge.
    """
    try:
        inspect(question.text, _LIMITS, base, prefixes_for(base))
    except QuerySyntaxError as error:
        line, column = error.extras.get("line"), error.extras.get("column")
        assert isinstance(line, int | None)
        assert isinstance(column, int | None)
        raise SourceError(error.detail, question.origin, line, column) from error

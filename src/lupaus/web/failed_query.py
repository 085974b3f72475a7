"""A query that failed, shown to a person: the form with the query as it was written, and what is wrong with it.

Programs get the problem document (``problems.py``); so does whoever did not send a query by address.
"""

from urllib.parse import parse_qsl

from starlette.types import Scope

from lupaus.errors import AnswerError
from lupaus.media import HTML
from lupaus.sparql.problems import Problem
from lupaus.web.context import Context
from lupaus.web.headers import EDITOR
from lupaus.web.problems import fields_of
from lupaus.web.reply import Reply
from lupaus.web.result_page import EditorForm, Failure, editor_page

__all__ = ["failed_query_reply"]

_MOST_FIELDS = 100
_KEPT = ("default-graph-uri", "named-graph-uri")


def failed_query_reply(context: Context, error: AnswerError, scope: Scope) -> Reply | None:
    """The form again, with the status of ``error``; ``None`` where a problem document is the better answer."""
    if scope["path"] != "/sparql" or scope["method"] not in ("GET", "HEAD"):
        return None
    problems = context.problems
    editor = _asked(scope)
    if editor is None or problems.form_for(scope) is not HTML:
        return None
    languages = problems.languages_for(scope)
    problem = problems.describe(error)
    failure = Failure(problem, error.slug, problems.detail_in(error, languages[0]), _line(editor.query, problem))
    body = editor_page(context, editor, languages, failure=failure)
    return Reply(error.status, (*fields_of(error, HTML), *EDITOR), body)


def _asked(scope: Scope) -> EditorForm | None:
    """What the form held: the one query of the address, and its graphs."""
    try:
        pairs = parse_qsl(
            scope["query_string"].decode("latin-1"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:  # more fields than that
        return None
    queries = [text for name, text in pairs if name == "query"]
    if len(queries) != 1:
        return None
    return EditorForm(queries[0], tuple((name, text) for name, text in pairs if name in _KEPT))


def _line(query: str, problem: Problem) -> str:
    """The line that ``problem`` speaks of, if it speaks of one."""
    number = problem.extras.get("line")
    lines = query.split("\n")
    return lines[number - 1].rstrip("\r") if isinstance(number, int) and 0 < number <= len(lines) else ""

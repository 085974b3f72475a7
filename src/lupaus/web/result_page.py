"""The answer to a query as a page: a table, a yes or no, or the beginning of a graph."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from lupaus.engine.base import QueryForm
from lupaus.media import CSV, GRAPH_FORMATS, HTML, JSON, SOLUTIONS_FORMATS, TSV, TURTLE, Format
from lupaus.sparql.problems import Problem
from lupaus.web.context import Context
from lupaus.web.pages.assets import has_editor
from lupaus.web.pages.language import Label, Languages, choose_label
from lupaus.web.pages.results import read_table
from lupaus.web.site import Example

__all__ = ["HELD_BYTES", "EditorForm", "Failure", "editor_page", "engine_format", "result_page"]

HELD_BYTES = 512 * 1_024
"""So much of an answer is read for a page; whoever wants more takes another format."""
_MAX_ROWS = 1_000
_MAX_GRAPH_CHARACTERS = 100_000
_MOST_EXAMPLES = 100


@dataclass(frozen=True)
class EditorForm:
    """What stands in the form."""

    query: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    """The other parameters of the request: graphs, mostly."""


@dataclass(frozen=True)
class Failure:
    """Why there is no answer to what stands in the form."""

    problem: Problem
    slug: str
    detail: Label
    line: str
    """The line of the query that is to blame, where one is."""


@dataclass(frozen=True)
class _Boolean:
    boolean: bool
    kind: str = "boolean"


@dataclass(frozen=True)
class _Graph:
    text: str
    is_cut: bool
    kind: str = "graph"


def engine_format(form: QueryForm) -> Format:
    """What an engine is asked for when a page is wanted."""
    return {"select": TSV, "ask": JSON}.get(form, TURTLE)


def result_page(
    context: Context,
    form: QueryForm,
    editor: EditorForm,
    body: bytes,
    languages: Languages,
    *,
    is_whole: bool,
) -> bytes:
    """The page for an answer whose first bytes are ``body``."""
    text = body.decode("utf-8", "ignore")
    result: object
    if form == "ask":
        result = _Boolean(json.loads(text)["boolean"] is True)
    elif form == "select":
        result = read_table(text, _MAX_ROWS, context.site.href, is_whole=is_whole)
    else:
        is_cut = not is_whole or len(text) > _MAX_GRAPH_CHARACTERS
        result = _Graph(text[:_MAX_GRAPH_CHARACTERS], is_cut)
    return editor_page(context, editor, languages, form=form, result=result)


def editor_page(
    context: Context,
    editor: EditorForm,
    languages: Languages,
    *,
    form: QueryForm | None = None,
    result: object = None,
    failure: Failure | None = None,
) -> bytes:
    """The form to ask in, with an answer, or why there is none, below it.

    A failure is told without the examples: a server that refuses many queries has no time to list them.
    """
    return context.pages.render(
        "ask.html",
        here="ask",
        editor=has_editor(),
        query=editor.query or _first_query(context.site.examples),
        hidden=(*editor.fields, *((("lang", languages[0]),) if languages.is_chosen else ())),
        searched="/sparql",
        searched_query=f"{urlencode([('query', editor.query), *editor.fields])}&" if editor.query else "",
        formats=_links(editor, form),
        result=result,
        failure=failure,
        examples=[
            {
                "href": example.href,
                "label": choose_label(example.labels, languages, example.slug),
                "comment": choose_label(example.comments, languages, ""),
            }
            for example in context.site.examples[: 0 if failure else _MOST_EXAMPLES]
        ],
        languages=languages,
        time_limit_s=context.settings.query_time_limit_ms / 1_000,
    )


def _first_query(examples: tuple[Example, ...]) -> str:
    return examples[0].query if examples else "SELECT * WHERE {\n  ?s ?p ?o\n}\nLIMIT 20"


def _links(editor: EditorForm, form: QueryForm | None) -> list[tuple[str, str]]:
    if form is None:
        return []
    formats = SOLUTIONS_FORMATS if form in ("select", "ask") else GRAPH_FORMATS
    asked = [("query", editor.query), *editor.fields]
    return [
        (format_.name, "/sparql?" + urlencode([*asked, ("format", format_.name)]))
        for format_ in formats
        if form != "ask" or format_ not in (CSV, TSV)
        if format_ is not HTML
    ]

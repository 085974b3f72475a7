"""Answers a query over a release in this very process, for people at a terminal. The server has its workers."""

import io
import threading
import traceback

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)  # fmt: skip

from lupaus.dataset.canonical import turtle
from lupaus.dataset.question import Question, admit
from lupaus.dataset.release import Release
from lupaus.dataset.syntax import source_error
from lupaus.dataset.terms import Term, by_text
from lupaus.errors import LupausError, StartError
from lupaus.namespaces import compact, prefixes_for

__all__ = ["answer"]

_SOLUTIONS = {
    "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV,
}  # fmt: skip
_GRAPHS = {
    "table": RdfFormat.TURTLE, "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES,
    "xml": RdfFormat.RDF_XML, "rdfxml": RdfFormat.RDF_XML, "json": RdfFormat.JSON_LD, "jsonld": RdfFormat.JSON_LD,
}  # fmt: skip


def answer(
    question: Question, release: Release, format: str, time_limit_s: float | None = None, width: int | None = None
) -> bytes | None:
    """The answer as bytes, or ``None`` if it is not there in time.

    :param width: columns of a table; ``None``: those of the terminal.
    :raises SourceError: if the query does not parse.
    :raises AnswerError: if the query would change data, call another endpoint, or overturn the parser.
    :raises StartError: if the answer cannot be written in that format.
    """
    admit(question, release.base)
    outcome: list[bytes | BaseException] = []

    def work() -> None:
        try:
            outcome.append(_evaluate(question, _load(release), format, release.base, width))
        except BaseException as error:  # handed to the thread that waits
            # The frames hold results, which must not be dropped by another thread than their own.
            for raised in (error, error.__cause__):
                if raised is not None:
                    traceback.clear_frames(raised.__traceback__)
            outcome.append(error)

    # Results belong to the thread that made them, so the whole evaluation runs in one that need not be waited for.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(time_limit_s)
    if not outcome:
        return None
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _load(release: Release) -> Store:
    store = Store()
    store.bulk_load(path=release.default_file, format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    for name, path in release.graph_files().items():
        store.bulk_load(path=path, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(name))
    return store


def _evaluate(question: Question, store: Store, format: str, base: str, width: int | None) -> bytes:
    prefixes = prefixes_for(base)
    try:
        results = store.query(question.text, prefixes=prefixes, base_iri=base)
    except SyntaxError as error:
        raise source_error(error, question.origin) from error
    try:
        if isinstance(results, QueryTriples):
            return _graph(results, format, prefixes)
        if format == "table":
            return _table(results, prefixes, width)
        return _solutions(results, format)
    except (RuntimeError, OSError, ValueError) as error:
        raise LupausError(f"The query failed: {error}") from error


def _graph(results: QueryTriples, format: str, prefixes: dict[str, str]) -> bytes:
    if format not in _GRAPHS:
        raise StartError(f"A graph cannot be written as {format}; ask for turtle, ntriples, rdfxml or jsonld.")
    if _GRAPHS[format] == RdfFormat.TURTLE:
        return turtle(sorted(results, key=by_text), prefixes)
    written = results.serialize(format=_GRAPHS[format])
    assert written is not None
    return written


def _solutions(results: QuerySolutions | QueryBoolean, format: str) -> bytes:
    if format not in _SOLUTIONS or (isinstance(results, QueryBoolean) and format in ("csv", "tsv")):
        fitting = "table, json or xml" if isinstance(results, QueryBoolean) else "table, json, xml, csv or tsv"
        raise StartError(f"This answer cannot be written as {format}; ask for {fitting}.")
    written = results.serialize(format=_SOLUTIONS[format])
    assert written is not None
    return written


def _table(results: QuerySolutions | QueryBoolean, prefixes: dict[str, str], width: int | None) -> bytes:
    if isinstance(results, QueryBoolean):
        return b"yes\n" if results else b"no\n"
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*(variable.value for variable in results.variables), header_style="bold")
    number = 0
    for number, solution in enumerate(results, 1):  # noqa: B007  (the count is wanted after the loop)
        table.add_row(*(Text(_cell(term, prefixes)) for term in solution))
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=False)
    console.print(table)
    out.write(f"{number} {'row' if number == 1 else 'rows'}\n")
    return out.getvalue().encode()


def _cell(term: Term | None, prefixes: dict[str, str]) -> str:
    if isinstance(term, NamedNode):
        name = compact(term.value, prefixes)
        return name.strip("<>")
    if isinstance(term, Literal):
        return term.value + (f" @{term.language}" if term.language else "")
    return "" if term is None else str(term)

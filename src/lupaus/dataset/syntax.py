"""Syntax errors of the parser, as file, line, column and a sentence."""

import re

from lupaus.errors import SourceError

__all__ = ["locate", "source_error"]

_QUERY = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DOCUMENT = re.compile(
    r"Parser error at line \d+ (?:between columns \d+ and \d+|column \d+|between .*?): (.*)", re.DOTALL
)
_CLASS = re.compile(r"\[['_][^\]]*\]")
_ITEM = re.compile(r'"(?:[^"\\]|\\.)*"|\w+')
_LONGEST = 200


def locate(error: SyntaxError) -> tuple[str, int | None, int | None]:
    """The message, line and column of a syntax error in Turtle or in a query."""
    text = str(error.msg)
    if match := _QUERY.fullmatch(text):
        line, column, text = int(match[1]), int(match[2]), match[3]
        return _short(text), line, column
    match = _DOCUMENT.fullmatch(text)
    return _short(match[1] if match else text), error.lineno, error.offset


def source_error(error: SyntaxError, path: str) -> SourceError:
    """The same as a ``SourceError`` about the file at ``path``."""
    message, line, column = locate(error)
    return SourceError(message, path, line, column)


def _short(text: str) -> str:
    """Without the grammar's character classes, which run over many lines, and not longer than a paragraph."""
    text = " ".join(text.split())
    begin, expected, items = text.partition("expected ")
    if (expected and items.startswith("one of ")) or _CLASS.search(items):
        kept = _ITEM.findall(_CLASS.sub("", items.removeprefix("one of ")))
        items = ", ".join(kept) or "something else here"
        text = begin + expected + ("one of " if len(kept) > 1 else "") + items
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] + " …"

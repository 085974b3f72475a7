"""Turtle tokens with their place: just enough to say on which line a thing stands.

pyoxigraph parses and judges; it does not say where a triple came from. These tokens do, for text that has parsed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lupaus.namespaces import expand

__all__ = ["Outline", "Token", "tokenize"]

_TOKEN = re.compile(
    r'''
      (?P<comment> \#[^\n]* )
    | (?P<string> """(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
                | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
    | (?P<iri> <[^<>\s]*> )
    | (?P<directive> (?:@prefix|@base)\b | (?i:prefix|base)(?=\s) )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<blank> _:\w(?:[\w.\-]*[\w\-])? | \[ | \( )
    | (?P<name> (?:\w[\w.\-]*)?:(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.|\.+(?=[\w:\-%\\]))* )
    | (?P<word> [+\-]?(?:\w|\.(?=\d))+ )
    | (?P<mark> \^\^ | [;,.\])] )
    ''',
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """One token. Line and column count from 1."""

    kind: str
    text: str
    line: int
    column: int


def tokenize(text: str) -> Iterator[Token]:
    """The tokens of a Turtle document that is known to parse."""
    line, start_of_line, seen = 1, 0, 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        line += text.count("\n", seen, start)
        start_of_line = text.rfind("\n", 0, start) + 1
        seen = start
        yield Token(str(match.lastgroup), match.group(), line, start - start_of_line + 1)


class Outline:
    """Where subjects, and predicates below them, stand in one Turtle document."""

    def __init__(self, text: str) -> None:
        self._text = text

    def line(self, subject: str, predicate: str | None = None) -> int | None:
        """The line where the subject's IRI, or that predicate of it, is first written."""
        lines = self._lines
        return lines.get((subject, predicate)) or lines.get((subject, None))

    @cached_property
    def _lines(self) -> dict[tuple[str, str | None], int]:
        """Reads statement by statement: what follows a full stop is a subject, what follows ``;`` a predicate."""
        places: dict[tuple[str, str | None], int] = {}
        prefixes: dict[str, str] = {}
        subject, depth, expect = "", 0, "subject"
        tokens = (token for token in tokenize(self._text) if token.kind != "comment")
        for token in tokens:
            if token.kind == "directive":
                self._declare(token, tokens, prefixes)
                continue
            if depth == 0 and expect != "object":
                term = _expand(token, prefixes)
                if expect == "subject":
                    subject, expect = term, "predicate"
                    places.setdefault((subject, None), token.line)
                elif token.text not in (";", "."):
                    places.setdefault((subject, term), token.line)
                    expect = "object"
            if token.text in ("[", "("):
                depth += 1
            elif token.text in ("]", ")"):
                depth -= 1
            elif depth == 0 and token.text in (".", ";"):
                expect = "subject" if token.text == "." else "predicate"
        return places

    @staticmethod
    def _declare(directive: Token, tokens: Iterator[Token], prefixes: dict[str, str]) -> None:
        """Read the rest of a prefix or base declaration (Turtle, section 2.4)."""
        name = next(tokens)
        if name.kind == "name":
            prefixes[name.text.removesuffix(":")] = next(tokens).text[1:-1]
        if directive.text.startswith("@"):
            next(tokens)


def _expand(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return _ESCAPE.sub(_unescape, token.text[1:-1])
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(prefix, "") + _ESCAPE.sub(_unescape, local)
    return expand("rdf:type") if token.text == "a" else token.text


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    return chr(int(code, 16)) if code else match.group(3)

"""Property paths of length zero that end in a term the data do not hold.

``?s :p* :o`` and ``?s :p? :o`` have the solution ``?s = :o`` in every graph (SPARQL 1.1, sections 9.3 and 18.4,
ZeroOrOnePath and ZeroOrMorePath), and no other in a graph where ``:o`` does not occur. There the triple says what
``VALUES ?s { :o }`` says. Which terms do not occur is for the caller to find out; this module finds the triples.

Left alone: what stands in GRAPH (each graph is another one), EXISTS (its variables are bound from outside) and
SERVICE (not ours to answer), what stands beside ``;`` or ``,``, and every query with labelled blank nodes: VALUES
would split the basic graph pattern that is their scope.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lupaus.sparql.tokens import Reader

__all__ = ["PathEnd", "constant_ends", "put_values"]

_MAY_HOLD_ONE = re.compile(r"(?<!SELECT )\*(?!\s*\))|\?(?!\w)", re.IGNORECASE)
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_CLOSES = {"}": "{", ")": "(", "]": "["}
_NAMES = frozenset({"iri", "pname"})
_BEFORE = frozenset({"{", "}", ".", ")"})


class PathEnd(NamedTuple):
    """A triple ``query[start:end]`` of a variable, a path that may have no length, and a term."""

    start: int
    end: int
    variable: str
    term: str
    is_literal: bool


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def constant_ends(query: str) -> tuple[str, tuple[PathEnd, ...]]:
    """The prologue of a query, and the triples in its default graph that could be such paths."""
    if _MAY_HOLD_ONE.search(query) is None:
        return "", ()
    tokens = _tokens(query)
    if any(kind in ("bnode", "error") for kind, *_ in tokens):
        return "", ()
    form = next((token.start for token in tokens if token.kind == "word" and token.text.upper() in _FORMS), 0)
    found: list[PathEnd] = []
    stack: list[tuple[str, bool]] = []
    for at, (kind, text, _, _) in enumerate(tokens):
        if kind == "op" and text in ("{", "(", "["):
            is_plain = not stack or stack[-1][1]
            stack.append((text, is_plain and not (text == "{" and _is_set_apart(tokens, at))))
        elif kind == "op" and text in _CLOSES:
            if not stack or stack.pop()[0] != _CLOSES[text]:
                return "", ()  # not read as the engine reads it
        elif (
            stack
            and stack[-1] == ("{", True)
            and tokens[at - 1].text in _BEFORE
            and (end := _path_end(tokens, at)) is not None
        ):
            found.append(end)
    return (query[:form], tuple(found)) if not stack else ("", ())


def put_values(query: str, ends: Iterable[PathEnd], is_absent: Callable[[PathEnd], bool]) -> str:
    """``query`` with VALUES in place of the triples whose term ``is_absent``."""
    pieces: list[str] = []
    done = 0
    for end in ends:
        if is_absent(end):
            pieces += (query[done : end.start], f"VALUES {end.variable} {{ {end.term} }}")
            done = end.end
    return "".join((*pieces, query[done:]))


def _tokens(query: str) -> list[_Token]:
    reader = Reader(query)
    tokens: list[_Token] = []
    while (kind := reader.advance()) != "end":
        tokens.append(_Token(kind, reader.text, reader.start, reader.end))
    return tokens


def _is_set_apart(tokens: list[_Token], at: int) -> bool:
    """Whether the ``{`` there opens GRAPH, SERVICE, EXISTS or a template."""
    before = [token.text.upper() if token.kind == "word" else "" for token in tokens[max(0, at - 2) : at]]
    return before[-1:] in (["EXISTS"], ["CONSTRUCT"], ["LATERAL"]) or before[:1] in (
        ["GRAPH"],
        ["SERVICE"],
        ["SILENT"],
    )


def _path_end(tokens: list[_Token], at: int) -> PathEnd | None:
    """The triple that begins at a token, if it is one of ``*`` or ``?`` and nothing follows it."""
    subject = tokens[at]
    if subject.kind not in ("var", *_NAMES):
        return None
    step = _after_step(tokens, at + 1)
    if step is None or step + 1 >= len(tokens) or tokens[step].kind != "op" or tokens[step].text not in ("*", "?"):
        return None
    object_, after = tokens[step + 1], step + 2
    is_literal = object_.kind in ("string", "number")
    if object_.kind == "string" and after < len(tokens):
        if tokens[after].kind == "lang":
            after += 1
        elif tokens[after].text == "^^":
            after += 2
    if after >= len(tokens) or not (tokens[after].kind == "word" or tokens[after].text in (".", "}", "{")):
        return None
    last = tokens[after - 1]
    term = "".join(token.text for token in tokens[step + 1 : after])
    if subject.kind == "var" and (is_literal or object_.kind in _NAMES):
        return PathEnd(subject.start, last.end, subject.text, term, is_literal)
    if subject.kind in _NAMES and object_.kind == "var":
        return PathEnd(subject.start, last.end, object_.text, subject.text, False)
    return None


def _after_step(tokens: list[_Token], at: int) -> int | None:
    """Where a path element ends that begins at a token: IRI, ``a`` or brackets, ``^`` and ``!`` before it."""
    while at < len(tokens) and tokens[at].text in ("^", "!"):
        at += 1
    if at >= len(tokens):
        return None
    if tokens[at].kind in _NAMES or (tokens[at].kind == "word" and tokens[at].text == "a"):
        return at + 1
    depth = 0
    for index in range(at, len(tokens)):
        text = tokens[index].text if tokens[index].kind == "op" else ""
        depth += (text == "(") - (text == ")")
        if depth == 0:
            return index + 1 if index > at else None
    return None

"""One FILTER that fixes a variable, read and written as VALUES in the same room."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Fixing", "PlainToken", "fixing_at"]

_FIXING = re.compile(r"\((?:v=t|t=v|vIN\(t(?:,t)*\)|SAMETERM\((?:v,t|t,v)\))\)|SAMETERM\((?:v,t|t,v)\)")
_SIGNS = {"var": "v", "iri": "t", "pname": "t"}
_READ = frozenset({"v", "t", "(", ")", "=", ",", "IN", "SAMETERM"})
_WHOLE_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://(?:(?!/\.)[^\\])*>")
_PLAIN_NAME = re.compile(r"[^<:\\%]*:[^\\%]*")
_LINE_END = re.compile(r"(\r\n|\n|\r)")


class PlainToken(NamedTuple):
    """A token and its place in the decoded query."""

    kind: str
    text: str
    start: int
    end: int


class Fixing(NamedTuple):
    """A FILTER ``query[start:end]`` that leaves a variable one of a few IRIs."""

    variable: str
    """Its name, without the question mark."""
    start: int
    end: int
    text: str
    """VALUES that says so: as long, with the same line ends, and as long behind the last of them."""
    rows: int


def fixing_at(query: str, tokens: Sequence[PlainToken], at: int) -> Fixing | None:
    """The FILTER at a token, if it compares a variable with IRIs and does nothing else."""
    signs, depth, last = "", 0, at
    for last in range(at + 1, len(tokens)):
        kind, text, _, _ = tokens[last]
        sign = _SIGNS.get(kind) or (text.upper() if kind == "word" else text)
        depth += (sign == "(") - (sign == ")")
        if sign not in _READ:
            return None
        signs += sign
        if sign == ")" and depth <= 0:
            break
    if _FIXING.fullmatch(signs) is None:
        return None
    [variable] = [token.text for token in tokens[at:last] if token.kind == "var"]
    terms = [token.text for token in tokens[at:last] if token.kind in ("iri", "pname")]
    start, end = tokens[at].start, tokens[last].end
    if not _are_distinct(terms):
        return None
    room = query[start:end]
    values = _fitted(room, ["VALUES", f" {variable}", "{", terms[0], *(f" {t}" for t in terms[1:]), "}"])
    return None if values is None else Fixing(variable[1:], start, end, values, len(terms))


def _are_distinct(terms: Sequence[str]) -> bool:
    """Whether no two terms can be one IRI, whatever BASE and prefixes are."""
    if len(terms) == 1:
        return True
    if len(set(terms)) < len(terms):
        return False
    if all(_WHOLE_IRI.fullmatch(term) for term in terms):
        return True
    return all(map(_PLAIN_NAME.fullmatch, terms)) and len({term.partition(":")[0] for term in terms}) == 1


def _fitted(original: str, pieces: Iterable[str]) -> str | None:
    """The pieces in the room of ``original``, line by line; ``None`` where there is too little of it."""
    rest = list(pieces)
    written: list[str] = []
    for at, part in enumerate(_LINE_END.split(original)):
        if at % 2:
            written.append(part)
            continue
        line = ""
        while rest and len(line) + len(piece := rest[0] if line else rest[0].lstrip()) <= len(part):
            line += piece
            del rest[0]
        written.append(line.ljust(len(part)))
    text = "".join(written)
    return text if not rest and len(text.encode()) == len(original.encode()) else None

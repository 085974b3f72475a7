"""Filters that fix a variable that is bound: ``FILTER(?x = <iri>)`` then says what ``VALUES ?x{<iri>}`` says.

Our engine looks up what VALUES names, and tries each solution against a FILTER, last of all in its group (SPARQL
1.1, section 18.2.2.6). Both leave the same solutions if the first triples of the group bind the variable: what is
joined, optional, taken away or bound behind them keeps such a restriction as it is.

Left alone: variables that those triples do not bind; what stands in EXISTS or LATERAL (its variables may come
from outside) and in SERVICE (not ours to answer); and each query that has labelled blank nodes (VALUES would split
their scope), paths with alternatives or without a fixed length (given an end, an engine may find others), triple
terms, or a ``<`` that can be read in two ways.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from lupaus.sparql.fixing import Fixing, PlainToken, fixing_at
from lupaus.sparql.guard import Edit, QueryFacts
from lupaus.sparql.limits import Limits
from lupaus.sparql.tokens import Reader

__all__ = ["narrow"]

# Reading a query again costs as much as guarding it; this tells nearly all that need not be.
_MAY_FIX = re.compile(
    r"filter[\s(]*+(?:sameterm|[?$]\w++\s*+(?:=|in\b)|[^\s()?$=]{1,400}+\s*+=\s*+[?$])", re.IGNORECASE
)
# What stands in a bracket: the elements of a group, triples, an expression, terms of VALUES, or a query around it.
_GROUP, _TRIPLES, _EXPRESSION, _DATA, _QUERY = range(5)

_CLOSES = {"}": "{", ")": "(", "]": "["}
_UNREAD = frozenset({"<<", "<<(", "{|", "|}", ">>", ")>>", "~"})
_CHOICES = frozenset({"*", "+", "?", "|", "!"})
_OPERANDS = frozenset({"var", "iri", "pname", "string", "number", "lang"})
_STAYING = frozenset({"A", "TRUE", "FALSE", "FILTER", "EXISTS", "NOT"})
"""Words that may stand among the first triples of a group."""


class _Bracket:
    __slots__ = ("begins", "bound", "filters", "holds", "is_apart", "opener", "word")

    def __init__(self, opener: str, holds: int, is_apart: bool) -> None:
        self.opener, self.holds = opener, holds
        self.is_apart = is_apart  # its variables may be bound from outside, or it is sent elsewhere
        self.begins = True  # its first triples are not over
        self.word = ""  # the clause that waits for its braces
        self.bound: set[str] = set()
        self.filters: list[Fixing] = []


def narrow(facts: QueryFacts, limits: Limits) -> QueryFacts:
    """``facts`` with an edit for each such FILTER. Lines, columns and length of the text stay what they are."""
    if "filter" not in facts.text.lower() or _MAY_FIX.search(facts.text) is None:
        return facts
    found = _filters(facts.text)
    counts = facts.counts
    if (
        not found
        or counts.triple_patterns + len(found) > limits.max_triple_patterns
        or counts.values_rows + sum(one.rows for one in found) > limits.max_values_rows
    ):
        return facts
    edits = [Edit(one.start, one.end, one.text) for one in found if not _is_touched(one, facts.edits)]
    return replace(facts, edits=tuple(sorted((*facts.edits, *edits))))


def _is_touched(one: Fixing, edits: Sequence[Edit]) -> bool:
    return any(one.start < edit.end and edit.start < one.end for edit in edits)


def _filters(query: str) -> list[Fixing]:
    """The filters of a query that can be VALUES; none where it is not sure how the engine reads the query."""
    reader = Reader(query)
    tokens: list[PlainToken] = []
    while (kind := reader.advance()) != "end":
        if kind in ("bnode", "error") or (kind == "op" and reader.text in _UNREAD):
            return []
        tokens.append(PlainToken(kind, reader.text, reader.start, reader.end))
    found: list[Fixing] = []
    stack: list[_Bracket] = []
    here = _Bracket("", _QUERY, is_apart=False)
    for at, (kind, text, _, _) in enumerate(tokens):
        if kind == "op" and text in ("{", "(", "["):
            stack.append(here)
            here = _opened(here, tokens, at)
        elif kind == "op" and text in _CLOSES:
            if here.opener != _CLOSES[text]:
                return []
            if not here.is_apart:
                found += [one for one in here.filters if one.variable in here.bound]
            here = stack.pop()
        elif _is_doubtful(here, tokens, at):
            return []
        elif here.holds == _GROUP:
            _in_group(here, query, tokens, at)
        elif kind == "word" and text.upper() == "VALUES":
            here.word = "VALUES"
    return [] if stack else found


def _opened(around: _Bracket, tokens: Sequence[PlainToken], at: int) -> _Bracket:
    text, before = tokens[at].text, _word(tokens, at - 1)
    if text != "{":
        is_call = before not in ("", "A") or _word(tokens, at - 2) == "FILTER"
        holds = _TRIPLES if around.holds == _GROUP and not is_call else around.holds
        return _Bracket(text, _EXPRESSION if holds in (_GROUP, _QUERY) else holds, around.is_apart)
    word, around.word = around.word, ""
    if word == "VALUES":
        return _Bracket(text, _DATA, around.is_apart)
    if before != "EXISTS":
        around.begins = False
    return _Bracket(text, _GROUP, around.is_apart or before in ("EXISTS", "LATERAL") or word == "SERVICE")


def _is_doubtful(here: _Bracket, tokens: Sequence[PlainToken], at: int) -> bool:
    kind, text, _, _ = tokens[at]
    if kind == "op":
        return here.holds in (_GROUP, _TRIPLES) and (text in _CHOICES or text == "<")
    before = tokens[at - 1] if at else None
    return (
        kind == "iri"
        and here.holds == _EXPRESSION
        and before is not None
        and (before.kind in _OPERANDS or before.text in (")", "}") or _word(tokens, at - 1) in ("TRUE", "FALSE"))
    )


def _in_group(here: _Bracket, query: str, tokens: Sequence[PlainToken], at: int) -> None:
    """A word or term at a group's own level."""
    kind, text, _, _ = tokens[at]
    if kind == "var" and here.begins:
        here.bound.add(text[1:])
    if (word := _word(tokens, at)) == "FILTER":
        if (one := fixing_at(query, tokens, at)) is not None:
            here.filters.append(one)
    elif word == "SELECT":
        here.holds = _QUERY
    elif word and word not in _STAYING and _word(tokens, at - 1) != "FILTER":
        here.begins = False
        if word in ("SERVICE", "VALUES"):
            here.word = word


def _word(tokens: Sequence[PlainToken], at: int) -> str:
    return tokens[at].text.upper() if at >= 0 and tokens[at].kind == "word" else ""

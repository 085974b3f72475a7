"""Questions about all of a data set that has been counted: its triples, its graphs, its classes and properties.

An engine goes through every triple to answer ``SELECT DISTINCT ?p { ?s ?p ?o }`` and its like. Clients ask that of
an endpoint first of all, and in few forms. Where the numbers are known, the same question can be asked of VALUES;
what orders and cuts the answer stays as it is written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lupaus.namespaces import expand
from lupaus.sparql.guard import QueryFacts
from lupaus.sparql.tokens import Reader

__all__ = ["Counted", "from_counts"]

_MOST_ROWS = 1_000
"""Of more, the engine would read for longer than it looks."""
_RDF_TYPE = expand("rdf:type")
_MAY_ASK = re.compile("count|distinct", re.IGNORECASE)
_ORDERED = r"(?: ORDER BY(?: \?\d| (?:ASC|DESC) \( \?\d \))+)?"
_CUT = r"(?: LIMIT #(?: OFFSET #)?| OFFSET #(?: LIMIT #)?)?"
_QUESTION = re.compile(rf"(.*\}}(?: GROUP BY \?\d)?)({_ORDERED}{_CUT})")

# How each question reads, its variables numbered in the order they appear: what it lists, and the columns it has.
_LISTS = {
    "SELECT ( COUNT ( * ) AS ?0 ) { ?1 ?2 ?3 }": ("triples", "?0"),
    "SELECT ( COUNT ( * ) AS ?0 ) { GRAPH ?1 { ?2 ?3 ?4 } }": ("quads", "?0"),
    "SELECT DISTINCT ?0 { GRAPH ?0 { ?1 ?2 ?3 } }": ("graphs", "?0"),
    "SELECT ?0 ( COUNT ( * ) AS ?1 ) { GRAPH ?0 { ?2 ?3 ?4 } } GROUP BY ?0": ("graphs", "?0 ?1"),
    "SELECT DISTINCT ?0 { ?1 a ?0 }": ("classes", "?0"),
    "SELECT ?0 ( COUNT ( * ) AS ?1 ) { ?2 a ?0 } GROUP BY ?0": ("classes", "?0 ?1"),
    "SELECT ?0 ( COUNT ( ?1 ) AS ?2 ) { ?1 a ?0 } GROUP BY ?0": ("classes", "?0 ?2"),
    "SELECT ?0 ( COUNT ( DISTINCT ?1 ) AS ?2 ) { ?1 a ?0 } GROUP BY ?0": ("classes", "?0 ?2"),
    "SELECT DISTINCT ?0 { ?1 ?0 ?2 }": ("properties", "?0"),
    "SELECT ?0 ( COUNT ( * ) AS ?1 ) { ?2 ?0 ?3 } GROUP BY ?0": ("properties", "?0 ?1"),
}


@dataclass(frozen=True)
class Counted:
    """What was counted of a stored data set, by IRI. ``None``: it has more of a kind than was counted."""

    triples: int
    """Of the default graph."""
    graphs: Mapping[str, int]
    """Named graphs that are not empty, and their triples."""
    classes: Mapping[str, int] | None = None
    """Classes in the default graph, and how many have each."""
    properties: Mapping[str, int] | None = None
    """Properties in the default graph, and how many triples use each."""


def from_counts(facts: QueryFacts, counted: Counted) -> str | None:
    """A query with the answer of this one that needs no data; ``None``: the data must be asked.

    The query is one over the stored data set: the caller sees to that.
    """
    if facts.form != "select" or facts.counts.triple_patterns != 1 or _MAY_ASK.search(facts.text) is None:
        return None
    signs, starts, names = _read(facts)
    match = _QUESTION.fullmatch(" ".join(signs))
    if match is None or match[1] not in _LISTS:
        return None
    kind, columns = _LISTS[match[1]]
    if not set(re.findall(r"\?\d", match[2])) <= set(columns.split()):
        return None
    rows = _rows(kind, counted, columns.count("?"))
    if rows is None or len(rows) > _MOST_ROWS:
        return None
    header = " ".join(names[int(column[1:])] for column in columns.split())
    tail = facts.text[starts[match[1].count(" ") + 1] :]
    return f"{facts.text[: starts[0]]}SELECT {header} {{ VALUES ({header}) {{ {' '.join(rows)} }} }} {tail}"


def _rows(kind: str, counted: Counted, columns: int) -> list[str] | None:
    if kind == "triples":
        return [f"({counted.triples})"]
    if kind == "quads":
        return [f"({sum(counted.graphs.values())})"]
    found: Mapping[str, int] | None = getattr(counted, kind)
    if found is None:
        return None
    return [f"(<{iri}> {number})" if columns == 2 else f"(<{iri}>)" for iri, number in found.items()]


def _read(facts: QueryFacts) -> tuple[list[str], list[int], list[str]]:
    """The query behind its prologue in signs, where each stands and last where it ends, and its variables.

    There are no signs if it holds what no question of ours does.
    """
    reader = Reader(facts.text)
    signs: list[str] = []
    starts: list[int] = []
    names: list[str] = []
    while (kind := reader.advance()) != "end":
        if not signs and not (kind == "word" and reader.text.upper() == "SELECT"):
            continue
        sign = _sign(kind, reader.text, facts, names)
        if not sign:
            return [], [], []
        if signs and (signs[-1], sign) in (("WHERE", "{"), (".", "}")):
            del signs[-1], starts[-1]
        signs.append(sign)
        starts.append(reader.start)
    return signs, [*starts, len(facts.text)], names


def _sign(kind: str, text: str, facts: QueryFacts, names: list[str]) -> str:
    if kind == "var":
        name = "?" + text[1:]
        if name not in names:
            names.append(name)
        return f"?{names.index(name)}"
    if kind == "op":
        return text
    if kind == "number":
        return "#" if text.isdecimal() else ""
    if kind == "word":
        return text if text == "a" else text.upper()
    if kind == "iri":
        return "a" if text[1:-1] == _RDF_TYPE else ""
    if kind == "pname":
        prefix, _, local = text.partition(":")
        return "a" if facts.prefixes.get(prefix, "") + local == _RDF_TYPE else ""
    return ""

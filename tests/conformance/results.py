"""Comparing what a server answered with what a test expects: as multisets, up to blank node names."""

from collections import Counter
from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, Namespace
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")

Row = tuple[tuple[str, str], ...]
"""Pairs of variable and term, in the N-Triples syntax, sorted by variable."""


def rows(text: bytes, format_: ox.QueryResultsFormat) -> bool | list[Row]:
    """A SELECT or ASK answer as plain rows."""
    parsed = ox.parse_query_results(text, format_)
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    names = [variable.value for variable in parsed.variables]
    return [
        tuple(sorted((name, str(term)) for name in names if (term := solution[name]) is not None))
        for solution in parsed
    ]


def rows_of_file(path: Path) -> bool | list[Row]:
    """The expected result: in a results format, or as the RDF result set of the SPARQL 1.0 tests."""
    known = {
        ".srx": ox.QueryResultsFormat.XML,
        ".srj": ox.QueryResultsFormat.JSON,
        ".tsv": ox.QueryResultsFormat.TSV,
    }
    if path.suffix in known:
        return rows(path.read_bytes(), known[path.suffix])
    graph = Graph().parse(path)
    sheet = graph.value(predicate=RDF.type, object=RS.ResultSet)
    if (boolean := graph.value(sheet, RS.boolean)) is not None:
        return bool(boolean.toPython())
    return [
        tuple(
            sorted(
                (str(graph.value(b, RS.variable)), graph.value(b, RS.value).n3())
                for b in graph.objects(s, RS.binding)
            )
        )
        for s in graph.objects(sheet, RS.solution)
    ]


def same_rows(left: bool | list[Row], right: bool | list[Row]) -> bool:
    """Whether two answers are the same multiset under some renaming of blank nodes."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    left, right = _canonical(left), _canonical(right)
    if Counter(left) == Counter(right):
        return True
    ours, theirs = _blanks(left), _blanks(right)
    if len(ours) != len(theirs) or len(ours) > 7:
        return False
    for order in permutations(theirs):
        renamed = dict(zip(ours, order, strict=True))
        if Counter(tuple((n, renamed.get(t, t)) for n, t in row) for row in left) == Counter(right):
            return True
    return False


def same_graph(text: bytes, expected: Path) -> bool:
    """Whether N-Triples are isomorphic to the graph in a file."""
    return isomorphic(Graph().parse(data=text, format="nt"), Graph().parse(expected))


def _canonical(table: list[Row]) -> list[Row]:
    return [tuple((name, _term(term)) for name, term in row) for row in table]


def _term(text: str) -> str:
    """Numbers and dates by value, since engines may write 1.0 for 1.00 (RDF 1.1 Concepts, section 3.3)."""
    text = text.replace("^^<http://www.w3.org/2001/XMLSchema#string>", "")
    lexical, mark, datatype = text.rpartition("^^")
    if mark and datatype.endswith(("#decimal>", "#double>", "#float>", "#integer>")):
        return f"{float(lexical.strip(chr(34)))!r}^^{datatype}"
    return text


def _blanks(table: list[Row]) -> list[str]:
    return sorted({term for row in table for _, term in row if term.startswith("_:")})

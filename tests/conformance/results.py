"""Comparing what a server answered with what a test expects: as multisets, up to blank node names.

Where the expected result numbers its rows (``rs:index``), as those of ORDER BY do, their order counts as well.

Literals of the numeric types and booleans are compared by value: SPARQL lets an engine keep them in canonical form.
"""

import csv
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


def rows_of_file(path: Path, address: str) -> bool | list[Row]:
    """The expected result: in a results format, or as the RDF result set of the SPARQL 1.0 tests."""
    known = {
        ".srx": ox.QueryResultsFormat.XML,
        ".srj": ox.QueryResultsFormat.JSON,
        ".tsv": ox.QueryResultsFormat.TSV,
    }
    if path.suffix in known:
        return rows(path.read_bytes(), known[path.suffix])
    graph = Graph().parse(path, publicID=address)
    sheet = graph.value(predicate=RDF.type, object=RS.ResultSet)
    if (boolean := graph.value(sheet, RS.boolean)) is not None:
        return bool(boolean.toPython())
    solutions = list(graph.objects(sheet, RS.solution))
    if _is_numbered(graph):
        solutions.sort(key=lambda solution: graph.value(solution, RS["index"]).toPython())
    return [
        tuple(
            sorted(
                (str(graph.value(b, RS.variable)), graph.value(b, RS.value).n3())
                for b in graph.objects(s, RS.binding)
            )
        )
        for s in solutions
    ]


def is_numbered(path: Path, address: str) -> bool:
    """Whether the expected result says the order of its rows."""
    return path.suffix in (".ttl", ".rdf") and _is_numbered(Graph().parse(path, publicID=address))


def _is_numbered(graph: Graph) -> bool:
    return (None, RS["index"], None) in graph


def rows_of_csv(text: bytes) -> list[Row]:
    """A CSV answer, column by column name: ``SELECT *`` leaves their order open, and so does the format that of rows."""
    lines = list(csv.reader(text.decode().splitlines()))
    return [
        tuple(sorted((name, _plain(value)) for name, value in zip(lines[0], line, strict=True)))
        for line in lines[1:]
    ]


def same_rows(left: bool | list[Row], right: bool | list[Row], *, in_order: bool = False) -> bool:
    """Whether two answers are the same multiset, or sequence, under some renaming of blank nodes."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    collect = list if in_order else Counter
    left, right = _canonical(left), _canonical(right)
    wanted = collect(right)
    if collect(left) == wanted:
        return True
    ours, theirs = _blanks(left), _blanks(right)
    if len(ours) != len(theirs) or len(ours) > 7:
        return False
    for order in permutations(theirs):
        renamed = dict(zip(ours, order, strict=True))
        if collect(tuple((n, renamed.get(t, t)) for n, t in row) for row in left) == wanted:
            return True
    return False


def same_set(left: bool | list[Row], right: bool | list[Row]) -> bool:
    """Whether two answers hold the same rows, however often: what REDUCED leaves open."""
    assert not isinstance(left, bool)
    assert not isinstance(right, bool)
    return set(_canonical(left)) == set(_canonical(right)) and len(left) <= len(right)


def same_graph(text: bytes, expected: Path, address: str) -> bool:
    """Whether N-Triples are isomorphic to the graph in a file."""
    return isomorphic(Graph().parse(data=text, format="nt"), Graph().parse(expected, publicID=address))


def _canonical(table: list[Row]) -> list[Row]:
    return [tuple((name, _term(term)) for name, term in row) for row in table]


def _term(text: str) -> str:
    """Numbers and dates by value, since engines may write 1.0 for 1.00 (RDF 1.1 Concepts, section 3.3)."""
    text = text.replace("^^<http://www.w3.org/2001/XMLSchema#string>", "")
    lexical, mark, datatype = text.rpartition("^^")
    if mark and datatype.endswith("#boolean>"):
        return {'"1"': '"true"', '"0"': '"false"'}.get(lexical, lexical) + mark + datatype
    if mark and datatype.endswith(("#decimal>", "#double>", "#float>", "#integer>")):
        return _plain(lexical.strip('"')) + mark + datatype
    if mark and datatype.endswith(("#date>", "#dateTime>")):
        return lexical.replace('+00:00"', 'Z"') + mark + datatype
    return text


def _plain(value: str) -> str:
    """A number by value, also in CSV, which has no types; anything else as it is."""
    try:
        return repr(float(value))
    except ValueError:
        return value


def _blanks(table: list[Row]) -> list[str]:
    return sorted({term for row in table for _, term in row if term.startswith("_:")})

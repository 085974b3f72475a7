"""Renaming IRIs in a query: each that is one, and nothing else."""

import pytest

from lupaus.sparql.renaming import rename_iris

G = "http://e/g"


def rename(iri):
    return iri + ";x" if iri in (G, "http://e/graph/a.b") else iri


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { GRAPH <http://e/g> {} }", "ASK { GRAPH <http://e/g;x> {} }"),
        ("ASK { GRAPH <g> {} }", "ASK { GRAPH <http://e/g;x> {} }"),
        ("BASE <http://f/> ASK { GRAPH <g> {} }", "BASE <http://f/> ASK { GRAPH <g> {} }"),
        ("BASE <http://e/x/> ASK { GRAPH <../g> {} }", "BASE <http://e/x/> ASK { GRAPH <http://e/g;x> {} }"),
        ("PREFIX e: <http://e/> ASK { GRAPH e:g{} }", "PREFIX e: <http://e/> ASK { GRAPH  <http://e/g;x> {} }"),
        ("PREFIX : <http://e/graph/>ASK{:a\\.b ?p :a.b}", "PREFIX : <http://e/graph/>ASK{ <http://e/graph/a.b;x>  ?p  <http://e/graph/a.b;x> }"),
        ("prefix e:<http://e/g> ASK { e: ?p <http://e/g> }", "prefix e:<http://e/g> ASK {  <http://e/g;x>  ?p <http://e/g;x> }"),
        ("PREFIX e: <http://f/> PREFIX e: <> ASK { e:g ?p 1 }", "PREFIX e: <http://f/> PREFIX e: <> ASK {  <http://e/g;x>  ?p 1 }"),
        ("ASK { ?s ?p '<http://e/g>' } # <http://e/g>", "ASK { ?s ?p '<http://e/g>' } # <http://e/g>"),
        ("ASK { FILTER(?a<?b&&?c>?d) }", "ASK { FILTER(?a<?b&&?c>?d) }"),
        ("ASK { GRAPH <http://e/\\u0067> {} }", "ASK { GRAPH <http://e/g;x> {} }"),
        ("SELECT * FROM <g> FROM NAMED <http://e/g> {}", "SELECT * FROM <http://e/g;x> FROM NAMED <http://e/g;x> {}"),
        ("ASK { <h> <http://e/gg> <http://e/g#> }", "ASK { <h> <http://e/gg> <http://e/g#> }"),
        ("SELECT (1 AS ?prefix) { ?base ?p <g> }", "SELECT (1 AS ?prefix) { ?base ?p <http://e/g;x> }"),
    ],
)  # fmt: skip
def test_each_iri_that_is_one(query, expected):
    assert rename_iris(query, "http://e/", rename) == expected


def test_lines_keep_their_numbers():
    query = "PREFIX e: <http://e/>\nASK {\n GRAPH e:g\n {} }"
    assert rename_iris(query, None, rename).count("\n") == query.count("\n")

"""The check of a file by what decides it. Every kind of error is tried in ``tests/shapes/test_check_of_few.py``."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, Variable, parse
from rdflib import Graph, URIRef

from lupaus.dataset import check
from lupaus.dataset.check import check_sources
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.lookup import Lookup
from lupaus.dataset.pattern_reader import read_query
from lupaus.dataset.reach import Reach
from lupaus.dataset.reached import TooFar
from lupaus.dataset.shacl import Gate

BASE = "https://w3id.org/lupaus/"
CITIES, DECLARATION = "data/cities/fi.ttl", "data/declarations/test.ttl"
HEAD = "PREFIX e: <http://e/> "

NEAR = [f"{HEAD} CONSTRUCT {{ ?b e:q ?a }} WHERE {{ ?a e:p ?b }}"]
DATA = """
@prefix e: <http://e/> .
e:a e:p e:b . e:b e:p e:c . e:c e:p e:d . e:x e:p e:y . e:x e:r e:z .
"""


def reached(query, rules=(), data=DATA, inferred="", this="a"):
    """What of the data a query looks at, in short."""
    layers = [
        Lookup((graph, quad.triple) for quad in parse(text, RdfFormat.TURTLE))
        for graph, text in (("curated", data), ("inferred", inferred and f"@prefix e: <http://e/> . {inferred}"))
    ]
    reach = Reach(*layers, [read_query(rule) for rule in rules])
    group = read_query(f"{HEAD} SELECT ?this WHERE {{ {query} }}").group
    reach.follow(group, {Variable("this"): frozenset({NamedNode(f"http://e/{this}")})})
    return sorted(
        " ".join(term.value.removeprefix("http://e/") for term in (t.subject, t.predicate, t.object))
        for _, t in reach.statements
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?this e:p ?o", ["a p b"]),
        ("?this e:p ?o . ?o e:p ?x", ["a p b", "b p c"]),
        ("?this e:p/e:p ?o", ["a p b", "b p c"]),
        ("?this e:p+ ?o", ["a p b", "b p c", "c p d"]),
        ("?this ^e:p ?o", []),
        ("?o e:p ?this", []),
        ("?this e:r ?o . ?o e:p ?x", []),
        ("?this e:p ?o FILTER NOT EXISTS { ?o e:p ?x . ?x e:p ?y }", ["a p b", "b p c", "c p d"]),
        ("?this e:p ?o OPTIONAL { ?o e:p ?x }", ["a p b", "b p c"]),
        ("{ ?this e:p ?o } UNION { ?this e:r ?o } ?o e:p/e:p ?x", ["a p b", "b p c", "c p d"]),
        ("VALUES ?p { e:p e:r } ?this ?p ?o", ["a p b"]),
        ("?this ?p ?o", ["a p b"]),
        ("?s e:r ?o", ["x r z"]),
        ("?s e:r ?o . ?s e:p ?y", ["x p y", "x r z"]),
        ("GRAPH ?this { ?s ?p ?o }", []),
        ("?this e:q ?o", []),
    ],
)
def test_a_query_reaches_what_can_decide_it(query, found):
    assert reached(query) == found


def test_what_rules_infer_is_followed_to_what_it_follows_from():
    assert reached("?this e:q ?o", NEAR, this="b") == ["a p b"]
    assert reached("?o e:q ?this", NEAR) == ["a p b"]
    assert reached("?this e:q ?o . ?o e:r ?x", NEAR, this="y") == ["x p y"]
    assert reached("?this e:q ?o . ?o e:r ?x", NEAR, inferred="e:y e:q e:x .", this="y") == ["x p y", "x r z"]


def test_one_statement_is_enough_where_any_will_do():
    data = "@prefix e: <http://e/> . e:a e:p e:b . e:b e:p e:c , e:d . "
    assert len(reached("?this e:p ?o FILTER NOT EXISTS { ?o e:p ?any }", data=data)) == 2
    assert len(reached("?this e:p ?o FILTER NOT EXISTS { ?o e:p ?any FILTER (?any != e:c) }", data=data)) == 3


def test_what_looks_at_everything_is_too_far():
    with pytest.raises(TooFar):
        reached("?s ?p ?o FILTER (?p != ?o)")


def alone(monkeypatch):
    """No check of everything to fall back on."""

    def fail(*_):
        raise AssertionError("everything was worked out")

    monkeypatch.setattr(check, "_examine", fail)


def append(tree, path, text):
    with (tree / path).open("a") as file:
        file.write(text)


ERRORS = [
    f"<{BASE}id/city/fi/espoo> a <{BASE}ns#City> .\n",
    f"<{BASE}id/city/fi/helsinki> <{BASE}ns#near> <{BASE}id/city/fi/none> , 01 .\n",
    f"<{BASE}id/city/fi/helsinki> <{BASE}ns#none> 1.50 .\n<{BASE}id/x> <{BASE}ns#none> 1.5 .\n",
]


@pytest.mark.parametrize("text", ["", *ERRORS])
@pytest.mark.parametrize("edited", [CITIES, DECLARATION])
@pytest.mark.parametrize("checked", [CITIES, DECLARATION])
def test_the_findings_are_those_of_the_whole_check(tree, monkeypatch, text, edited, checked):
    append(tree, edited, text)
    inputs = Inputs(tree)
    things = {t.subject.value for t in parse((tree / checked).read_bytes(), RdfFormat.TURTLE)}
    whole = check_sources(inputs)
    alone(monkeypatch)
    some = check_sources(inputs, [tree / checked])
    assert some.findings == tuple(finding for finding in whole.findings if finding.focus[1:-1] in things)
    assert (some.files, some.triples) == (whole.files, whole.triples)


def test_a_rule_that_is_not_read_takes_everything(tree):
    append(tree, CITIES, ERRORS[0])
    (tree / "shapes/hygiene/limit.rq").write_text(
        "# severity: warning\n# message: {this}\nSELECT ?this { ?this ?p ?o } ORDER BY ?this LIMIT 100000"
    )
    inputs = Inputs(tree)
    found = check_sources(inputs, [tree / CITIES]).findings
    assert {finding.severity for finding in found} == {"violation", "warning"}
    assert set(found) < set(check_sources(inputs).findings)


def test_what_a_shape_says_of_values_is_found_from_the_values():
    """The outer shape looks at ``e:a``; what it says is of ``e:b``."""
    shapes = parse(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
        e:Shape a sh:NodeShape ; sh:targetNode e:a ; sh:property e:Outer .
        e:Outer sh:path e:p ; sh:property e:Inner .
        e:Inner sh:path e:q ; sh:minCount 1 .
        e:Back a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path [ sh:inversePath e:p ] ; sh:property e:Inner ] .
        """,
        RdfFormat.TURTLE,
    )
    gate = Gate(quad.triple for quad in shapes)
    data = Graph().parse(data="@prefix e: <http://e/> . e:a e:p e:b . e:c e:p e:a .")
    assert [f.focus for f in gate.validate_graph(data, {"http://e/b"})] == ["<http://e/b>"]
    assert [f.focus for f in gate.validate_graph(data, {"http://e/c"})] == ["<http://e/c>"]
    assert gate.validate_graph(data, {"http://e/a"}) == []
    assert URIRef("http://e/a") in set(data.subjects())

"""VALUES takes the place of a path only where it says the same; each case is one place and its reason."""

import pytest

from lupaus.sparql.paths import constant_ends, put_values


def rewritten(body):
    prologue, ends = constant_ends(f"PREFIX : <http://e/> SELECT * {body}")
    assert prologue in ("", "PREFIX : <http://e/> ")
    query = f"PREFIX : <http://e/> SELECT * {body}"
    return put_values(query, ends, lambda end: True).removeprefix("PREFIX : <http://e/> SELECT * ")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{ ?s :p* :o }", "{ VALUES ?s { :o } }"),
        ("{ :s :p? ?o }", "{ VALUES ?o { :s } }"),
        ("{ ?s <http://e/p>* <http://e/o> . }", "{ VALUES ?s { <http://e/o> } . }"),
        ("{ ?s a* 'x'@en . ?s ?p ?o }", "{ VALUES ?s { 'x'@en } . ?s ?p ?o }"),
        ("{ ?s :p* 'x'^^:t }", "{ VALUES ?s { 'x'^^:t } }"),
        ("{ ?a :q ?s . ?s (:p|^:q/(:r)+)* :o FILTER(?a) }", "{ ?a :q ?s . VALUES ?s { :o } FILTER(?a) }"),
        ("{ ?s ^:p* 1 }", "{ VALUES ?s { 1 } }"),
        ("{ ?s !(:p|^:q)? :o }", "{ VALUES ?s { :o } }"),
        (
            "{ OPTIONAL { ?s :p* :o } MINUS { :s :p? ?o } }",
            "{ OPTIONAL { VALUES ?s { :o } } MINUS { VALUES ?o { :s } } }",
        ),
        ("{ FILTER(?x * :f(?y) < 1) ?s :p* :o }", "{ FILTER(?x * :f(?y) < 1) VALUES ?s { :o } }"),
    ],
)
def test_a_triple_becomes_values(body, expected):
    assert rewritten(body) == expected


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{ ?s :p+ :o }", "a path of at least one step"),
        ("{ ?s :p :o }", "no path"),
        ("{ ?s :p*/:q :o }", "the path goes on"),
        ("{ ?s :q/:p* :o }", "the path began before"),
        ("{ ?s :p|:q* :o }", "one branch only"),
        ("{ ?s :p* ?o }", "two variables: nodes of the graph alone"),
        ("{ :s :p* :o }", "two terms: nothing to bind"),
        ("{ ?s :p* :o ; :q 1 }", "the subject goes on"),
        ("{ ?s :p* :o , :o2 }", "the objects go on"),
        ("{ ?s :q 1 ; :p* :o }", "the subject stands before"),
        ("{ GRAPH ?g { ?s :p* :o } }", "another graph"),
        ("{ GRAPH :g { OPTIONAL { ?s :p* :o } } }", "another graph further out"),
        ("{ SERVICE <http://e/x> { ?s :p* :o } }", "another endpoint"),
        ("{ SERVICE SILENT <http://e/x> { ?s :p* :o } }", "another endpoint, silently"),
        ("{ ?x ?y ?z FILTER NOT EXISTS { ?s :p* :o } }", "bound from outside"),
        ("{ _:b ?y ?s . ?s :p* :o . _:b ?q 1 }", "the scope of a blank node would be split"),
        ("{ ?s :p* [ :q :o ] }", "a blank node is no term to look for"),
        ("{ ?s :p* (1) }", "a list is no term to look for"),
        ("{ ?s :p* :o", "brackets that do not match"),
        ("{ ?s :p* :o ) }", "brackets that do not match"),
        ("{ FILTER(1<2 ?s :p* :o }", "brackets that do not match"),
    ],
)
def test_everything_else_stays(body, reason):
    assert rewritten(body) == body, reason


def test_only_terms_that_are_absent():
    query = "SELECT * { ?s <p>* <a> . ?t <p>* <b> }"
    _, ends = constant_ends(query)
    assert put_values(query, ends, lambda end: end.term == "<b>") == "SELECT * { ?s <p>* <a> . VALUES ?t { <b> } }"

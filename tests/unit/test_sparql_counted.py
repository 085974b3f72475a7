"""What a question has to look like to be answered from numbers that are known, and what is too much for it."""

from dataclasses import replace

import pytest

from lupaus.sparql.counted import Counted, from_counts
from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS

COUNTED = Counted(7, {"http://g": 5, "http://h": 6}, {"http://C": 2}, {"http://p": 4, "http://q": 3})
PROLOGUE = "PREFIX r: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX ty: <http://www.w3.org/1999/02/22-rdf-syntax-ns#ty>"


def answered(query, counted=COUNTED):
    return from_counts(inspect(query, DEFAULT_LIMITS), counted)


QUESTIONS = [
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT ?n { VALUES (?n) { (7) } } "),
    ("select(count(*)as $n)where{$a ?b $c.}limit 5", "SELECT ?n { VALUES (?n) { (7) } } limit 5"),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } . }", "SELECT ?n { VALUES (?n) { (11) } } "),
    (
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o . } } ORDER BY ?g # names",
        "SELECT ?g { VALUES (?g) { (<http://g>) (<http://h>) } } ORDER BY ?g # names",
    ),
    (
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY DESC(?n) ?g",
        "SELECT ?g ?n { VALUES (?g ?n) { (<http://g> 5) (<http://h> 6) } } ORDER BY DESC(?n) ?g",
    ),
    ("SELECT DISTINCT ?c { ?s a ?c } LIMIT 10 OFFSET 2", "SELECT ?c { VALUES (?c) { (<http://C>) } } LIMIT 10 OFFSET 2"),
    (
        f"{PROLOGUE} SELECT ?t (COUNT(?x) AS ?n) {{ # of\n ?x r:type ?t }} GROUP BY ?t OFFSET 1 LIMIT 2",
        f"{PROLOGUE} SELECT ?t ?n {{ VALUES (?t ?n) {{ (<http://C> 2) }} }} OFFSET 1 LIMIT 2",
    ),
    (
        f"{PROLOGUE} SELECT ?t (COUNT(DISTINCT ?x) AS ?n) {{ ?x ty:pe ?t }} GROUP BY ?t",
        f"{PROLOGUE} SELECT ?t ?n {{ VALUES (?t ?n) {{ (<http://C> 2) }} }} ",
    ),
    (
        "SELECT ?t (COUNT(*) AS ?n) { ?x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?t } GROUP BY ?t",
        "SELECT ?t ?n { VALUES (?t ?n) { (<http://C> 2) } } ",
    ),
    ("SELECT DISTINCT ?p { ?s ?p ?o }", "SELECT ?p { VALUES (?p) { (<http://p>) (<http://q>) } } "),
    (
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ASC(?n) LIMIT 3",
        "SELECT ?p ?n { VALUES (?p ?n) { (<http://p> 4) (<http://q> 3) } } ORDER BY ASC(?n) LIMIT 3",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), QUESTIONS)
def test_a_question_about_all_becomes_values(query, expected):
    assert answered(query) == expected


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?s }", "one variable twice"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?o ?q ?r }", "another triple"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p 'x' }", "a literal"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p 1 }", "a literal"),
        ("SELECT (COUNT(*) AS ?n) { ?s <http://p> ?o }", "a property"),
        ("SELECT (COUNT(*) AS ?n) { ?s a ?o }", "not asked so"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p [] }", "brackets"),
        ("SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o }", "DISTINCT inside"),
        ("SELECT (COUNT(?o) AS ?n) { ?s ?p ?o }", "not asked so"),
        ("SELECT (SUM(?o) AS ?n) { ?s ?p ?o }", "another aggregate"),
        ("SELECT (COUNT(*)+1 AS ?n) { ?s ?p ?o }", "an expression"),
        ("SELECT (COUNT(*) AS ?n) { GRAPH <http://g> { ?s ?p ?o } }", "one graph"),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?g } }", "one variable twice"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?s = ?o) }", "a filter"),
        ("SELECT (COUNT(*) AS ?n) { OPTIONAL { ?s ?p ?o } }", "OPTIONAL"),
        ("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } }", "not asked so"),
        ("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", "a row for every triple"),
        ("SELECT DISTINCT ?s { GRAPH ?g { ?s ?p ?o } }", "another variable"),
        ("SELECT DISTINCT ?c ?s { ?s a ?c }", "two variables"),
        ("SELECT DISTINCT ?s { ?s a ?c }", "another variable"),
        ("SELECT DISTINCT ?c { ?s a* ?c }", "a path"),
        ("SELECT DISTINCT ?c { ?s <HTTP://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?c }", "another IRI"),
        (f"{PROLOGUE} SELECT DISTINCT ?c {{ ?s r:first ?c }}", "another name"),
        ("SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?s", "ordered by what is not shown"),
        ("SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY STR(?p)", "ordered by an expression"),
        ("SELECT DISTINCT ?p { ?s ?p ?o } VALUES ?p { <http://p> }", "VALUES"),
        ("SELECT ?c (COUNT(?c) AS ?n) { ?s a ?c } GROUP BY ?c", "not asked so"),
        ("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c HAVING(COUNT(*) > 1)", "HAVING"),
        ("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(COUNT(*))", "an aggregate orders"),
        ("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?s", "grouped by another"),
        ("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c }", "not grouped, which is an error"),
        ("SELECT ?p (COUNT(*) AS ?p) { ?s ?p ?o } GROUP BY ?p", "an error"),
        ("SELECT DISTINCT ?p { ?s ?p ?o . . }", "an error"),
        ("SELECT DISTINCT ?p { ?s ?p ?o } LIMIT 1.5", "an error"),
        ("SELECT DISTINCT ?p { ?s ?p ?o } LIMIT 1 LIMIT 2", "an error"),
        ("SELECT REDUCED ?p { ?s ?p ?o }", "not asked so"),
        ("SELECT DISTINCT ?p FROM <http://g> { ?s ?p ?o }", "another data set"),
        ("ASK { ?s ?p ?o }", "another form"),
    ],
)  # fmt: skip
def test_everything_else_is_asked_of_the_data(query, reason):
    assert answered(query) is None, reason


def test_what_was_not_counted_is_asked_of_the_data():
    assert answered("SELECT DISTINCT ?c { ?s a ?c }", replace(COUNTED, classes=None)) is None
    assert answered("SELECT DISTINCT ?p { ?s ?p ?o }", replace(COUNTED, properties=None)) is None


def test_so_are_very_many():
    many = {f"http://p{number}": 1 for number in range(1_000)}
    assert answered("SELECT DISTINCT ?p { ?s ?p ?o }", replace(COUNTED, properties=many)) is not None
    many["http://one-more"] = 1
    assert answered("SELECT DISTINCT ?p { ?s ?p ?o }", replace(COUNTED, properties=many)) is None


def test_of_nothing_there_are_no_rows():
    assert (
        answered("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", Counted(0, {}))
        == "SELECT ?g { VALUES (?g) {  } } "
    )

"""A query is written otherwise token by token, and nothing else of it changes."""

from dataclasses import replace

import pytest

from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.sparql.rewrite import for_engine, redirect_services, services_for_engine

LIMITS = replace(DEFAULT_LIMITS, services=frozenset({"http://a/", "http://b/"}))
ADDRESSES = {"http://a/": "http://l/1", "http://b/": "http://l/2"}

QUERY = """ASK { # SERVICE <http://a/>
  ?s ?p "SERVICE <http://a/>", <http://a/> . SERVICE <http://a/> {}
  service silent<http://\\u0062/>{ SERVICE # <http://b/>
  <http://a/> {} } }"""
REDIRECTED = """ASK { # SERVICE <http://a/>
  ?s ?p "SERVICE <http://a/>", <http://a/> . SERVICE <http://l/1> {}
  service silent<http://l/2>{ SERVICE # <http://b/>
  <http://l/1> {} } }"""


def redirect(query):
    facts = inspect(query, LIMITS)
    return redirect_services(for_engine(facts), services_for_engine(facts), ADDRESSES.__getitem__)


def test_each_service_goes_to_its_address():
    assert redirect(QUERY) == REDIRECTED


def test_without_service_the_text_stays():
    query = "SELECT ('SERVICE <http://a/>' AS ?x) {}"
    assert redirect(query) == query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (GROUP_CONCAT(?x) AS ?y) {}", "SELECT (STR(GROUP_CONCAT(?x)) AS ?y) {}"),
        (
            "SELECT (group_concat(DISTINCT ?x; separator = ')') AS ?y) {}",
            "SELECT (STR(group_concat(DISTINCT ?x; separator = ')')) AS ?y) {}",
        ),
        (
            "ASK { { SELECT (1+GROUP_CONCAT # (\n(IF(?x<(?y),?z,1)) AS ?y) {} } FILTER(?y) }",
            "ASK { { SELECT (1+STR(GROUP_CONCAT # (\n(IF(?x<(?y),?z,1))) AS ?y) {} } FILTER(?y) }",
        ),
        (
            "SELECT ?x { ?x ?y ?z } HAVING GROUP_CONCAT(?x) (1)",
            "SELECT ?x { ?x ?y ?z } HAVING STR(GROUP_CONCAT(?x)) (1)",
        ),
        ("SELECT ('GROUP_CONCAT(' AS ?x) {} # GROUP_CONCAT(", "SELECT ('GROUP_CONCAT(' AS ?x) {} # GROUP_CONCAT("),
    ],
)
def test_group_concat_is_made_a_simple_literal(query, expected):
    assert for_engine(inspect(query, LIMITS)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("e:a.b", "e:a.b"),
        ("e:a.b.c", " <http://e/a.b.c> "),
        ("e:a\\.b.c", " <http://e/a.b.c> "),
        ("e:1..2", " <http://e/1..2> "),
        ("e:\\u0061.b.c", " <http://e/a.b.c> "),
    ],
)
def test_a_name_with_two_dots_is_written_in_full(name, expected):
    query = "PREFIX e: <http://e/> SELECT * FROM {0} {{ ?s<http://e/x>{0}.?s ?p '1'^^{0} FILTER(?s<{0}) }}"
    assert for_engine(inspect(query.format(name), LIMITS)) == query.format(expected)


def test_services_and_names_change_together():
    query = "PREFIX e: <http://e/> SELECT (GROUP_CONCAT(?x) AS ?y) { SERVICE <http://a/> { ?s ?p ?x } }"
    assert redirect(query) == (
        "PREFIX e: <http://e/> SELECT (STR(GROUP_CONCAT(?x)) AS ?y) { SERVICE <http://l/1> { ?s ?p ?x } }"
    )


def test_booleans_are_written_small():
    query = "SELECT (TRUE AS ?x) (false AS ?y) ('TRUE' AS ?z) { ?s ?p False VALUES ?TRUE { UNDEF tRUE } }"
    assert for_engine(inspect(query, LIMITS)) == (
        "SELECT (true AS ?x) (false AS ?y) ('TRUE' AS ?z) { ?s ?p false VALUES ?TRUE { UNDEF true } }"
    )

"""VALUES takes the place of a FILTER only where it says the same; each case is one place and its reason."""

from dataclasses import replace

import pytest

from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.sparql.narrowing import narrow
from lupaus.sparql.rewrite import for_engine, services_for_engine

LIMITS = replace(DEFAULT_LIMITS, services=frozenset({"http://a/"}))
PROLOGUE = "PREFIX : <http://e/> PREFIX o: <http://o/> SELECT * "


def written(query, limits=LIMITS):
    return for_engine(narrow(inspect(query, limits), limits))


def narrowed(body):
    return written(PROLOGUE + body).removeprefix(PROLOGUE)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{ ?s a ?c FILTER(?c=<i>) }", "{ ?s a ?c VALUES ?c{<i>} }"),
        ("{ ?s a ?c . FILTER ( ?c = :i ) . }", "{ ?s a ?c . VALUES ?c{:i}      . }"),
        ("{ ?s a ?c filter(<i>=$c) }", "{ ?s a ?c VALUES $c{<i>} }"),
        ("{ FILTER(?c=:i) ?s a $c }", "{ VALUES ?c{:i} ?s a $c }"),
        ("{ ?s ?p [] FILTER(:p = ?p) ?s :q 1 }", "{ ?s ?p [] VALUES ?p{:p}   ?s :q 1 }"),
        ("{ ?s a ?c FILTER(?c IN(:i,:j)) }", "{ ?s a ?c VALUES ?c{:i :j}     }"),
        (
            "{ ?s a ?c FILTER(?c IN (<http://a/i>, <http://a/j>)) }",
            "{ ?s a ?c VALUES ?c{<http://a/i> <http://a/j>}       }",
        ),
        ("{ ?s a ?c FILTER sameTerm(?c, <i>) }", "{ ?s a ?c VALUES ?c{<i>}           }"),
        ("{ ?s a ?c FILTER(sameterm(<i>, ?c)) }", "{ ?s a ?c VALUES ?c{<i>}            }"),
        ("{ ?s a ?c FILTER(?c=:i) FILTER(?s=:s) }", "{ ?s a ?c VALUES ?c{:i} VALUES ?s{:s} }"),
        ("{ ?s a ?c ; FILTER(?c=:i) }", "{ ?s a ?c ; VALUES ?c{:i} }"),
        ("{ ?s :p/^:q ?c FILTER(?c=:i) }", "{ ?s :p/^:q ?c VALUES ?c{:i} }"),
        ("{ ?s :p (1 2), [ :q 3 ], ?c FILTER(?c=:i) }", "{ ?s :p (1 2), [ :q 3 ], ?c VALUES ?c{:i} }"),
        ("{ ?s :p true, False, ?c FILTER(?c=:i) }", "{ ?s :p true, false, ?c VALUES ?c{:i} }"),
        (
            "{ ?s :p ?o FILTER(?o*2 > +1 || !:f(?o)) FILTER :f(?o+1) ?s a ?c FILTER(?c=:i) }",
            "{ ?s :p ?o FILTER(?o*2 > +1 || !:f(?o)) FILTER :f(?o+1) ?s a ?c VALUES ?c{:i} }",
        ),
        (
            "{ FILTER NOT EXISTS { ?s :p ?o OPTIONAL { ?o :q 1 } } FILTER EXISTS { } ?s a ?c FILTER(?c=:i) }",
            "{ FILTER NOT EXISTS { ?s :p ?o OPTIONAL { ?o :q 1 } } FILTER EXISTS { } ?s a ?c VALUES ?c{:i} }",
        ),
        (
            "{ ?s a ?c OPTIONAL { ?s :p ?o } MINUS { ?s :q ?c } BIND(1 AS ?n) FILTER(?c=:i) }",
            "{ ?s a ?c OPTIONAL { ?s :p ?o } MINUS { ?s :q ?c } BIND(1 AS ?n) VALUES ?c{:i} }",
        ),
        (
            "{ { ?s a ?c FILTER(?c=:i) } UNION { ?s ?p ?c FILTER(?p=:p) } }",
            "{ { ?s a ?c VALUES ?c{:i} } UNION { ?s ?p ?c VALUES ?p{:p} } }",
        ),
        (
            "{ ?s ?p ?o OPTIONAL { ?s a ?c FILTER(?c=:i) } MINUS { ?s a ?d FILTER(?d=:j) } }",
            "{ ?s ?p ?o OPTIONAL { ?s a ?c VALUES ?c{:i} } MINUS { ?s a ?d VALUES ?d{:j} } }",
        ),
        ("{ GRAPH ?g { ?s a ?c FILTER(?c=:i) } }", "{ GRAPH ?g { ?s a ?c VALUES ?c{:i} } }"),
        (
            "{ { SELECT ?c (COUNT(*) AS ?n) { ?s a ?c FILTER(?c=:i) } GROUP BY ?c HAVING(?n*2>1) } }",
            "{ { SELECT ?c (COUNT(*) AS ?n) { ?s a ?c VALUES ?c{:i} } GROUP BY ?c HAVING(?n*2>1) } }",
        ),
        (
            "{ ?s a ?c FILTER(?c=:i) } ORDER BY (-?c) VALUES (?a ?b) { (<a> <b>) (UNDEF 1) }",
            "{ ?s a ?c VALUES ?c{:i} } ORDER BY (-?c) VALUES (?a ?b) { (<a> <b>) (UNDEF 1) }",
        ),
        (
            "{ ?s a ?c VALUES ?s { :s } SERVICE <http://a/> { ?x ?y ?s } FILTER(?c=:i) }",
            "{ ?s a ?c VALUES ?s { :s } SERVICE <http://a/> { ?x ?y ?s } VALUES ?c{:i} }",
        ),
        ("{ ?s a ?c LATERAL { ?s ?p ?c } FILTER(?c=:i) }", "{ ?s a ?c LATERAL { ?s ?p ?c } VALUES ?c{:i} }"),
        (
            "{ ?s :p ?o FILTER regex(?o, 'x') ?s a ?c FILTER(?c=:i) VALUES ?o { +1 } }",
            "{ ?s :p ?o FILTER regex(?o, 'x') ?s a ?c VALUES ?c{:i} VALUES ?o { +1 } }",
        ),
        # lines keep their length, as far as the VALUES goes into them
        ("{ ?s a ?c FILTER(\n?c\r\n= # why\n<i>)\n}", "{ ?s a ?c VALUES \n?c\r\n{<i>}  \n    \n}"),
        ("{ ?s a ?c FILTER( ?c = # <- ; ?c = :j\n :i ) }", "{ ?s a ?c VALUES ?c{:i}              \n      }"),
    ],
)
def test_a_filter_becomes_values(body, expected):
    assert narrowed(body) == expected


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{ ?s a ?c FILTER(?c=:i && ?s=:s) }", "two conditions"),
        ("{ ?s a ?c FILTER(?c=:i || ?c=:j) }", "two conditions"),
        ("{ ?s a ?c FILTER(?c!=:i) }", "another comparison"),
        ("{ ?s a ?c FILTER(!(?c=:i)) }", "negated"),
        ("{ ?s a ?c FILTER(?c NOT IN (:i)) }", "negated"),
        ("{ ?s a ?c FILTER(!sameTerm(?c,:i)) }", "negated"),
        ("{ ?s a ?c FILTER(?c IN ()) }", "nothing to look up"),
        ("{ ?s a ?c FILTER(?c='i') }", "literals are compared by value"),
        ("{ ?s a ?c FILTER(?c=1) }", "literals are compared by value"),
        ("{ ?s a ?c FILTER(?c IN (:i, 1)) }", "literals are compared by value"),
        ("{ ?s a ?c FILTER(?c=?s) }", "no term"),
        ("{ ?s a ?c FILTER(:i=:j) }", "no variable"),
        ("{ ?s a ?c FILTER(:i IN (?c)) }", "no variable before IN"),
        ("{ ?s a ?c FILTER(?c=:f(?s)) }", "a function"),
        ("{ ?s a ?c FILTER(?c=IRI(?s)) }", "a function"),
        ("{ ?s a ?c FILTER(STR(?c)=:i) }", "a function"),
        ("{ ?s a ?c FILTER(?d=:i) }", "bound nowhere"),
        ("{ ?s a ?c OPTIONAL { ?s :p ?d } FILTER(?d=:i) }", "bound in some solutions only"),
        ("{ OPTIONAL { ?s :p ?c } ?c :q ?d FILTER(?c=:i) }", "OPTIONAL would have another left side"),
        ("{ { ?s :p ?d } ?s a ?c FILTER(?c=:i) }", "behind a group"),
        ("{ { ?s a ?c } UNION { ?s :p ?d } ?s :q ?d FILTER(?d=:i) }", "behind UNION"),
        ("{ MINUS { ?s :p ?c } ?s a ?c FILTER(?c=:i) }", "MINUS takes nothing away from nothing"),
        ("{ BIND(1 AS ?n) ?s a ?c FILTER(?c=:i) }", "behind BIND"),
        ("{ FILTER(?c=:i) BIND(1 AS ?n) ?s a ?c }", "behind BIND"),
        ("{ VALUES ?s { :s } ?s a ?c FILTER(?c=:i) }", "behind VALUES"),
        ("{ GRAPH ?g { ?s a ?c } ?s a ?c FILTER(?c=:i) }", "behind GRAPH"),
        ("{ GRAPH ?c { ?s a ?d } FILTER(?c=:i) }", "bound by GRAPH"),
        ("{ SERVICE <http://a/> { ?s a ?c } ?s a ?c FILTER(?c=:i) }", "behind SERVICE"),
        ("{ SERVICE SILENT <http://a/> { ?s a ?c FILTER(?c=:i) } }", "another endpoint"),
        ("{ SERVICE <http://a/> { { ?s a ?c FILTER(?c=:i) } } }", "another endpoint"),
        ("{ LATERAL { ?s :p ?d } ?s a ?c FILTER(?c=:i) }", "behind LATERAL"),
        ("{ ?s ?p ?c LATERAL { ?s a ?c FILTER(?c=:i) } }", "bound from outside"),
        ("{ ?s ?p ?c FILTER EXISTS { ?s a ?c FILTER(?c=:i) } }", "bound from outside"),
        ("{ ?s ?p ?c FILTER(1=1 || NOT EXISTS { { ?s a ?c FILTER(?c=:i) } }) }", "bound from outside"),
        ("{ ?s ?p ?c } GROUP BY ?c HAVING(EXISTS { ?s a ?c FILTER(?c=:i) })", "bound from outside"),
        ("{ ?s a ?c { FILTER(?c=:i) } }", "another group"),
        ("{ ?s a ?c { ?s :p ?d FILTER(?c=:i) } }", "another group"),
        ("{ { SELECT ?c { ?s a ?c } } FILTER(?c=:i) }", "bound by a sub-select"),
        ("{ ?s :p [ a ?c ] FILTER(?c=:i) }", "in brackets"),
        ("{ ?s :p (?c) FILTER(?c=:i) }", "in brackets"),
        ("{ ?s :p :o FILTER(?o=<i>) FILTER EXISTS { ?s ?p ?o } }", "bound in EXISTS only"),
        ("{ ?s a ?c . <<( ?s a ?d )>> :p ?d FILTER(?c=:i) }", "triple terms"),
        ("{ ?s a ?c {| :p 1 |} FILTER(?c=:i) }", "an annotation"),
        ("{ ?s a ?c ~ ?r FILTER(?r=:i) }", "a reifier"),
        ("{ ?s :p* ?c FILTER(?c=:i) }", "a term that is nowhere is its own end"),
        ("{ ?s :p+ ?c FILTER(?c=:i) }", "a path of any length"),
        ("{ ?s (:p/:q)? ?c FILTER(?c=:i) }", "a term that is nowhere is its own end"),
        ("{ ?s :p|:q ?c FILTER(?c=:i) }", "how often alternatives are found depends on the ends given"),
        ("{ ?s :p/(:p|:q) ?c FILTER(?c=:i) }", "alternatives in brackets"),
        ("{ ?s a (:p*) ; :q ?c FILTER(?c=:i) }", "a path in brackets, behind a word"),
        ("{ ?s !:q ?c FILTER(?c=:i) }", "a negated path"),
        ("{ ?s :p [ :q* ?d ], ?c FILTER(?c=:i) }", "a path in a blank node"),
        ("{ ?s a ?c FILTER(?c=:i) OPTIONAL { ?c :p* ?d } }", "a path anywhere"),
        ("{ _:b a ?c FILTER(?c=:i) }", "the scope of a label would be split"),
        ("{ ?s a ?c FILTER(?c=:i) OPTIONAL { _:b a ?s } }", "a label anywhere"),
        ("{ ?s a ?c FILTER(?c IN (:i, :i)) }", "rows would double"),
        ("{ ?s a ?c FILTER(?c IN (<i>, <./i>)) }", "one IRI in two writings"),
        ("{ ?s a ?c FILTER(?c IN (<http://a/i>, <http://a/./i>)) }", "one IRI in two writings"),
        ("{ ?s a ?c FILTER(?c IN (:i, o:i)) }", "two prefixes may be one"),
        ("{ ?s a ?c FILTER(?c IN (:i, <http://a/i>)) }", "a name may be the IRI"),
        ("{ ?s a ?c FILTER(?c IN (:\\-, :i)) }", "an escape"),
        ("{ ?s a ?c FILTER(?c IN (:%41, :i)) }", "a percent sign"),
        ("{ ?s a ?c FILTER(<http://long/>\n=?c) }", "no room on either line"),
        ("{ ?s a ?c FILTER(# why\n?c=:i) }", "a comment where hardly anybody has one"),
        ("{ ?s a ?c FILTER(?c= # ä\n:i) }", "a comment that is longer in bytes"),
        ("{ ?s a ?c FILTER(?c=:i) FILTER(?s<?b&&?c>?d) }", "< before an IRI or a comparison"),
        ("{ ?s a ?c FILTER(?c=:i) FILTER((?s)<?b&&?c>?d) }", "< before an IRI or a comparison"),
        ("{ ?s a ?c FILTER(?c=:i) FILTER(true<?b&&?c>?d) }", "< before an IRI or a comparison"),
    ],
)
def test_everything_else_stays(body, reason):
    assert narrowed(body) == body, reason


def test_a_name_that_is_written_otherwise_keeps_its_filter():
    assert narrowed("{ ?s a ?c FILTER(?c=:a.b.c) }") == "{ ?s a ?c FILTER(?c= <http://e/a.b.c> ) }"


def test_escapes_are_decoded_first():
    assert narrowed("{ ?s a ?c F\\u0049LTER(?c=<\\u0069>) }") == "{ ?s a ?c VALUES ?c{<i>} }"


def test_other_edits_and_services_keep_their_places():
    query = (
        "SELECT (GROUP_CONCAT(?s) AS ?n) { ?s a ?c, TRUE FILTER(?c IN (<http://a/i>,\n<http://a/j>)) "
        "SERVICE <http://a/> { ?s ?p ?o FILTER(?p=<i>) } }"
    )
    facts = narrow(inspect(query, LIMITS), LIMITS)
    text = for_engine(facts)
    assert text == (
        "SELECT (STR(GROUP_CONCAT(?s)) AS ?n) { ?s a ?c, true VALUES ?c{<http://a/i>     \n<http://a/j>}  "
        "SERVICE <http://a/> { ?s ?p ?o FILTER(?p=<i>) } }"
    )
    [call] = services_for_engine(facts)
    assert text[call.start : call.end] == "<http://a/>"


@pytest.mark.parametrize("limit", ["max_triple_patterns", "max_values_rows"])
def test_what_the_planner_gets_stays_within_the_limits(limit):
    query = "ASK { ?s a ?c FILTER(?c IN(<http://a/i>, <http://a/j>)) FILTER(?s=<s>) }"
    enough = {"max_triple_patterns": 3, "max_values_rows": 3}[limit]
    assert "VALUES ?s" in written(query, replace(LIMITS, **{limit: enough}))
    assert written(query, replace(LIMITS, **{limit: enough - 1})) == query


def test_a_text_without_filters_is_not_read():
    facts = inspect("ASK { ?s a ?c }", LIMITS)
    assert narrow(facts, LIMITS) is facts

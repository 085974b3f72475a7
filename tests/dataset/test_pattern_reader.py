"""The patterns of a query, read from its tokens."""

import re
from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode, Variable
from rdflib import URIRef
from rdflib import Variable as RdflibVariable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from lupaus.dataset.hygiene import HYGIENE
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.pattern import Alternatives, Closure, IsIri, Link, Subselect, Values
from lupaus.dataset.pattern_reader import read_query
from lupaus.dataset.pattern_tokens import Unreadable
from lupaus.dataset.rules import RULES, SAMEAS

INPUTS = find_inputs()
PATHS = [path for folder in (RULES, SAMEAS, HYGIENE) for path in INPUTS.queries(folder)]
HEAD = "PREFIX e: <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def in_short(term):
    if isinstance(term, Variable | RdflibVariable):
        return f"?{term.value if isinstance(term, Variable) else term}"
    return str(term.value) if isinstance(term, Literal | NamedNode) else str(term)


def rdflib_patterns(node, found):
    """Every triple pattern below a node of rdflib's algebra; a path is only told to be one."""
    if isinstance(node, CompValue):
        flat = [term for terms in dict.get(node, "triples", ()) for term in terms]  # so where EXISTS has them
        for s, p, o in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
            verb = in_short(p) if isinstance(p, URIRef | RdflibVariable) else "path"
            found[in_short(s), verb, in_short(o)] += 1
        for value in node.values():
            rdflib_patterns(value, found)
    elif isinstance(node, list | tuple):
        for value in node:
            rdflib_patterns(value, found)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_every_rule_is_read_as_another_reader_reads_it(path):
    text = INPUTS.text(path)
    algebra = prepareQuery(re.sub(r" -(?=\d)", " ", text)).algebra  # rdflib cannot read negative numbers in VALUES
    ours = Counter()
    for atom in read_query(text).atoms:
        verb = in_short(atom.path.predicate) if isinstance(atom.path, Link) else "path"
        ours[in_short(atom.subject), verb, in_short(atom.object)] += 1
    theirs = rdflib_patterns(algebra.p, Counter())
    if not any(verb == "path" for _, verb, _ in ours):
        assert ours == theirs
    # rdflib takes sequences of paths apart.
    assert {atom for atom in ours if atom[1] != "path"} <= set(theirs)


def test_every_rule_makes_what_another_reader_says():
    for path in (p for p in PATHS if p.startswith(RULES)):
        text = INPUTS.text(path)
        template = {tuple(map(in_short, triple)) for triple in prepareQuery(text).algebra.template}
        made = read_query(text).made
        assert {(in_short(a.subject), in_short(a.path.predicate), in_short(a.object)) for a in made} == template


def parts(where):
    [select] = read_query(f"{HEAD} SELECT ?this WHERE {{ {where} }}").group.parts
    assert isinstance(select, Subselect)
    return select.group.parts


def test_commas_and_semicolons_repeat_what_stands_before():
    first, second, third = parts("?this e:p ?a , ?b ; e:q 01.50 .")
    assert (first.object, second.object) == (Variable("a"), Variable("b"))
    assert third.object == Literal("1.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def test_what_stands_once_is_free_but_not_what_is_repeated():
    [loose, kept, again] = parts("?this e:p ?once . ?s e:p ?this ; e:q ?this .")
    assert loose.free == {Variable("once")}
    assert kept.free == again.free == frozenset()
    [named] = [p for p in parts("GRAPH <http://g> { ?this e:p ?once }") if hasattr(p, "free")]
    assert named.free == frozenset()


def test_nothing_is_free_where_rows_are_counted_but_in_exists():
    query = read_query(
        f"{HEAD} SELECT ?this (COUNT(*) AS ?n) {{ ?this e:p ?o FILTER NOT EXISTS {{ ?this e:q ?x }} }} GROUP BY ?this"
    )
    assert [atom.free for atom in query.atoms] == [frozenset(), {Variable("x")}]


def test_a_counted_column_is_no_key():
    [select] = read_query(f"{HEAD} SELECT ?this (COUNT(?o) AS ?n) {{ ?this e:p ?o }} GROUP BY ?this").group.parts
    assert select.keys == {Variable("this")}
    [select] = read_query(f"{HEAD} SELECT (COUNT(?o) AS ?n) {{ ?this e:p ?o }}").group.parts
    assert select.keys == frozenset()


@pytest.mark.parametrize(
    ("filtered", "is_sure"),
    [
        ("(isIRI(?o))", True),
        ("(isIRI(?o) && ?o != e:x)", True),
        ("(isIRI(?o) || ?o = 1)", False),
        ("(!isIRI(?o))", False),
        ("(isIRI(?o) = false)", False),
    ],
)
def test_a_filter_for_iris_is_known_where_it_is_sure(filtered, is_sure):
    found = parts(f"?this e:p ?o FILTER {filtered}")
    assert (IsIri(Variable("o")) in found) is is_sure


@pytest.mark.parametrize(
    ("expression", "is_literal"),
    [
        ('STRDT("2019", xsd:gYear)', True),
        ('IF(?a = 1, "x", 2)', True),
        ('IF(?a = 1, "x", ?a)', False),
        ("?a", False),
        ("IRI(STR(?a))", False),
        ('CONCAT("a", STR(?a))', True),
        ('STR(?a) = "x"', False),
    ],
)
def test_what_is_computed_is_a_literal_where_it_is_sure(expression, is_literal):
    text = f"{HEAD} CONSTRUCT {{ ?this e:q ?value }} WHERE {{ ?this e:p ?a BIND ({expression} AS ?value) }}"
    assert (Variable("value") in read_query(text).literals) is is_literal


def test_other_parts():
    values, union = parts(
        "VALUES ( ?a ?b ) { ( e:x 1 ) ( UNDEF 2 ) } { ?this e:p* ?a } UNION { ?b ^e:q/e:r ?this }"
    )
    assert isinstance(values, Values)
    assert values.variables == {Variable("b")}
    assert isinstance(union, Alternatives)
    assert union.groups[0].parts[0].path == Closure(Link(NamedNode("http://e/p")), may_be_empty=True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?this { ?this e:p ?o } LIMIT 1",
        "SELECT ?this { ?this e:p ?o } ORDER BY ?o",
        "SELECT ?this { { SELECT ?this { ?this e:p ?o } LIMIT 1 } }",
        "SELECT ?this { ?this e:p [ e:q ?o ] }",
        "SELECT ?this { ?this !e:p ?o }",
        "SELECT ?this { SERVICE <http://s> { ?this e:p ?o } }",
        "SELECT ?this { ?this x:p ?o }",
        "SELECT ?this { ?this <p> ?o }",
        "SELECT ?this { ?this e:p 1e0 }",
        'SELECT ?this { ?this e:p "1"^^xsd:integer }',
        "SELECT ?this { BIND (EXISTS { ?this e:p ?o } AS ?x) }",
        "SELECT ?this { ?this e:p ?o } GROUP BY (STR(?this))",
        "SELECT ?this { ?this e:p ?o } GROUP BY ?this HAVING (EXISTS { ?this e:q ?o })",
        "SELECT * { ?this e:p ?o }",
        "SELECT ?this FROM <http://g> { ?this e:p ?o }",
        "ASK { ?this e:p ?o }",
        "SELECT ?this { ?this e:p ?o",
        "SELECT ?this { ?this e:p ?o } VALUES ?this { e:x }",
    ],
)
def test_what_is_not_read_is_told(text):
    with pytest.raises(Unreadable):
        read_query(HEAD + text)

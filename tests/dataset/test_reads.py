"""What a query reads, told from its text."""

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from lupaus.dataset import rules
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.reads import reads_of, traits_of
from lupaus.dataset.rules import RULES, apply_rules
from lupaus.dataset.sources import load_sources
from lupaus.dataset.store import load_store
from lupaus.dataset.terms import RDF_TYPE

HEAD = "PREFIX e: <http://e/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT * WHERE "
SUBJECT, OTHER = NamedNode("http://e/s"), NamedNode("http://e/other")


def sees(where, predicate, value="x"):
    triple = Triple(SUBJECT, predicate, NamedNode(f"http://e/{value}") if value else Literal("x"))
    return reads_of(HEAD + where).see_any(traits_of([triple]))


P = NamedNode("http://e/p")


@pytest.mark.parametrize(
    "where",
    [
        "{ ?s e:p ?o }",
        "{ ?s <http://e/p> ?o }",
        "{ ?s e:q ?o ; e:p ?v }",
        "{ ?s e:q/^e:p* ?o }",
        "{ ?s e:q ?o FILTER NOT EXISTS { ?o e:p ?v } }",
        "{ VALUES ?p { e:p } ?s ?p ?o }",
        "{ ?s ?p ?o }",
        "{ ?s e:q ?o ; ?p ?v }",
        "{ e:s ?p true }",
        "{ e:s ?p -1 }",
        "{ [ ?p e:o ] e:q ?x }",
        "{ ?s ?p [ e:q 1 ] }",
        "{ ( 1 2 ) ?p ( 3 ) }",
        "{ ?s !e:q ?o }",
        "{ ?s !(e:q|^e:q) ?o }",
        "{ ?s ?p ?o . }",
        "{ GRAPH ?g { ?s ?p ?o } }",
        "{ GRAPH ?g {} }",
        "{ SELECT * { ?s ?p ?o } }",
        "{ ?s unknown:p ?o }",
        "{ ?s <p> ?o }",
        r"{ ?s e:\u0070 ?o }",
    ],
)
def test_what_may_match_is_seen(where):
    assert sees(where, P)


@pytest.mark.parametrize(
    "where",
    [
        "{ ?s e:q ?o }",
        "{ ?s e:q ?o . ?o e:q ?v }",
        "{ ?s e:q ?o , ?v }",
        "{ ?s a ?o }",
        '{ ?s e:q "e:p" FILTER (?s != ?o && ?v > 1) }  # e:p ?p e:p',
        "{ ?s e:q ?o BIND (STR(?o) AS ?v) FILTER (!BOUND(?w)) }",
    ],
)
def test_what_cannot_match_is_not_seen(where):
    assert not sees(where, P)


@pytest.mark.parametrize(
    "where",
    [
        "{ ?s a e:T }",
        "{ ?s rdf:type e:T }",
        "{ ?s a e:U , e:T }",
        "{ ?s a e:U ; a e:T }",
        "{ ?s a ?t }",
        "{ ?s a/e:sub* ?t }",
        "{ ?s a* ?t }",
        "{ ?s e:q/a ?t }",
        "{ ?s rdf:type ?t }",
        "{ VALUES ?p { rdf:type } ?s ?p ?t }",
        "{ ?s ?p ?o }",
    ],
)
def test_members_of_a_class_that_is_asked_for_are_seen(where):
    assert sees(where, RDF_TYPE, "T")


@pytest.mark.parametrize("where", ["{ ?s a e:U }", "{ ?s a e:U ; e:q e:T }", "{ ?s e:q ?o }"])
def test_members_of_other_classes_are_not(where):
    assert not sees(where, RDF_TYPE, "T")


def test_rules_run_when_they_are_due_make_what_rules_run_again_and_again_make(monkeypatch):
    inputs = find_inputs()
    graphs = load_sources(inputs).graphs
    graphs = {
        name: frozenset(sorted(triples, key=str)[::7]) | graphs["ontology"] for name, triples in graphs.items()
    }
    paths = inputs.queries(RULES)
    made = apply_rules(inputs, load_store(graphs, inputs.base), paths)
    monkeypatch.setattr(rules, "reads_of", lambda _: reads_of("SELECT * { ?s ?p ?o }"))
    assert apply_rules(inputs, load_store(graphs, inputs.base), paths) == made
    assert made

"""Counts over small graphs, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.statistics import Census, count
from lupaus.namespaces import PREFIXES

SPACE = "http://e/id/"
HEAD = f"@prefix e: <http://e/> . @prefix i: <{SPACE}> . @prefix xsd: <{PREFIXES['xsd']}> .\n"
XSD = PREFIXES["xsd"]


def counted(text):
    return count(parse_turtle(HEAD + text, "t.ttl"), SPACE)


def node(name):
    return NamedNode(f"http://e/{name}")


@pytest.mark.parametrize(
    ("text", "triples", "subjects", "objects", "entities"),
    [
        ("", 0, 0, 0, 0),
        ("i:a e:p 1 .", 1, 1, 1, 1),
        ("i:a e:p 1 , 2 . i:b e:p 1 .", 3, 2, 2, 2),
        ("e:x e:p i:a .", 1, 1, 1, 0),  # an object is no entity
        ("[] e:p 1 .", 1, 1, 1, 0),  # nor is a blank node
        ('i:a e:p "1" , 1 , "1"@en , "1"@fi .', 4, 1, 4, 1),  # datatype and language tell literals apart
        ("i:a e:p [ e:p 1 ] .", 2, 2, 2, 1),
    ],
)
def test_totals(text, triples, subjects, objects, entities):
    found = counted(text)
    assert (found.triples, found.subjects, found.objects, found.entities) == (triples, subjects, objects, entities)


def test_classes_count_their_members_and_not_their_statements():
    found = counted("i:a a e:T , e:U ; e:p 1 , 2 . i:b a e:T . i:c e:p 1 .")
    assert found.classes == {node("T"): 2, node("U"): 1}


def test_properties_count_triples():
    found = counted("i:a a e:T ; e:p 1 , 2 . i:b e:p 1 .")
    assert found.properties[node("p")] == 3


def test_links_count_for_each_class_of_the_subject():
    found = counted("i:a a e:T , e:U ; e:p i:b . i:b a e:V ; e:p 1 . i:c e:p 1 .")
    assert found.links[node("T"), node("p")] == found.links[node("U"), node("p")] == 1
    assert found.object_classes == {
        (node("T"), node("p"), node("V")): 1,
        (node("U"), node("p"), node("V")): 1,
    }
    assert found.datatypes == {(node("V"), node("p"), NamedNode(XSD + "integer")): 1}


def test_a_class_is_not_what_a_literal_has():
    assert counted('i:a a e:T ; e:p "x"@en .').datatypes == {
        (node("T"), node("p"), NamedNode(PREFIXES["rdf"] + "langString")): 1
    }


_nodes = st.sampled_from("abcde").map(lambda n: NamedNode(SPACE + n))
_properties = st.sampled_from([PREFIXES["rdf"] + "type", "http://e/p", "http://e/q"]).map(NamedNode)


@given(st.sets(st.builds(Triple, _nodes, _properties, _nodes), max_size=25))
def test_the_counts_are_those_of_the_query_language(triples):
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    found = count(triples, SPACE)

    def ask(query):
        return {tuple(row)[:-1]: int(tuple(row)[-1].value) for row in store.query(query, prefixes=PREFIXES)}

    assert {(c,): n for c, n in found.classes.items()} == ask(
        "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"
    )
    assert found.links == ask("SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")
    assert found.object_classes == ask(
        "SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?d } GROUP BY ?c ?p ?d"
    )


_triples = st.frozensets(st.builds(Triple, _nodes, _properties, _nodes | st.just(Literal("x"))), max_size=12)


@given(_triples, _triples)
def test_counting_a_few_more_is_counting_all_together(triples, more):
    assert Census(triples, SPACE).with_more(more) == count(triples | more, SPACE)

"""The default graph of a store, as rdflib sees it, is the same graph."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import Graph

from lupaus.dataset.mirror import Unchanging, mirror, to_rdflib_triple
from lupaus.dataset.store import load_store

_nodes = st.sampled_from([NamedNode("http://e/a"), NamedNode("http://e/b"), BlankNode("c")])
_properties = st.sampled_from([NamedNode("http://e/p"), NamedNode("http://e/q")])
_literals = st.sampled_from([Literal("1"), Literal("1", language="en"), Literal(1), Literal("01"), Literal(1.5)])


@given(st.frozensets(st.builds(Triple, _nodes, _properties, _nodes | _literals), max_size=15))
def test_each_pattern_matches_the_same(triples):
    copied = Graph()
    for triple in triples:
        copied.add(to_rdflib_triple(triple))
    seen = mirror(load_store({"curated": triples, "shapes": frozenset({_UNSEEN})}, "http://e/"))
    assert len(seen) == len(copied)
    for s, p, o in [*copied, to_rdflib_triple(_UNSEEN)]:
        for pattern in [
            (s, p, o), (s, p, None), (s, None, o), (None, p, o), (s, None, None), (None, p, None), (None, None, o),
            (None, None, None), (o, None, None), (None, p, s),
        ]:  # fmt: skip
            assert sorted(seen.triples(pattern)) == sorted(copied.triples(pattern)), pattern
        for graph in (seen, Unchanging(copied)):
            for subject, predicate in [(s, p), (s, None), (o, p), (None, p), (s, p / p)]:
                for _ in range(2):
                    assert sorted(graph.objects(subject, predicate)) == sorted(copied.objects(subject, predicate))
    assert set(seen) == set(copied)


def test_a_graph_that_is_added_to_forgets_what_it_knew():
    node, property_ = to_rdflib_triple(_UNSEEN)[:2]
    graph = Unchanging(Graph())
    assert list(graph.objects(node, property_)) == []
    graph.add(to_rdflib_triple(_UNSEEN))
    assert list(graph.objects(node, property_)) == [to_rdflib_triple(_UNSEEN)[2]]


_UNSEEN = Triple(NamedNode("http://e/a"), NamedNode("http://e/p"), Literal("in no default graph"))

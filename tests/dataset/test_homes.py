"""A triple that stands in several graphs is written once for each of them."""

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from lupaus.dataset.homes import graphs_among, homes_of
from lupaus.dataset.sheet import Sheet

BASE = "https://example.org/"
SHARED, ALONE = (Triple(NamedNode(BASE + n), NamedNode(BASE + "p"), NamedNode(BASE + "o")) for n in "ab")


def test_a_triple_has_a_line_for_each_of_its_graphs():
    homes = homes_of({"one": Sheet.of({SHARED, ALONE}), "two": Sheet.of({SHARED})}, BASE)
    assert homes[SHARED].graphs == ("one", "two")
    quads = set(parse(homes[SHARED].lines.encode(), format=RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in quads} == {BASE + "graph/one", BASE + "graph/two"}
    assert {quad.triple for quad in quads} == {SHARED}
    assert homes[ALONE].graphs == ("one",)


def test_the_graphs_of_some_triples_are_told_once_each():
    homes = homes_of({"two": Sheet.of({SHARED}), "one": Sheet.of({SHARED, ALONE})}, BASE)
    found = graphs_among([homes[SHARED], homes[ALONE], None], BASE)
    assert [node.value for node in found] == [BASE + "graph/one", BASE + "graph/two"]

"""A graph in order and as text says what the graph says."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from lupaus.dataset.canonical import ntriples, quads_of
from lupaus.dataset.sheet import Sheet, nquads_of, ntriples_of, used_prefixes
from lupaus.namespaces import graph_iri

BASE = "https://example.org/"
names = st.text("ab-", min_size=1, max_size=3)
iris = names.map(lambda name: NamedNode(f"http://e/{name}"))
literals = st.one_of(
    st.text(max_size=3).map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), names, st.sampled_from(["en", "en-gb", "es"])),
    st.integers().map(Literal),
)
triples = st.builds(Triple, st.one_of(iris, names.map(lambda n: BlankNode(n.strip("-") or "x"))), iris,
                    st.one_of(iris, literals))  # fmt: skip
graphs = st.dictionaries(st.sampled_from(["one", "two", "lists/three"]), st.frozensets(triples, max_size=8))


@given(st.frozensets(triples, max_size=12))
def test_a_sheet_is_its_graph_in_the_order_of_its_texts(graph):
    sheet = Sheet.of(graph)
    assert frozenset(sheet.triples) == graph
    assert len(sheet.triples) == len(graph)
    assert sheet.texts == tuple(sorted(map(str, graph)))
    assert sheet.texts == tuple(map(str, sheet.triples))
    assert ntriples_of(sheet) == ntriples(graph)


@given(graphs)
def test_sheets_are_written_as_graphs_are(given_graphs):
    sheets = {graph_iri(name, BASE): Sheet.of(graph) for name, graph in given_graphs.items()}
    written = serialize(quads_of(given_graphs, BASE), format=RdfFormat.N_QUADS)
    assert nquads_of(sheets) == b"".join(sorted(written.splitlines(keepends=True)))


@given(graphs)
def test_what_stands_in_several_graphs_stands_in_their_merge_once(given_graphs):
    merged = Sheet.merged(map(Sheet.of, given_graphs.values()))
    assert merged == Sheet.of(frozenset().union(*given_graphs.values()))


def test_prefixes_are_told_that_are_used_but_not_that_of_our_things():
    prefixes = {"e": "http://e/", "o": "http://o/", "lupr": "http://e/id/"}
    assert used_prefixes(prefixes, ["<http://x/> <http://e/id/a> 1"]) == {"e": "http://e/"}
    assert used_prefixes(prefixes, ["<http:", "//e/>"]) == {}

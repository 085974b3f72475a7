"""Which triples a query sees: the stored default graph, graphs given with the request, true merges.

The small source: ``:k :p "unnamed"`` outside the graphs; g1 has the objects b, c, d; g2 has b, y; g3 has b.
"""

import pytest

from lupaus.engine.base import StoreFile, StoreSource
from lupaus.errors import AnswerTooLarge

pytestmark = pytest.mark.anyio

E = "http://example.org/"
G1, G2, G3 = E + "g1", E + "g2", E + "g3"
DEFAULT = f"SELECT ?o {{ ?s <{E}p> ?o }}"
NAMED = f"SELECT ?o {{ GRAPH ?g {{ ?s <{E}p> ?o }} }}"
FROM = f"SELECT ?o FROM <{G1}> {{ ?s <{E}p> ?o }}"
FROM_NAMED = f"SELECT ?o FROM NAMED <{G1}> {{ GRAPH ?g {{ ?s <{E}p> ?o }} }}"


@pytest.fixture(scope="module", params=["oxigraph", "rdflib"])
async def pool(request, anyio_backend, pool_of, source):
    async with pool_of(source, kind=request.param) as pool:
        yield pool


@pytest.fixture(scope="module")
def seen(body):
    """The local names of what a query finds, sorted, one letter each: repeated rows are seen as repeated."""

    async def ask(pool, query, **fields):
        rows = (await body(pool, query, format="csv", **fields)).decode().split("\r\n")[1:-1]
        return "".join(sorted(row.removeprefix(E)[0] for row in rows))

    return ask


@pytest.mark.parametrize(
    ("query", "default", "named", "rows"),
    [
        (DEFAULT, None, None, "u"),
        (NAMED, None, None, "bbbcdy"),
        (DEFAULT, (G1,), None, "bcd"),
        (NAMED, (G1,), None, ""),  # a dataset consists of what is given: no named graph
        (DEFAULT, (G1, G2), None, "bcdy"),  # a merge, not a concatenation: one b
        (DEFAULT, (G1, G2, G3), None, "bcdy"),
        (DEFAULT, (G2, G2), None, "by"),
        (NAMED, (G1, G2), None, ""),
        (NAMED, (G1, G2), (G3,), "b"),
        (DEFAULT, (G1, G2), (G3,), "bcdy"),
        (DEFAULT, None, (G1,), ""),  # and no default graph
        (NAMED, None, (G1, G3), "bbcd"),
        (DEFAULT, (), (), ""),
        (NAMED, (), (), ""),
        (DEFAULT, (E + "nothing",), None, ""),  # unknown graphs are empty
        (DEFAULT, (E + "nothing", G3), None, "b"),
        (NAMED, None, (E + "nothing",), ""),
        (FROM, None, None, "bcd"),
        (FROM_NAMED, None, None, "bcd"),
        (FROM, (G2,), None, "by"),  # the request's dataset replaces the query's
        (FROM, None, (G2,), ""),
        (FROM, (G2, G3), None, "by"),
        (FROM_NAMED, None, (G2,), "by"),
        (FROM_NAMED, (G2,), None, ""),
    ],
)
async def test_a_dataset_is_exactly_what_is_given(pool, seen, query, default, named, rows):
    assert await seen(pool, query, default_graphs=default, named_graphs=named) == rows


async def test_a_merge_leaves_no_trace(pool, seen, body):
    for _ in range(6):  # more than there are workers
        assert await seen(pool, DEFAULT, default_graphs=(G1, G2)) == "bcdy"
        assert await seen(pool, NAMED) == "bbbcdy"
    assert await body(pool, "ASK { GRAPH <urn:x-lupaus:merge> { ?s ?p ?o } }", format="csv") == b"false\n"


@pytest.mark.parametrize("kind", ["oxigraph", "rdflib"])
async def test_a_merge_is_bounded_and_names_the_limit(pool_of, source, seen, kind):
    async with pool_of(source, kind=kind, merge_triples_limit=4) as pool:
        assert await seen(pool, DEFAULT, default_graphs=(G1, G2)) == "bcdy"
    async with pool_of(source, kind=kind, merge_triples_limit=3) as pool:
        with pytest.raises(AnswerTooLarge, match="more than 3 triples") as caught:
            await seen(pool, DEFAULT, default_graphs=(G1, G2))
        assert caught.value.extras["limit"] == 3
        assert await seen(pool, DEFAULT, default_graphs=(G1,)) == "bcd"  # one graph is not merged
        assert await seen(pool, NAMED) == "bbbcdy"  # what the refused merge left is gone


@pytest.mark.parametrize("kind", ["oxigraph", "rdflib"])
async def test_the_parts_of_the_default_graph_are_the_stored_default_graph(trig, pool_of, seen, kind):
    parts = frozenset({G1, G3})
    source = StoreSource((StoreFile(trig, "trig"),), default_parts=parts)
    async with pool_of(source, kind=kind, merge_triples_limit=0) as pool:
        assert await seen(pool, DEFAULT, default_graphs=(G3, G1)) == "u"  # as stored, whatever that is
        assert await seen(pool, NAMED, default_graphs=(G3, G1), named_graphs=(G2,)) == "by"
        with pytest.raises(AnswerTooLarge):
            await seen(pool, DEFAULT, default_graphs=(G1, G2))


@pytest.mark.parametrize("kind", ["oxigraph", "rdflib"])
async def test_a_union_default_graph_holds_each_triple_once(trig, pool_of, seen, kind):
    source = StoreSource((StoreFile(trig, "trig"),), default_graph="union")
    async with pool_of(source, kind=kind) as pool:
        assert await seen(pool, DEFAULT) == "bcduy"
        assert await seen(pool, NAMED) == "bbbcdy"


@pytest.mark.parametrize("kind", ["oxigraph", "rdflib"])
async def test_triple_files_go_where_they_are_told(tmp_path, pool_of, seen, kind):
    (tmp_path / "a.ttl").write_text(f"<k> <{E}p> <{E}a>, <rel> .")
    (tmp_path / "b.nt").write_text(f"<{E}k> <{E}p> <{E}b> .")
    files = (
        StoreFile(tmp_path / "a.ttl", "turtle", base_iri=E),
        StoreFile(tmp_path / "b.nt", "ntriples", graph=G1),
    )
    async with pool_of(StoreSource(files), kind=kind) as pool:
        assert await seen(pool, DEFAULT) == "ar"
        assert await seen(pool, NAMED) == "b"
        assert pool.ready.triples == 3
        assert pool.ready.graphs == 1

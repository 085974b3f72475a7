"""Answers over real processes: forms, formats, errors that concern the query."""

import asyncio
import json
import re

import pyoxigraph as ox
import pytest

from lupaus.engine.base import AnswerCut, StoreFile, StoreSource
from lupaus.engine.pool import WorkerPool
from lupaus.errors import (
    AnswerTooLarge,
    BadRequest,
    EngineFailed,
    Forbidden,
    QuerySyntaxError,
    QueryTooComplex,
    StartError,
)
from lupaus.settings import Settings

pytestmark = pytest.mark.anyio

ENGINES = ("oxigraph", "rdflib")
RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}


@pytest.fixture(scope="module", params=["asyncio", "uvloop"])
def anyio_backend(request):
    return ("asyncio", {"use_uvloop": request.param == "uvloop"})


@pytest.fixture(scope="module", params=ENGINES)
async def pool(request, anyio_backend, pool_of, source):
    async with pool_of(source, kind=request.param) as pool:
        yield pool


@pytest.fixture(scope="module")
async def oxigraph(anyio_backend, pool_of, source):
    async with pool_of(source) as pool:
        yield pool


@pytest.mark.parametrize(
    ("format", "expected"),
    [("json", b'"boolean":true'), ("xml", b"<boolean>true</boolean>"), ("csv", b"true\n"), ("tsv", b"true\n")],
)
async def test_ask_in_each_format(pool, body, format, expected):
    assert expected in (await body(pool, "ASK {}", format=format)).replace(b": ", b":")


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
async def test_select_in_each_format_holds_the_same_solutions(pool, body, format):
    query = 'SELECT ?s ?o { VALUES (?s ?o) { (<http://e/ä> "tab\\t, \\"quoted\\"") (<http://e/b> UNDEF) } }'
    data = await body(pool, query, format=format)
    if format == "csv":
        assert data.decode() == 's,o\r\nhttp://e/ä,"tab\t, ""quoted"""\r\nhttp://e/b,\r\n'
        return
    results = ox.parse_query_results(data, {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
                                            "tsv": ox.QueryResultsFormat.TSV}[format])  # fmt: skip
    rows = {(row["s"].value, row["o"] and row["o"].value) for row in results}
    assert rows == {("http://e/ä", 'tab\t, "quoted"'), ("http://e/b", None)}


@pytest.mark.parametrize("format", list(RDF))
@pytest.mark.parametrize("query", ["CONSTRUCT { ?s <http://example.org/q> ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"])
async def test_construct_in_each_format_holds_each_triple_once(pool, body, query, format):
    data = await body(pool, query, format=format)
    triples = [str(quad.triple) for quad in ox.parse(data, RDF[format])]
    assert len(triples) == len(set(triples)) == 4


async def test_describe_tells_what_stands_in_two_graphs_once(oxigraph, body):
    query = "DESCRIBE <http://example.org/a> FROM <http://example.org/g1> FROM <http://example.org/g2>"
    lines = (await body(oxigraph, query, format="ntriples")).splitlines()
    assert len(lines) == len(set(lines)) == 2


async def test_construct_makes_a_triple_once_however_far_apart(pool_of, rows_source, body):
    query = "CONSTRUCT { ?s <http://example.org/q> ?o } { { ?s ?p ?o } UNION { ?s ?p ?o } UNION { ?s ?r ?o } }"
    async with pool_of(rows_source) as pool:
        lines = (await body(pool, query, format="ntriples")).splitlines()
    assert len(lines) == len(set(lines)) == 1_000


async def test_prefixes_shorten_the_answer_and_are_unknown_to_the_query(pool, body):
    prefixes = {"e": "http://example.org/"}
    data = await body(pool, "CONSTRUCT WHERE { ?s ?p ?o }", format="turtle", prefixes=prefixes)
    assert b"@prefix e: <http://example.org/> ." in data
    assert b'e:k e:p "unnamed"' in data
    with pytest.raises(QuerySyntaxError):
        await body(pool, "ASK { e:k e:p ?o }", prefixes=prefixes)


async def test_an_empty_graph_is_an_empty_answer(oxigraph, body):
    assert await body(oxigraph, "CONSTRUCT WHERE { ?s ?p <http://e/none> }", format="ntriples") == b""


async def test_relative_iris_are_resolved_against_the_base(pool, body):
    query = "SELECT ?o { <k> <p> ?o }"
    assert b"unnamed" in await body(pool, query, format="csv", base_iri="http://example.org/")
    assert b"unnamed" not in await body(pool, query, format="csv", base_iri="http://example.com/")


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("ASK { ?s ?p ?o ", 1, 15),
        ("ASK {\n  ?s ?p }\n\n", 2, 10),
        ("SELECT * {\n  ?s ?p ?o .\n  ¤ }", 3, 3),
        ('SELECT * {\n  ?s ?p "äö€😀" ; ; ] }', 2, 20),
        ("ASK { ex:a ?p ?o }\u2028", None, None),
        ("", 1, 1),
    ],
)
async def test_a_syntax_error_names_its_place(oxigraph, body, query, line, column):
    with pytest.raises(QuerySyntaxError) as caught:
        await body(oxigraph, query) if query else await body(oxigraph, "#ask")
    if line:
        assert (caught.value.extras["line"], caught.value.extras["column"] >= column) == (line, True)
        assert f"line {line}, column {caught.value.extras['column']}" in caught.value.detail
    assert not re.search(r"/(usr|home|tmp|root|src|\w+\.rs)\b", caught.value.detail)


async def test_the_reference_names_the_place_as_well(body, pool_of, source):
    async with pool_of(source, kind="rdflib") as pool:
        with pytest.raises(QuerySyntaxError) as caught:
            await body(pool, "SELECT * {\n  ¤ }")
        assert caught.value.extras["line"] in (1, 2)


async def test_a_parsers_sentence_is_passed_on(oxigraph, body):
    with pytest.raises(QuerySyntaxError, match="Duplicated variable name"):
        await body(oxigraph, "SELECT (?a AS ?b) (?c AS ?b) {}")


async def test_an_unknown_function_has_no_value(pool, body):
    """SPARQL 1.1, section 17.6: calling it is an error of that expression alone."""
    text = await body(pool, "SELECT (COALESCE(<http://e/f>(1), 'none') AS ?x) {}", format="csv")
    assert text.split() == [b"x", b"none"]


async def test_very_many_unknown_functions_are_the_clients_mistake(oxigraph, body):
    calls = " ".join(f"(<http://e/f{n}>() AS ?x{n})" for n in range(51))
    with pytest.raises(BadRequest, match="is not supported"):
        await body(oxigraph, f"SELECT {calls} {{}}")


async def test_a_query_deeper_than_the_parser_can_follow(pool, body):
    with pytest.raises(QueryTooComplex):
        await body(pool, "ASK " + "{" * 3_000)
    assert b"true" in await body(pool, "ASK {}")


async def test_a_format_that_does_not_fit_the_form_is_our_fault_and_told_without_inside_knowledge(pool, body):
    with pytest.raises(EngineFailed) as caught:
        await body(
            pool, "CONSTRUCT WHERE { ?s ?p ?o } # ASK SELECT".replace("CONSTRUCT", "construct"), format="csv"
        )
    assert str(caught.value) == "The query engine failed on this query. The server goes on."


async def test_an_answer_over_the_limit_is_refused_before_its_first_chunk(oxigraph, body):
    query = "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 7 8 } }"
    size = len(await body(oxigraph, query))
    assert len(await body(oxigraph, query, max_answer_bytes=size)) == size
    with pytest.raises(AnswerTooLarge, match=f"longer than {size - 1} bytes"):
        await body(oxigraph, query, max_answer_bytes=size - 1)


async def test_an_answer_over_the_limit_is_cut_after_its_first_chunk(pool_of, rows_source, request_of, long):
    async with pool_of(rows_source) as pool:
        answer = await pool.answer(request_of(long, max_answer_bytes=1_000_000))
        received = 0
        with pytest.raises(AnswerCut, match="longer than"):  # noqa: PT012 - what came before is counted
            async for chunk in answer:
                received += len(chunk)
        assert 0 < received <= 1_000_000


async def test_many_at_once_get_each_their_own(oxigraph, body):
    queries = [f"SELECT ({n} AS ?n) {{}}" for n in range(60)]
    answers = await asyncio.gather(*(body(oxigraph, query) for query in queries))
    numbers = [json.loads(answer)["results"]["bindings"][0]["n"]["value"] for answer in answers]
    assert numbers == [str(n) for n in range(60)]
    assert oxigraph.counters()["workers"] <= 4


async def test_two_workers_never_mint_the_same_uuid(oxigraph, request_of, body, until):
    """The store has a blank node: loading it uses the generator that every fork would share."""
    answers = await asyncio.gather(*(body(oxigraph, "SELECT (UUID() AS ?u) {}", format="csv") for _ in range(40)))
    assert len(set(answers)) == 40


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize(
    ("content", "format", "said"),
    [
        ("<a> <b> .", "turtle", "cannot be loaded"),
        (None, "turtle", "cannot be loaded"),
        ("@", "trig", "cannot be"),
    ],
    ids=["bad turtle", "no file", "bad trig"],
)
async def test_a_source_that_cannot_be_loaded_stops_the_start(tmp_path, kind, content, format, said):
    path = tmp_path / "bad"
    if content is not None:
        path.write_text(content)
    before = asyncio.all_tasks()
    pool = WorkerPool(StoreSource((StoreFile(path, format),)), Settings(), kind)
    with pytest.raises(StartError, match=said) as caught:
        await pool.start()
    assert str(path) in str(caught.value)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() <= before  # nothing tries again
    assert pool.counters()["zygote_heals"] == 0


async def test_a_pool_that_is_not_started_says_so(source, request_of):
    with pytest.raises(EngineFailed, match="not running"):
        await WorkerPool(source, Settings()).answer(request_of("ASK {}"))


async def test_a_query_that_fails_late_but_before_its_first_chunk_has_its_status(pool_of, rows_source, body):
    """The engine writes out what it had buffered before it raises: that must not pass for a first chunk."""
    slow = "{ SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } }"
    query = f"SELECT * {{ {{ BIND(1 AS ?x) }} UNION {{ {slow} SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?n }} }} }}"
    async with pool_of(rows_source) as pool:
        with pytest.raises(Forbidden):
            await body(pool, query)


async def test_the_first_chunk_of_a_long_answer_comes_long_before_its_end(pool_of, rows_source, request_of, long):
    async with pool_of(rows_source) as pool:
        loop = asyncio.get_running_loop()
        started = loop.time()
        answer = await pool.answer(request_of(long + " LIMIT 100000"))
        first_s = loop.time() - started
        assert sum([len(chunk) async for chunk in answer]) > 10_000_000
        assert first_s < (loop.time() - started) / 4

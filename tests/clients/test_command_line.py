"""curl and rapper, as docs/clients.md shows them."""

import pytest
from programs import run
from pyoxigraph import RdfFormat, parse

pytestmark = pytest.mark.slow
TALLINN = "id/city/ee/tallinn"


@pytest.fixture(scope="module")
def wanted(served):
    """The triples of a document."""
    text = run("curl", "-sSfL", "-H", "Accept: application/n-triples", served.base + TALLINN)
    found = {quad.triple for quad in parse(text.encode(), format=RdfFormat.N_TRIPLES)}
    assert len(found) > 20
    return found


@pytest.mark.parametrize("kind", ["turtle", "ntriples", "rdfxml", "nquads", "trig"])
def test_rapper_negotiates_every_format_it_reads(served, wanted, kind):
    written = run("rapper", "-q", "-i", kind, "-o", "ntriples", served.base + TALLINN)
    assert {quad.triple for quad in parse(written.encode(), format=RdfFormat.N_TRIPLES)} == wanted


def test_rapper_finds_out_the_format_of_a_dump(served):
    written = run("rapper", "-q", "-g", "-o", "ntriples", f"{served.base}dumps/graphs/curated.ttl")
    graph = next(graph for graph in served.release.manifest.graphs if graph.name == "curated")
    assert written.count(" .\n") == graph.triples


def test_curl_is_told_that_nothing_changed(served, tmp_path):
    keep = ("--etag-save", tmp_path / "etag", "--etag-compare", tmp_path / "etag", "-o", tmp_path / "body")
    ask = ("curl", "-sSL", "-w", "%{http_code}", "-H", "Accept: text/turtle", *keep)
    address = f"{served.base}doc/city/ee/tallinn"
    (tmp_path / "etag").touch()
    assert run(*ask, address) == "200"
    assert run(*ask, address) == "304"


def test_curl_takes_a_dump_in_parts(served, tmp_path):
    address = f"{served.base}dumps/dataset.nq"
    whole = served.release.path / "dataset.nq"
    first = run("curl", "-sSf", "-r", "0-99", address)
    assert whole.read_text("utf-8").startswith(first)
    part = tmp_path / "dataset.nq"
    part.write_bytes(whole.read_bytes()[:100_000])
    run("curl", "-sSf", "-C", "-", "-o", part, address)
    assert part.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("option", ["--compressed", "--http1.0"])
def test_curl_gets_the_same_packed_or_not(served, option):
    address = f"{served.base}graph/claims.nt"
    assert run("curl", "-sSf", option, address) == run("curl", "-sSf", address)


def test_curl_sends_a_query(served):
    query = "ASK { ?s ?p ?o }"
    assert "true" in run("curl", "-sSf", "--data-urlencode", f"query={query}", f"{served.base}sparql")

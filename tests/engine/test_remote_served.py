"""``lupaus serve --engine sparql``: our whole front before the data of an engine elsewhere."""

import httpx
import pytest
from engine_programs import oxigraph, serving

from lupaus.cli import main

QUERY = "SELECT ?o { GRAPH <http://example.org/g2> { ?s ?p ?o } } ORDER BY ?o"


@pytest.fixture(scope="module")
def engine(trig, tmp_path_factory):
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), trig) as address:
        yield address


@pytest.fixture(scope="module")
def server(engine):
    with serving("--engine", "sparql", "--engine-url", f"{engine}/query", "--engine-profile", "oxigraph") as found:
        yield found


@pytest.mark.parametrize(("format", "start"), [("csv", "o\r\n"), ("tsv", "?o\n"), ("json", "{"), ("xml", "<?xml")])
def test_every_format_is_served(server, format, start):
    answer = httpx.get(f"{server[0]}/sparql", params={"query": QUERY, "format": format})
    assert answer.status_code == 200
    assert answer.text.startswith(start)
    assert "http://example.org/y" in answer.text


def test_what_may_change_is_not_kept(server):
    answer = httpx.get(f"{server[0]}/sparql", params={"query": QUERY})
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_a_named_graph_has_an_address(server):
    answer = httpx.get(f"{server[0]}/rdf-graphs", params={"graph": "http://example.org/g3", "format": "turtle"})
    assert "<http://example.org/a>" in answer.text
    assert httpx.get(f"{server[0]}/rdf-graphs", params={"graph": "http://example.org/g9"}).status_code == 404


def test_the_guard_stands_before_the_engine(server):
    for query, status in (("ASK { SERVICE <http://127.0.0.1:9/> {} }", 403), ("ASK " + "{" * 100, 400)):
        assert httpx.get(f"{server[0]}/sparql", params={"query": query}).status_code == status
    update = httpx.post(f"{server[0]}/sparql", data={"update": "DROP ALL"})
    assert update.status_code == 403


def test_health_and_metrics_tell_of_the_engine(server):
    assert httpx.get(f"{server[0]}/health").status_code == 200
    assert "lupaus_engine_failovers 0.0" in httpx.get(f"{server[0]}/metrics").text
    assert "sparql" in server[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "sparql"], "--engine-url"),
        (["--engine-url", "http://127.0.0.1:9/"], "--engine sparql"),
        (["--engine", "sparql", "--engine-url", "http://127.0.0.1:9/", "x.ttl"], "its own data"),
        (["--engine", "sparql", "--engine-url", "http://127.0.0.1:9/", "--engine-profile", "x"], "must be one of"),
        (
            ["--engine", "sparql", "--engine-url", "http://127.0.0.1:9/", "--federation-allow", "http://e/"],
            "SERVICE",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_starts(words, said, capsys):
    assert main(["serve", "--port", "0", *words]) == 2
    assert said in capsys.readouterr().err

"""SPARQL 1.1 Graph Store HTTP Protocol, the side that reads, over a release and over plain files."""

from dataclasses import replace

import pytest
from live_server import SETTINGS, live_site, served
from pyoxigraph import RdfFormat, Store
from rdflib import Graph
from rdflib.compare import isomorphic

from lupaus.engine.pool import WorkerPool
from lupaus.web.app import create_app
from lupaus.web.opening import site_of_files

BASE = "https://w3id.org/lupaus/"
TYPES = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
WRITES = ("PUT", "POST", "DELETE", "PATCH")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A server of plain files: one triple in the default graph, and two named graphs, one of them empty."""
    folder = tmp_path_factory.mktemp("plain")
    for name, text in {
        "default.ttl": '<s> <http://e/p> "default" .',
        "named.ttl": '<s> <http://e/p> "named", [ <http://e/q> 1 ] .',
        "empty.ttl": "",
        "quads.trig": '<http://localhost/graph/a.ttl> { <s> <http://e/p> "quads" }',
    }.items():
        (folder / name).write_text(text, "utf-8")
    files = (
        (folder / "default.ttl", None),
        (folder / "named.ttl", "http://localhost/graph/named"),
        (folder / "empty.ttl", "http://localhost/graph/empty"),
        (folder / "quads.trig", None),
    )
    site = site_of_files(files, "http://public.example")
    with live_site(site, WorkerPool(site.source, SETTINGS)) as running, running.client() as http:
        yield http


def triples(answer):
    """The triples of an answer in any RDF format, as a graph."""
    suffix = next(name for name, type_ in TYPES.items() if type_ == answer.headers["content-type"])
    store = Store()
    store.load(answer.content, FORMATS[suffix])
    nt = "".join(f"{quad.triple} .\n" for quad in store)
    return Graph().parse(data=nt, format="nt")


NAMED = {"graph": "http://localhost/graph/named"}


@pytest.mark.parametrize("suffix", TYPES)
def test_plain_graph_in_every_format(plain, suffix):
    expected = Graph().parse(
        data='<http://localhost/s> <http://e/p> "named", [ <http://e/q> 1 ] .', format="turtle"
    )
    accept = {"accept": TYPES[suffix].partition(";")[0]}
    for answer in (
        plain.get("/rdf-graphs", params=NAMED, headers=accept),
        plain.get("/rdf-graphs", params={**NAMED, "format": suffix}),
        plain.get("/graph/named", headers=accept),
        plain.get(f"/graph/named.{suffix}", headers={"accept": "image/png"}),
    ):
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == TYPES[suffix]
        assert isomorphic(triples(answer), expected)


@pytest.mark.parametrize("suffix", TYPES)
def test_release_graph_in_every_format(client, suffix):
    iri = f"{BASE}graph/curated"
    expected = Graph().parse(data=client.get("/graph/curated.nt").text, format="nt")
    assert len(expected)
    accept = {"accept": TYPES[suffix].partition(";")[0]}
    for answer in (
        client.get("/rdf-graphs", params={"graph": iri}, headers=accept),
        client.get("/graph/curated", headers=accept),
        client.get(f"/graph/curated.{suffix}"),
    ):
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == TYPES[suffix]
        assert isomorphic(triples(answer), expected)


def test_default_graph(plain, client):
    answer = plain.get("/rdf-graphs?default", headers={"accept": "application/n-triples"})
    assert answer.text == '<http://localhost/s> <http://e/p> "default" .\n'
    answer = plain.get("/rdf-graphs?default=", headers={"accept": "application/n-triples"})
    assert answer.text == '<http://localhost/s> <http://e/p> "default" .\n'
    whole = client.get("/rdf-graphs?default", headers={"accept": "application/n-triples"}).text
    count = client.get(
        "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"}
    ).text.split()
    assert len(whole.splitlines()) == int(count[1])


def test_a_name_with_a_suffix_comes_before_a_form(plain):
    answer = plain.get("/graph/a.ttl", headers={"accept": "application/n-triples"})
    assert answer.headers["content-type"] == TYPES["nt"]
    assert '"quads"' in answer.text
    assert plain.get("/graph/a.ttl.rdf").headers["content-type"] == TYPES["rdf"]


def test_an_empty_graph_that_was_named_is_there(plain):
    answer = plain.get("/graph/empty.nt")
    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        ("/rdf-graphs?graph=http://localhost/graph/none", 404, "no graph called http://localhost/graph/none"),
        ("/rdf-graphs?graph=urn:x:y", 404, "urn:x:y"),
        ("/graph/none", 404, "graph/none"),
        ("/graph/none.ttl", 404, "graph/none"),
        ("/graph/named.csv", 404, "graph/named.csv"),
        ("/graph/", 404, "graph/"),
        ("/graph/%3Cx%3E", 404, "graph/"),
        ("/rdf-graphs", 400, "?default"),
        ("/rdf-graphs?graph=", 400, "absolute IRI"),
        ("/rdf-graphs?graph=named", 400, "absolute IRI"),
        ("/rdf-graphs?graph=http://e/%3E", 400, "absolute IRI"),
        ("/rdf-graphs?graph=http://e/%FF", 400, "UTF-8"),
        ("/rdf-graphs?graph=http://e/a&graph=http://e/b", 400, "one graph"),
        ("/rdf-graphs?graph=http://e/a&default", 400, "one graph"),
        ("/rdf-graphs?default&format=csv", 406, "text/turtle"),
        ("/rdf-graphs?default&output=csv", 406, "text/turtle"),
    ],
)
def test_what_is_not_there_or_not_clear(plain, target, status, says):
    answer = plain.get(target)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    "target", ["/rdf-graphs?graph=urn:x", "/graph/nope", "/graph/nope.rdf", "/graph/curated.csv"]
)
def test_a_release_has_no_other_graphs(client, target):
    assert client.get(target).status_code == 404


@pytest.mark.parametrize(
    "target", ["/rdf-graphs?default", "/rdf-graphs?graph=http://e/new", "/graph/named", "/graph/new"]
)
@pytest.mark.parametrize("method", WRITES)
def test_writing_is_not_answered_and_says_what_is(plain, client, method, target):
    for http in (plain, client):
        answer = http.request(method, target, content=b"", headers={"content-type": "text/turtle"})
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert answer.headers["content-type"] == "application/problem+json"


def test_options_says_what_may_be_done(plain):
    for target in ("/rdf-graphs", "/graph/named"):
        assert plain.options(target).headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "target", ["/rdf-graphs?default", f"/rdf-graphs?graph={BASE}graph/curated", "/graph/curated.rdf"]
)
def test_release_answers_are_revalidated(client, target):
    _revalidate(client, target)


@pytest.mark.parametrize(
    "target", ["/rdf-graphs?default", "/rdf-graphs?graph=http://localhost/graph/named", "/graph/named"]
)
def test_plain_answers_are_revalidated(plain, target):
    _revalidate(plain, target)


def _revalidate(http, target):
    whole = http.get(target)
    assert whole.status_code == 200
    assert "Accept" in whole.headers["vary"]
    again = http.get(target, headers={"if-none-match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == whole.headers["etag"]
    head = http.head(target)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length", "last-modified"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("suffix", TYPES)
def test_a_negotiated_form_says_where_it_stands_alone(plain, client, suffix):
    for http, path in ((plain, "/graph/named"), (client, "/graph/curated")):
        negotiated = http.get(path, headers={"accept": TYPES[suffix]})
        assert negotiated.headers["content-location"] == f"{path}.{suffix}"
        alone = http.get(negotiated.headers["content-location"])
        assert alone.headers["content-type"] == negotiated.headers["content-type"]
        assert isomorphic(triples(alone), triples(negotiated))
        assert "content-location" not in alone.headers
        if "etag" in negotiated.headers:
            again = http.get(path, headers={"accept": TYPES[suffix], "if-none-match": negotiated.headers["etag"]})
            assert (again.status_code, again.headers["content-location"]) == (304, f"{path}.{suffix}")


def test_what_has_no_address_of_its_own_claims_none(plain):
    whole = {
        "query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "default-graph-uri": "http://localhost/graph/named",
    }
    assert "content-location" in plain.get("/graph/named").headers
    for answer in (plain.get("/sparql", params=whole), plain.get("/rdf-graphs", params=NAMED)):
        assert answer.status_code == 200
        assert "content-location" not in answer.headers


def test_the_address_of_another_graph_is_not_taken_for_a_form(tmp_path):
    for name in ("a", "a.ttl"):
        (tmp_path / f"{name}.nt").write_text(f'<http://e/s> <http://e/p> "{name}" .\n')
    files = tuple((tmp_path / f"{name}.nt", f"http://localhost/graph/{name}") for name in ("a", "a.ttl"))
    site = site_of_files(files, "http://public.example")
    with live_site(site, WorkerPool(site.source, SETTINGS)) as running, running.client() as http:
        assert "content-location" not in http.get("/graph/a").headers
        assert '"a.ttl"' in http.get("/graph/a.ttl").text


def test_a_graph_not_counted_at_the_start_is_looked_up(tmp_path):
    """Where counting takes too long the graphs have no names yet; asking for one by its name works all the same."""
    (tmp_path / "a.trig").write_text("<urn:g> { <urn:s> <urn:p> 1 }", "utf-8")
    site = site_of_files(((tmp_path / "a.trig", None),), "http://public.example")
    uncounted = replace(site, graphs=())
    engine = WorkerPool(site.source, SETTINGS)

    with uncounted_server(uncounted, engine) as running, running.client() as http:
        answer = http.get("/rdf-graphs?graph=urn:g&format=nt")
        assert (answer.status_code, answer.text.count("\n")) == (200, 1)
        assert http.get("/rdf-graphs?graph=urn:h").status_code == 404


def uncounted_server(site, engine):
    """A server whose application was made without asking the engine for graphs."""

    async def make_app():
        return create_app(engine, site, SETTINGS, None)

    return served(make_app, engine, SETTINGS)


@pytest.mark.parametrize("suffix", TYPES)
def test_the_service_description_in_every_format(plain, suffix):
    answer = plain.get("/sparql", headers={"accept": TYPES[suffix].partition(";")[0]})
    assert answer.headers["content-type"] == TYPES[suffix]
    expected = triples(plain.get("/sparql", headers={"accept": "text/turtle"}))
    assert isomorphic(triples(answer), expected)
    assert len(expected) > 10


def test_a_graph_as_a_page(plain):
    answer = plain.get("/rdf-graphs", params=NAMED, headers={"accept": "text/html"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"

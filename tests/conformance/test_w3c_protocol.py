"""The W3C manifests for protocol, service description and graph store, against a running server.

This endpoint only reads. A request of the suite that writes must be answered 403 or 405; a request that reads is
compared with what the suite expects, from data prepared as the writes before it would have left them.
"""

import os
import re
from collections.abc import Mapping
from email import message_from_bytes
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from exchanges import Conversation, Exchange, conversations
from rdflib import RDF, Graph, Namespace
from rdflib.compare import isomorphic
from servers import serving_files

pytestmark = pytest.mark.slow

GIVEN = os.environ.get("LUPAUS_RDF_TESTS", "")
SUITE = Path(GIVEN) / "sparql/sparql11"
BASE = "http://www.example/"
DEFAULT = "default"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}


def collected(*manifests: str) -> list[Conversation]:
    return [test for name in manifests for test in conversations(SUITE / name)] if GIVEN else []


PROTOCOL = collected("protocol/manifest.ttl")
GRAPH_STORE = collected("graph-store-protocol/manifest-direct.ttl", "graph-store-protocol/manifest-indirect.ttl")


@pytest.mark.skipif(bool(GIVEN), reason="the suite is at hand")
def test_a_checkout_is_named():
    pytest.skip("set LUPAUS_RDF_TESTS to a checkout of w3c/rdf-tests")


def send(address: str, exchange: Exchange, target: str) -> httpx.Response:
    """The request with the headers of the manifest and no others that choose an answer."""
    with httpx.Client(timeout=20) as client:
        request = client.build_request(exchange.method, address.rstrip("/") + target, content=exchange.body)
        request.headers.pop("accept", None)
        request.headers.update(dict(exchange.headers))
        return client.send(request)


def check_refused(answer: httpx.Response) -> None:
    assert answer.status_code in (403, 405), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def check_status(answer: httpx.Response, expected: tuple[str, ...]) -> None:
    status = str(answer.status_code)
    assert any(re.fullmatch(known.replace("x", "."), status) for known in expected), (expected, answer.text)


@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.id)
def test_protocol(test, tmp_path):
    (tmp_path / "empty.nt").touch()
    graphs = [word for iri, path in test.graphs for word in ("--graph", f"{iri}={path}")]
    with serving_files([*graphs, str(tmp_path / "empty.nt")]) as address:
        for exchange in test.exchanges:
            answer = send(address, exchange, exchange.target.replace("/sparql/", "/sparql", 1))
            if exchange.writes and exchange.statuses != ("4xx",):
                check_refused(answer)
                return  # what follows asks for what was written
            check_status(answer, exchange.statuses)
            if exchange.form:
                assert answer.headers["content-type"].partition(";")[0] in FORMS[exchange.form]
            if exchange.boolean is not None:
                assert answer.json()["boolean"] is exchange.boolean


@pytest.mark.skipif(not GIVEN, reason="no checkout")
def test_service_description(tmp_path):
    """returns-rdf, has-endpoint-triple and conforms-to-schema."""
    (tmp_path / "empty.nt").touch()
    with serving_files([str(tmp_path / "empty.nt")]) as address:
        answer = httpx.get(f"{address}sparql", headers={"accept": "text/turtle"})
        graph = Graph().parse(data=answer.text, format="turtle")
    (endpoint,) = graph.objects(None, SD.endpoint)
    assert urlsplit(str(endpoint)).path == "/sparql"
    (service,) = graph.subjects(SD.endpoint, endpoint)
    assert (service, RDF.type, SD.Service) in graph
    for dataset in graph.objects(service, SD.defaultDataset):
        assert (dataset, RDF.type, SD.Dataset) in graph
        for default in graph.objects(dataset, SD.defaultGraph):
            assert (default, RDF.type, SD.Graph) in graph
        for named in graph.objects(dataset, SD.namedGraph):
            assert graph.value(named, SD.name) is not None
    for property_ in set(graph.predicates()):
        assert not str(property_).startswith(str(SD)) or property_ in SD_TERMS


SD_TERMS = {
    SD[name]
    for name in [
        "endpoint",
        "feature",
        "defaultEntailmentRegime",
        "entailmentRegime",
        "defaultSupportedEntailmentProfile",
        "supportedEntailmentProfile",
        "extensionFunction",
        "extensionAggregate",
        "languageExtension",
        "supportedLanguage",
        "propertyFeature",
        "defaultDataset",
        "availableGraphs",
        "resultFormat",
        "inputFormat",
        "defaultGraph",
        "namedGraph",
        "name",
        "graph",
    ]
}
"""The properties of the vocabulary (SPARQL 1.1 Service Description, section 3)."""


def graph_of(target: str) -> str:
    parts = urlsplit(target)
    if "default" in parse_qs(parts.query, keep_blank_values=True):
        return DEFAULT
    return (parse_qs(parts.query).get("graph") or [f"{BASE}graph/{parts.path.removeprefix('/gsp/')}"])[0]


def parts(exchange: Exchange) -> list[bytes]:
    """The Turtle of a request: its body, or each part of a multipart form."""
    kind = dict(exchange.headers).get("content-type", "")
    if not kind.startswith("multipart/"):
        return [exchange.body]
    message = message_from_bytes(f"Content-Type: {kind}\n\n".encode() + exchange.body)
    return [part.get_payload(decode=True) for part in message.get_payload()]


def write(state: dict[str, Graph], exchange: Exchange, iri: str) -> None:
    """What a store that takes writes would do."""
    if exchange.method == "DELETE":
        state.pop(iri, None)
        return
    added = Graph()
    for part in parts(exchange):
        added.parse(data=part, format="turtle", publicID=iri)
    state[iri] = state[iri] + added if exchange.method == "POST" and iri in state else added


@pytest.mark.parametrize("test", GRAPH_STORE, ids=lambda test: test.id)
def test_graph_store(test, tmp_path):
    state: dict[str, Graph] = {}
    location = f"{BASE}graph/made"
    for exchange in test.exchanges:
        target = exchange.target.replace("$LOCATION$", location)
        iri = graph_of(target)
        if urlsplit(target).path == "/gsp":
            target = target.replace("/gsp", "/rdf-graphs", 1)
        else:
            target = target.replace("/gsp/", "/graph/", 1)
        with serving_files(stored(state, tmp_path)) as address:
            answer = send(address, exchange, target)
        if exchange.method not in ("GET", "HEAD"):
            check_refused(answer)
            write(state, exchange, location if exchange.target == "/gsp" else iri)
            continue
        check_status(answer, exchange.statuses)
        if exchange.content:
            assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
            got = Graph().parse(data=answer.text, format="turtle")
            assert isomorphic(got, Graph().parse(data=exchange.content, format="turtle", publicID=iri))


def stored(state: Mapping[str, Graph], folder: Path) -> list[str]:
    """The arguments that serve a state."""
    empty = folder / "empty.nt"
    empty.touch()
    words = ["--base", BASE]
    for number, (iri, graph) in enumerate(state.items()):
        path = folder / f"{number}.nt"
        graph.serialize(path, format="nt", encoding="utf-8")
        words += [str(path)] if iri == DEFAULT else ["--graph", f"{iri}={path}"]
    return [*words, str(empty)]

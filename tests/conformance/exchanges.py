"""The HTTP exchanges of the W3C protocol and graph store manifests, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from manifests import MF
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404", "BadRequest": "400"}


@dataclass(frozen=True)
class Exchange:
    """One request and what the manifest expects."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    """``200``, or a class such as ``2xx``."""
    boolean: bool | None
    form: str
    """``boolean``, ``tabular``, ``RDF``, or nothing."""
    content: str
    """The body expected."""

    @property
    def writes(self) -> bool:
        """Whether it asks for a change."""
        kinds = [value for name, value in self.headers if name == "content-type"]
        is_update = b"update=" in self.body or any("sparql-update" in kind for kind in kinds)
        return is_update or "update=" in self.target or self.method in ("PUT", "DELETE", "PATCH")


@dataclass(frozen=True)
class Conversation:
    """A test: its requests in order, and the graphs that must be there first."""

    id: str
    exchanges: tuple[Exchange, ...]
    graphs: tuple[tuple[str, Path], ...]


def conversations(manifest: Path) -> Iterator[Conversation]:
    """The tests of a manifest."""
    graph = Graph().parse(manifest, publicID=manifest.as_uri(), format="turtle")
    for head in graph.objects(URIRef(manifest.as_uri()), MF.entries):
        for test in Collection(graph, head):
            action = graph.value(test, MF.action)
            graphs = [
                (
                    str(graph.value(data, LABEL)),
                    manifest.parent / str(graph.value(data, UT.graph)).rpartition("/")[2],
                )
                for data in graph.objects(test, UT.graphData)
            ]
            requests = Collection(graph, graph.value(action, HT.requests))
            yield Conversation(
                f"{manifest.parent.name}/{str(test).rpartition('#')[2]}",
                tuple(_exchange(graph, request) for request in requests),
                tuple(sorted(graphs)),
            )


def _exchange(graph, request) -> Exchange:
    response = graph.value(request, HT.resp)
    body = graph.value(request, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    boolean = graph.value(response, MF.expectedBoolean)
    names = (str(status).rpartition("#")[2] for status in graph.objects(response, MF.expectedStatus))
    return Exchange(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        tuple(_headers(graph, request)),
        str(graph.value(body, CNT.chars) or "").encode(encoding),
        tuple(sorted(STATUSES.get(name, name.removeprefix("StatusCode")) for name in names)),
        None if boolean is None else bool(boolean.toPython()),
        str(graph.value(response, MF.expectedFormat) or ""),
        str(graph.value(graph.value(response, HT.body), CNT.chars) or ""),
    )


def _headers(graph, message) -> Iterator[tuple[str, str]]:
    if (head := graph.value(message, HT.headers)) is not None:
        for header in Collection(graph, head):
            name, value = graph.value(header, HT.fieldName), graph.value(header, HT.fieldValue)
            yield str(name).lower(), str(value)

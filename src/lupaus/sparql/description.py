"""The service description (SPARQL 1.1 Service Description): from what the endpoint can to triples.

A feature is named only if the endpoint has it. Every node has an IRI, a fragment of the endpoint's own, so that
the triples can be merged and compared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from lupaus.media import GRAPH_FORMATS, SOLUTIONS_FORMATS, Format
from lupaus.namespaces import expand
from lupaus.sparql.limits import Limits

__all__ = [
    "GEOSPARQL_FUNCTIONS",
    "Capabilities",
    "Literal",
    "NamedGraph",
    "Triple",
    "describe_service",
    "to_ntriples",
]  # fmt: skip

_GEOSPARQL = """area asGeoJSON centroid convexHull coordinateDimension difference dimension distance ehContains
ehCoveredBy ehCovers ehDisjoint ehEquals ehInside ehMeet ehOverlap envelope getSRID intersection isEmpty isSimple
length perimeter rcc8dc rcc8ec rcc8eq rcc8ntpp rcc8ntppi rcc8po rcc8tpp rcc8tppi relate sfContains sfCrosses
sfDisjoint sfEquals sfIntersects sfOverlaps sfTouches sfWithin spatialDimension symDifference union"""

GEOSPARQL_FUNCTIONS = tuple(expand(f"geof:{name}") for name in _GEOSPARQL.split())
"""The GeoSPARQL functions that pyoxigraph evaluates; a test asks it."""

# W3C's "Unique URIs for File Formats".
_FORMAT_IRIS = {
    "json": "formats:SPARQL_Results_JSON",
    "xml": "formats:SPARQL_Results_XML",
    "csv": "formats:SPARQL_Results_CSV",
    "tsv": "formats:SPARQL_Results_TSV",
    "turtle": "formats:Turtle",
    "ntriples": "formats:N-Triples",
    "rdfxml": "formats:RDF_XML",
    "jsonld": "formats:JSON-LD",
    "trig": "formats:TriG",
    "nquads": "formats:N-Quads",
}


class Literal(NamedTuple):
    """A literal; ``datatype`` is an IRI, and a plain string has neither datatype nor language."""

    text: str
    datatype: str = ""
    language: str = ""


Triple = tuple[str, str, str | Literal]
"""Subject and predicate are IRIs, the object an IRI or a ``Literal``."""


@dataclass(frozen=True)
class NamedGraph:
    """A named graph that queries can see."""

    iri: str
    triples: int


@dataclass(frozen=True)
class Capabilities:
    """What the endpoint can."""

    endpoint: str
    """Its address, as the world sees it."""
    default_graph_triples: int
    named_graphs: tuple[NamedGraph, ...] = ()
    formats: tuple[Format, ...] = (*SOLUTIONS_FORMATS, *GRAPH_FORMATS)
    limits: Limits | None = None
    time_limit_ms: int = 0
    is_union_default: bool = False
    """Whether the default graph is the merge of all named graphs."""
    keeps_empty_graphs: bool = False
    functions: tuple[str, ...] = GEOSPARQL_FUNCTIONS


def describe_service(can: Capabilities) -> tuple[Triple, ...]:
    """The triples of the description, in a fixed order."""
    service, dataset, default = (f"{can.endpoint}#{name}" for name in ("service", "dataset", "default-graph"))
    kind = expand("rdf:type")
    return (
        (service, kind, expand("sd:Service")),
        (service, expand("sd:endpoint"), can.endpoint),
        (service, expand("sd:supportedLanguage"), expand("sd:SPARQL11Query")),
        (service, expand("sd:defaultEntailmentRegime"), expand("entailment:Simple")),
        *((service, expand("sd:feature"), feature) for feature in _features(can)),
        *((service, expand("sd:resultFormat"), iri) for iri in _result_formats(can.formats)),
        *((service, expand("sd:extensionFunction"), function) for function in can.functions),
        *((function, kind, expand("sd:Function")) for function in can.functions),
        *((service, expand("rdfs:comment"), Literal(text, language="en")) for text in _limits(can)),
        (service, expand("sd:defaultDataset"), dataset),
        (dataset, kind, expand("sd:Dataset")),
        (dataset, expand("sd:defaultGraph"), default),
        (default, kind, expand("sd:Graph")),
        (default, expand("void:triples"), _count(can.default_graph_triples)),
        *(triple for graph in can.named_graphs for triple in _named_graph(can.endpoint, dataset, graph)),
    )


def _features(can: Capabilities) -> Iterable[str]:
    if can.limits is not None and can.limits.services:
        yield expand("sd:BasicFederatedQuery")
    if can.keeps_empty_graphs:
        yield expand("sd:EmptyGraphs")
    if can.is_union_default:
        yield expand("sd:UnionDefaultGraph")


def _result_formats(formats: Sequence[Format]) -> Iterable[str]:
    return (expand(_FORMAT_IRIS[format_.name]) for format_ in formats if format_.name in _FORMAT_IRIS)


def _limits(can: Capabilities) -> Iterable[str]:
    if can.time_limit_ms:
        yield f"A query is stopped after {can.time_limit_ms} ms."
    if can.limits is not None:
        yield can.limits.told()


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=expand("xsd:integer"))


def _named_graph(endpoint: str, dataset: str, graph: NamedGraph) -> Iterable[Triple]:
    """``sd:name`` is the graph's IRI; the node that pairs it with its ``sd:Graph`` is another (section 3.2.7)."""
    pair = f"{endpoint}#named-graph-{quote(graph.iri, safe='')}"
    kind = expand("rdf:type")
    yield dataset, expand("sd:namedGraph"), pair
    yield pair, kind, expand("sd:NamedGraph")
    yield pair, expand("sd:name"), graph.iri
    yield pair, expand("sd:graph"), pair + "-graph"
    yield pair + "-graph", kind, expand("sd:Graph")
    yield pair + "-graph", expand("void:triples"), _count(graph.triples)


def to_ntriples(triples: Iterable[Triple]) -> str:
    """The triples in canonical N-Triples, one a line, in the order given."""
    return "".join(f"<{subject}> <{predicate}> {_term(term)} .\n" for subject, predicate, term in triples)


def _term(term: str | Literal) -> str:
    if isinstance(term, str):
        return f"<{term}>"
    text = term.text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    tag = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
    return f'"{text}"{tag}'

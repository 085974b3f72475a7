"""The questions, one row each. ``{n}`` differs in every request, so that no cache can help; ``{city}`` as well."""

from dataclasses import dataclass
from typing import Literal

from bench.client import query_request
from bench.data import Data
from bench.load import MakeRequest

__all__ = ["WORKLOADS", "Workload"]

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"

PREFIXES = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
PREFIX lup: <{base}ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""

Kind = Literal["light", "heavy", "stream", "repeated"]


@dataclass(frozen=True)
class Workload:
    """One kind of question."""

    name: str
    kind: Kind
    query: str
    accept: str = JSON
    says: str = ""

    def text(self, data: Data, number: int) -> str:
        """The ``number``-th query."""
        city = data.cities[number % len(data.cities)]
        used = [line for line in PREFIXES.splitlines() if f"{line.split()[1]}" in self.query]
        whole = "\n".join([*used, self.query])
        return whole.replace("{n}", str(number)).replace("{city}", city).replace("{base}", data.base)

    def requests(self, data: Data, path: str) -> MakeRequest:
        """Requests by number, for an endpoint at ``path``."""
        if self.kind in ("repeated", "stream"):
            fixed = query_request(path, self.text(data, 0), self.accept)
            return lambda number: fixed
        return lambda number: query_request(path, self.text(data, number), self.accept)


WORKLOADS: tuple[Workload, ...] = (
    Workload("ask", "light", "ASK { {city} a lup:City . ?x{n} lup:signatory {city} }",
             says="whether a city signed anything"),
    Workload("point", "light", "SELECT ?p{n} ?o WHERE { {city} ?p{n} ?o }", says="all about one city"),
    Workload("neighbours", "light",
             "SELECT ?network{n} ?name WHERE { ?m org:member {city} ; org:organization ?network{n} . "
             "?network{n} rdfs:label ?name }", says="a city's networks by name"),
    Workload("select-1k", "heavy", "SELECT ?city{n} ?lat ?long WHERE { ?city{n} a lup:City ; wgs:lat ?lat ; "
             "wgs:long ?long }", says="every city with its place, 1,200 rows in 100,000 triples"),
    Workload("aggregate", "heavy", "SELECT ?country (COUNT(*) AS ?n{n}) WHERE { ?s lup:signatory ?c . "
             "?c schema:containedInPlace ?country } GROUP BY ?country", says="signatures by country"),
    Workload("construct", "heavy", "CONSTRUCT { ?c{n} lup:signed ?d } WHERE { ?s lup:signatory ?c{n} ; "
             "lup:signedDeclaration ?d }", TRIPLES, says="who signed what, as triples"),
    Workload("path", "heavy", "SELECT (COUNT(DISTINCT ?x) AS ?n{n}) WHERE { {city} "
             "^org:member/org:organization/^org:organization/org:member/^lup:signatory/lup:signedDeclaration ?x }",
             says="what fellow members signed, six steps"),
    Workload("text", "heavy", 'SELECT ?x{n} ?l WHERE { ?x{n} a lup:City ; rdfs:label ?l '
             'FILTER (LANG(?l) = "en" && CONTAINS(LCASE(STR(?l)), "kar")) }',
             says="cities by a part of their name"),
    Workload("join", "heavy", "SELECT ?network (COUNT(DISTINCT ?d) AS ?n{n}) WHERE { "
             "?m org:organization ?network ; org:member ?c . ?s lup:signatory ?c ; lup:signedDeclaration ?d } "
             "GROUP BY ?network",
             says="texts signed by members, by network"),
    Workload("iri-filter", "heavy", "SELECT ?p{n} ?o WHERE { ?s ?p{n} ?o FILTER (?s = {city}) }",
             says="the point query, as many write it"),
    Workload("iri-in", "heavy", "SELECT ?s ?p{n} ?o WHERE { ?s ?p{n} ?o FILTER (?s IN ({city}, <urn:x:none>)) }",
             says="the same with IN"),
    Workload("distance", "heavy", "SELECT ?x{n} WHERE { ?x{n} geo:hasDefaultGeometry/geo:asWKT ?w "
             'FILTER (geof:distance(?w, "POINT(24.94 60.17)"^^geo:wktLiteral, uom:metre) < 300000) }',
             says="GeoSPARQL: what lies within 300 km"),
    Workload("stream", "stream", "SELECT * WHERE { ?s ?p ?o }", says="every triple"),
    Workload("cached", "repeated", "SELECT ?p ?o WHERE { {city} ?p ?o }", says="the same point query again"),
)  # fmt: skip

"""The service description: true, complete, and readable."""

from dataclasses import replace

import pyoxigraph
import pytest

from lupaus.media import FORMATS, GRAPH_FORMATS, SOLUTIONS_FORMATS
from lupaus.sparql.description import (
    GEOSPARQL_FUNCTIONS,
    Capabilities,
    Literal,
    NamedGraph,
    describe_service,
    to_ntriples,
)
from lupaus.sparql.limits import DEFAULT_LIMITS

SD = "http://www.w3.org/ns/sparql-service-description#"
CAN = Capabilities(
    endpoint="http://localhost:8000/sparql",
    default_graph_triples=12,
    named_graphs=(NamedGraph("https://w3id.org/lupaus/graph/curated", 7), NamedGraph("urn:x:ä b", 0)),
    limits=DEFAULT_LIMITS,
    time_limit_ms=10_000,
)


def values(can, predicate):
    return [term for _, p, term in describe_service(can) if p == SD + predicate]


def ask(query, can=CAN):
    store = pyoxigraph.Store()
    store.load(to_ntriples(describe_service(can)).encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    return bool(store.query(f"PREFIX sd: <{SD}> PREFIX void: <http://rdfs.org/ns/void#> ASK {{ {query} }}"))


@pytest.mark.parametrize(
    "pattern",
    [
        "?s a sd:Service ; sd:endpoint <http://localhost:8000/sparql> ; sd:supportedLanguage sd:SPARQL11Query",
        "?s sd:defaultEntailmentRegime <http://www.w3.org/ns/entailment/Simple>",
        "?s sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_JSON>, <http://www.w3.org/ns/formats/Turtle>",
        "?s sd:defaultDataset ?d . ?d a sd:Dataset ; sd:defaultGraph ?g . ?g a sd:Graph ; void:triples 12",
        "?d sd:namedGraph ?n . ?n a sd:NamedGraph ; sd:name <https://w3id.org/lupaus/graph/curated> ; "
        "sd:graph ?g . ?g a sd:Graph ; void:triples 7",
        "?s sd:extensionFunction <http://www.opengis.net/def/function/geosparql/distance>",
        "?s <http://www.w3.org/2000/01/rdf-schema#comment> 'A query is stopped after 10000 ms.'@en",
    ],
)
def test_the_description_says(pattern):
    can = replace(CAN, named_graphs=CAN.named_graphs[:1])
    assert ask(pattern, can)


def test_every_limit_of_a_query_is_told():
    values = {name: 4_100 + place for place, name in enumerate(vars(DEFAULT_LIMITS)) if name != "services"}
    (said,) = [
        term.text
        for _, _, term in describe_service(replace(CAN, limits=replace(DEFAULT_LIMITS, **values), time_limit_ms=0))
        if isinstance(term, Literal) and term.language
    ]
    for name, value in values.items():
        assert (f" {value} " in said) is (name != "max_body_bytes"), name


def test_only_true_features_are_named():
    assert values(CAN, "feature") == []
    federated = replace(CAN, limits=replace(DEFAULT_LIMITS, services=frozenset({"http://a/"})))
    assert values(federated, "feature") == [SD + "BasicFederatedQuery"]
    assert values(replace(CAN, is_union_default=True), "feature") == [SD + "UnionDefaultGraph"]
    assert values(replace(CAN, keeps_empty_graphs=True), "feature") == [SD + "EmptyGraphs"]


def test_nothing_is_said_of_input():
    assert values(CAN, "inputFormat") == []
    assert values(CAN, "supportedLanguage") == [SD + "SPARQL11Query"]


def test_every_result_format_has_its_iri():
    iris = values(CAN, "resultFormat")
    assert len(iris) == len(set(iris)) == len(SOLUTIONS_FORMATS) + len(GRAPH_FORMATS)
    assert values(replace(CAN, formats=FORMATS), "resultFormat") == iris  # a page is no RDF format


def test_no_node_is_blank_and_the_order_is_fixed():
    triples = describe_service(CAN)
    assert triples == describe_service(CAN)
    assert len(set(triples)) == len(triples)
    assert all(subject.startswith(("http://", "https://")) for subject, _, _ in triples)


def test_a_literal_is_escaped():
    text = to_ntriples(
        [("urn:s", "urn:p", Literal('a"b\\c\nd\re', language="en")), ("urn:s", "urn:p", Literal("x"))]
    )
    terms = {quad.object for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_TRIPLES)}
    assert terms == {pyoxigraph.Literal('a"b\\c\nd\re', language="en"), pyoxigraph.Literal("x")}


GEOSPARQL_OTHERS = """aggBoundingBox aggUnion asDGGS asGML asKML asWKT boundary boundingCircle buffer concaveHull
geometryN geometryType is3D isMeasured maxX maxY maxZ metricArea metricBuffer metricDistance metricLength
metricPerimeter minX minY minZ numGeometries transform"""


def evaluates(function):
    for arguments in ("?a", "?a, ?b", "?a, ?b, ?c"):
        try:
            list(pyoxigraph.Store().query(f"SELECT (<{function}>({arguments}) AS ?x) {{}}"))
        except RuntimeError:
            return False
    return True


@pytest.mark.parametrize("function", GEOSPARQL_FUNCTIONS)
def test_the_engine_has_each_function_named(function):
    assert evaluates(function)


@pytest.mark.parametrize("name", GEOSPARQL_OTHERS.split())
def test_the_engine_has_no_other_function_of_geosparql(name):
    """If one of these arrives with a new engine, name it."""
    assert not evaluates(f"http://www.opengis.net/def/function/geosparql/{name}")


def test_a_distance_is_computed():
    wkt = "<http://www.opengis.net/ont/geosparql#wktLiteral>"
    query = f"""PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
    SELECT (geof:distance("POINT(24.94 60.17)"^^{wkt}, "POINT(24.75 59.44)"^^{wkt},
        <http://www.opengis.net/def/uom/OGC/1.0/metre>) AS ?metres) {{}}"""
    (row,) = pyoxigraph.Store().query(query)
    assert 80_000 < float(row["metres"].value) < 84_000

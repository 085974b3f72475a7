"""A second engine, of other hands than ours, says what the competency questions and random graphs answer.

``sparq-rdf`` is optional (``pip install lupaus[sparq]``): without it these tests are skipped.
"""

import json
from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.answers import comparable
from lupaus.dataset.synthetic.generate import SYNTHETIC_BASE, generate

sparq = pytest.importorskip("sparq", reason="pip install lupaus[sparq]")

JSON = "application/sparql-results+json"
P = f"""PREFIX lup: <{SYNTHETIC_BASE}ns#> PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX schema: <https://schema.org/>
PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> """

QUESTIONS = (
    "SELECT ?country (COUNT(*) AS ?n) { ?s lup:signatory ?c . ?c schema:containedInPlace ?country } GROUP BY ?country",
    "SELECT ?c ?lat { ?c a lup:City ; wgs:lat ?lat FILTER (?lat > 55) }",
    "SELECT DISTINCT ?n { ?m org:member ?c ; org:organization ?n . ?s lup:signatory ?c }",
    "SELECT ?c { ?c a lup:City FILTER NOT EXISTS { ?s lup:signatory ?c ; lup:dateSigned ?d } }",
    "SELECT ?d (COUNT(DISTINCT ?c) AS ?n) { ?s lup:signedDeclaration ?d ; lup:signatory ?c } GROUP BY ?d HAVING (COUNT(DISTINCT ?c) > 3)",
    "SELECT ?d ?k { ?d a lup:Declaration OPTIONAL { ?k lup:commitmentOf ?d ; schema:position 1 } }",
    "SELECT ?l { ?n a lup:CityNetwork ; rdfs:label ?l } ORDER BY ?l",
    "SELECT ?x { ?c a lup:City ; ^org:member/org:organization ?x } ",
    "SELECT (MIN(?t) AS ?first) (MAX(?t) AS ?last) { ?s lup:dateSigned ?t }",
    "SELECT ?c { { ?c lup:networkKind ?k } UNION { ?c wgs:lat ?l MINUS { ?s lup:signatory ?c } } }",
)


@pytest.fixture(scope="module")
def both():
    text = "".join(f"{line.rpartition(' <')[0]} .\n" for line in generate(20_000, 1) if not line.startswith("#"))
    store = ox.Store()
    store.load(text.encode(), ox.RdfFormat.N_TRIPLES)
    return store, sparq.Graph.load(text, format="ntriples")


def rows(store, query):
    return comparable(store.query(query).serialize(format=ox.QueryResultsFormat.JSON), JSON)


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_engines_answer_alike(both, question):
    store, graph = both
    ours = rows(store, P + question)
    assert sum(ours.values()) > 0
    assert ours == comparable(graph.query_json(P + question).encode(), JSON)


NODES = [f"<urn:{name}>" for name in "abcd"]
statements = st.frozensets(
    st.tuples(
        st.sampled_from(NODES), st.sampled_from(["<urn:p>", "<urn:q>"]), st.sampled_from([*NODES, '"x"', '"y"@en'])
    ),
    max_size=8,
)
groups = st.sampled_from(
    [
        "?s <urn:p> ?o . ?o <urn:q> ?t",
        "?s <urn:p> ?o OPTIONAL { ?o <urn:q> ?t }",
        "{ ?s <urn:p> ?o } UNION { ?o <urn:q> ?s }",
        "?s <urn:p> ?o MINUS { ?o <urn:q> ?t }",
        "?s <urn:p> ?o FILTER (isLiteral(?o) || ?s = <urn:a>)",
        "?s <urn:p>/<urn:q> ?o",
        "?s <urn:p>+ ?o",
        "?s ?r ?o FILTER EXISTS { ?o <urn:q> ?t }",
        '?s ?r ?o BIND (STR(?o) AS ?t) FILTER (CONTAINS(?t, "x"))',
        "VALUES ?s { <urn:a> <urn:b> } ?s ?r ?o",
    ]
)
shapes = st.sampled_from(["SELECT * {{ {} }}", "SELECT DISTINCT ?s {{ {} }}", "SELECT (COUNT(*) AS ?n) {{ {} }}"])


@settings(max_examples=150, deadline=None)
@given(statements, groups, shapes)
def test_both_engines_answer_alike_on_random_graphs(statements, group, shape):
    text = "".join(" ".join(statement) + " .\n" for statement in statements)
    store = ox.Store()
    store.load(text.encode(), ox.RdfFormat.N_TRIPLES)
    query = shape.format(group)
    graph = sparq.Graph.load(text + "\n", format="ntriples")
    assert rows(store, query) == comparable(graph.query_json(query).encode(), JSON)


DISAGREEMENTS = {
    # SPARQL 1.1, section 18.4: an alternative is the Union of its two paths, and a union keeps what is in both.
    "SELECT * { ?s (<urn:p>|<urn:q>) ?o }": ("<urn:a> <urn:p> <urn:b> . <urn:a> <urn:q> <urn:b> .", 1, 2),
}
"""Query: data, rows by our engine, rows by the other, which is right in each of these."""


@pytest.mark.parametrize("query", DISAGREEMENTS)
def test_where_they_disagree(query):
    text, ours, theirs = DISAGREEMENTS[query]
    store = ox.Store()
    store.load(text.encode(), ox.RdfFormat.TURTLE)
    graph = sparq.Graph.load(f"{text}\n", format="turtle")
    assert sum(rows(store, query).values()) == ours
    assert sum(comparable(graph.query_json(query).encode(), JSON).values()) == theirs


def test_the_comparison_would_notice(both):
    store, graph = both
    question = P + "SELECT ?c { ?c a lup:City }"
    theirs = json.loads(graph.query_json(question))
    theirs["results"]["bindings"].pop()
    assert rows(store, question) != comparable(json.dumps(theirs).encode(), JSON)
    assert isinstance(rows(store, question), Counter)

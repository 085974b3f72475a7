"""What follows from the sources."""

import pytest

from lupaus.dataset.inputs import Inputs
from lupaus.dataset.rules import apply_rules, infer
from lupaus.dataset.sources import load_sources
from lupaus.dataset.store import load_store, merge
from lupaus.errors import SourceError
from lupaus.namespaces import compact

BASE = "https://w3id.org/lupaus/"
PREFIX = "PREFIX lup: <https://w3id.org/lupaus/ns#>\n"


def inferred(tree, graph="inferred", base=BASE):
    inputs = Inputs(tree, base)
    graphs = load_sources(inputs).graphs
    return infer(inputs, graphs, load_store(graphs, base))[graph]


def rule(tree, name, text):
    (tree / f"ontology/rules/{name}.rq").write_text(PREFIX + text)


def test_rules_make_what_follows_and_nothing_that_is_asserted(tree):
    made = {compact(triple.predicate.value) for triple in inferred(tree)}
    assert made == {"lup:hasCommitment", "lup:signed", "rdfs:label"}
    declared = load_sources(Inputs(tree)).graphs
    assert not inferred(tree) & frozenset().union(*declared.values())


def test_what_is_asserted_already_is_not_repeated(tree):
    before = inferred(tree)
    path = tree / "data/cities/fi.ttl"
    signed = f"<{BASE}id/city/fi/helsinki> <{BASE}ns#signed> <{BASE}id/declaration/test-2019> .\n"
    path.write_text(path.read_text() + signed)
    assert {t.predicate.value for t in before - inferred(tree)} == {BASE + "ns#signed"}


def test_what_stands_in_a_graph_the_rules_do_not_see_is_not_repeated_either(tree):
    rule(tree, "00", "CONSTRUCT { <http://x> lup:p 1 } WHERE {}")
    assert [t for t in inferred(tree) if t.subject.value == "http://x"]
    (tree / "shapes/x.ttl").write_text(f"<http://x> <{BASE}ns#p> 1 .")
    assert not [t for t in inferred(tree) if t.subject.value == "http://x"]


def test_rules_feed_each_other_whatever_their_order(tree):
    rule(tree, "00-last-link", "CONSTRUCT { ?a lup:z ?b } WHERE { ?a lup:y ?b }")
    rule(tree, "99-first-link", "CONSTRUCT { ?a lup:y ?b } WHERE { ?a lup:signed ?b }")
    assert {t.predicate.value for t in inferred(tree)} >= {BASE + "ns#y", BASE + "ns#z"}


def test_rules_do_not_see_shapes_and_examples(tree):
    rule(tree, "00-all", "CONSTRUCT { ?a lup:seen ?a } WHERE { ?a ?p ?o FILTER(ISIRI(?a)) }")
    seen = {t.subject.value for t in inferred(tree) if t.predicate.value.endswith("seen")}
    assert BASE + "id/city/fi/helsinki" in seen
    assert not [iri for iri in seen if "shapes#" in iri or "sparql-examples" in iri]


def test_same_as_links_stand_in_a_graph_of_their_own(tree):
    assert {t.object.value for t in inferred(tree, "sameas")} == {"http://www.wikidata.org/entity/Q1757"}
    assert not [t for t in inferred(tree) if t.predicate.value.endswith("sameAs")]


def test_rules_are_read_under_the_base_of_the_release(tree):
    assert {t.predicate.value for t in inferred(tree, base="http://localhost:8000/")} >= {
        "http://localhost:8000/ns#signed"
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CONSTRUCT { ?a lup:p }", r"ontology/rules/05-bad\.rq:2:22: expected one of"),
        ("SELECT * WHERE { ?a ?b ?c }", "is not a CONSTRUCT query"),
        ("CONSTRUCT { [] lup:p ?a } WHERE { ?a a lup:City }", "makes blank nodes"),
        # A value that grows in every round.
        (
            "CONSTRUCT { ?a lup:n ?m } WHERE { { ?a lup:n ?n } UNION { ?a a lup:City BIND(0 AS ?n) } "
            "BIND(?n + 1 AS ?m) }",
            r"05-bad\.rq: still makes new triples after 20 rounds",
        ),
    ],
)
def test_a_bad_rule_is_told(tree, text, said):
    rule(tree, "05-bad", text)
    with pytest.raises(SourceError, match=said):
        inferred(tree)


def test_a_chain_as_long_as_the_rounds_still_ends(tree):
    rule(tree, "05", "CONSTRUCT { ?a lup:n ?m } WHERE { ?a a lup:City "
         "OPTIONAL { SELECT ?a (MAX(?x) AS ?n) { ?a lup:n ?x } GROUP BY ?a } "
         "BIND(COALESCE(?n, 0) + 1 AS ?m) FILTER(?m <= 3) }")  # fmt: skip
    inputs = Inputs(tree)
    graphs = load_sources(inputs).graphs
    rules = ("ontology/rules/05.rq",)
    made = apply_rules(inputs, load_store(graphs, BASE), rules, rounds=4)
    assert {t.object.value for t in made} == {"1", "2", "3"}
    with pytest.raises(SourceError, match="after 3 rounds"):
        apply_rules(inputs, load_store(graphs, BASE), rules, rounds=3)


def test_the_default_graph_is_a_merge_and_not_a_union(inputs):
    """A triple that stands in two graphs counts once; pyoxigraph's own union would count it twice."""
    sources = load_sources(inputs).graphs
    twice = sources | {"inferred": sources["curated"]}
    store = load_store(twice, BASE)
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    merged = int(next(iter(store.query(count)))["n"].value)
    union = int(next(iter(store.query(count, use_default_graph_as_union=True)))["n"].value)
    assert merged == len(merge(twice)) == len(merge(sources)) < union

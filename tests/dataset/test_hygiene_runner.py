"""Set-wise rules with a banner."""

import pytest

from lupaus.dataset.hygiene import find_noncanonical_literals, load_rule, rewritten_literals, run_hygiene
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.sources import load_sources
from lupaus.dataset.store import load_store
from lupaus.errors import SourceError

BASE = "https://w3id.org/lupaus/"
BANNER = "# A rule.\n# severity: warning\n# message: {this} has {value}\n"


def run(tree, text):
    for old in (tree / "shapes/hygiene").iterdir():
        old.unlink()
    (tree / "shapes/hygiene/rule.rq").write_text(text)
    inputs = Inputs(tree)
    return run_hygiene(inputs, load_store(load_sources(inputs).graphs, BASE))


def _noncanonical(sources):
    return list(find_noncanonical_literals(sources, rewritten_literals(sources)))


def test_the_small_tree_is_clean(inputs):
    assert run_hygiene(inputs, load_store(load_sources(inputs).graphs, BASE)) == []


def test_an_offender_becomes_a_finding(tree):
    [found] = run(tree, BANNER + f"SELECT ?this ?path ?value {{ ?this a <{BASE}ns#City> ; ?path ?value "
                  'FILTER(LANG(?value) = "fi") }')  # fmt: skip
    assert found.severity == "warning"
    assert found.rule == f"<{BASE}shapes#hygiene/rule>"
    assert found.focus == f"<{BASE}id/city/fi/helsinki>"
    assert found.path == "<http://www.w3.org/2000/01/rdf-schema#label>"
    assert found.value == '"Helsinki"@fi'
    assert found.message == "id/city/fi/helsinki has Helsinki"


def test_an_unbound_variable_is_nothing(tree):
    [found] = run(
        tree, BANNER + f"SELECT ?this ?value {{ ?this a <{BASE}ns#City> OPTIONAL {{ ?this <http://n> ?value }} }}"
    )
    assert found.message == "id/city/fi/helsinki has nothing"
    assert found.value is None


def test_a_rule_sees_named_graphs_and_their_merge(tree):
    select = "SELECT DISTINCT (<http://x> AS ?this) (COUNT(*) AS ?value) "
    [merged] = run(tree, BANNER + select + f"{{ <{BASE}id/city/fi/helsinki> ?p ?o }}")
    [named] = run(tree, BANNER + select + f"{{ GRAPH <{BASE}graph/geo> {{ <{BASE}id/city/fi/helsinki> ?p ?o }} }}")
    assert (merged.message, named.message) == ("http://x has 6", "http://x has 2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?this { ?this ?p ?o }", r"rule\.rq:1: needs the lines '# severity: "),
        (
            "# severity: grave\n# message: x\nSELECT ?this { ?this ?p ?o }",
            "severity: violation or warning or info",
        ),
        ("# severity: info\nSELECT ?this { ?this ?p ?o }", "'# message: …'"),
        (BANNER + "SELECT ?this { ?this ?p ?o }", r"must be a SELECT of \?value"),
        (BANNER + "ASK { ?this ?p ?value }", r"must be a SELECT of \?this and \?value"),
        (BANNER + "SELECT ?this ?value { ?this", r"rule\.rq:4:"),
        (BANNER + "SELECT ?this ?value { ?value a ?o } LIMIT 1", "unbound"),
    ],
)
def test_a_bad_rule_is_told(tree, text, said):
    with pytest.raises(SourceError, match=said):
        run(tree, text)


def test_the_banner_is_read(inputs):
    rule = load_rule(inputs, "shapes/hygiene/no-dangling-iri.rq")
    assert (rule.severity, rule.message) == ("violation", "{this} names {value}, which nothing describes")


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ("+01.50", "1.5"),
        ("007", "7"),
        ("1.0", "1"),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#boolean>', "true"),
        ('"2019-10-10T00:00:00.000Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>', "2019-10-10T00:00:00Z"),
    ],
)
def test_a_literal_the_store_would_rewrite_is_a_violation(tree, value, canonical):
    path = tree / "data/geo/cities.ttl"
    path.write_text(path.read_text() + f"<{BASE}id/city/fi/helsinki> <{BASE}ns#p> {value} .\n")
    [found] = _noncanonical(load_sources(Inputs(tree)))
    assert found.severity == "violation"
    assert found.message.endswith(f'is not in canonical form, write "{canonical}"')


@pytest.mark.parametrize("value", ["24.94", "7", "true", '"007"', '"1.0"@en',
                                   '"2019-10"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'])  # fmt: skip
def test_a_canonical_literal_passes(tree, value):
    path = tree / "data/geo/cities.ttl"
    path.write_text(path.read_text() + f"<{BASE}id/city/fi/helsinki> <{BASE}ns#p> {value} .\n")
    assert _noncanonical(load_sources(Inputs(tree))) == []

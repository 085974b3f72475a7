"""Each example query has the answer on file, and two engines agree on it."""

import re
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from stand_in import redirected

from lupaus.namespaces import BASE, PREFIXES, expand

FOUR = ["en", "et", "fi", "sv"]
KINDS = {"local", "federated", "dated", "extension", "later"}
"""How a question can be asked: here, through another endpoint, of a day, with GeoSPARQL, or not yet."""


def canonical(term):
    """A term of either engine in one spelling, or nothing where a variable is unbound."""
    if term is None:
        return ""
    if isinstance(term, (ox.NamedNode, rdflib.URIRef)):
        return f"<{term.value if isinstance(term, ox.NamedNode) else term}>"
    if isinstance(term, ox.Literal):
        datatype = None if term.language else term.datatype.value
        return f"{term.value!r} {term.language or datatype}"
    datatype = None if term.language else str(term.datatype or expand("xsd:string"))
    return f"{str(term)!r} {term.language or datatype}"


def kind_of(example, forms):
    """How the example can be asked: the one of its keywords that is among ``KINDS``."""
    _, form = forms[example.slug]
    (kind,) = {keyword.value for keyword in form["schema:keywords"]} & KINDS
    return kind


@pytest.fixture(scope="module")
def dataset(store):
    """A data set of rdflib whose default graph has the same triples."""
    dataset = rdflib.Dataset()
    load_as_written(dataset.default_graph, store, ox.DefaultGraph())
    assert len(dataset.default_graph) == len(store)
    return dataset


@pytest.fixture(scope="module")
def reference(dataset):
    return dataset.default_graph


@pytest.fixture(scope="module")
def reference_with_graphs(dataset, store_with_graphs):
    """The same data set, once it has the named graphs as well."""
    for graph in store_with_graphs.named_graphs():
        load_as_written(dataset.graph(graph.value), store_with_graphs, graph)
    return dataset


def load_as_written(target, store, graph):
    """Load into ``target`` what ``graph`` of ``store`` holds, without making literals canonical."""
    normalize, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        target.parse(data=store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph), format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = normalize


def test_answer_is_the_one_on_file(example, store, ask):
    assert ask(example.text) == example.expected.read_text(encoding="utf-8")


# rdflib walks its own named graphs by a name that it has deprecated.
@pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")
def test_reference_engine_agrees(example, forms, solve, request):
    if kind_of(example, forms) == "extension":
        pytest.skip("rdflib has no GeoSPARQL functions")
    reference = request.getfixturevalue("reference_with_graphs" if "GRAPH" in example.text else "reference")
    solutions = solve(example.text)
    names = [variable.value for variable in solutions.variables]
    fast = Counter(tuple(canonical(row[name]) for name in names) for row in solutions)
    answer = reference.query(redirected(example.text))
    slow = Counter(tuple(canonical(row.get(rdflib.Variable(name))) for name in names) for row in answer.bindings)
    assert fast == slow


def test_text_stands_by_itself(example):
    """No prefix is left to the endpoint, none is declared in vain, and each is spelled as everywhere else."""
    declared = dict(re.findall(r"^PREFIX (\S+): <(\S+)>$", example.text, flags=re.M))
    body = re.sub(r"^PREFIX .*$|<[^>\s]*>|\"[^\"]*\"", "", example.text, flags=re.M)
    used = set(re.findall(r"\b([a-z]+):(?=[A-Za-z])", body))
    assert used == set(declared)
    assert all(PREFIXES[prefix] == namespace for prefix, namespace in declared.items())
    prepareQuery(example.text)


def test_order_is_fixed(example):
    """An answer on file needs one order: every query asks for it."""
    assert "ORDER BY" in example.text


def test_form_is_that_of_sparql_examples(example, forms):
    node, form = forms[example.slug]
    assert node == f"{BASE}.well-known/sparql-examples/{example.slug}"
    assert {o.value for o in form["rdf:type"]} == {
        expand("sh:SPARQLExecutable"),
        expand("sh:SPARQLSelectExecutable"),
    }
    for curie in ("dcterms:title", "rdfs:comment"):
        assert sorted(text.language for text in form[curie]) == FOUR
    assert kind_of(example, forms) in KINDS
    assert [o.value for o in form["schema:target"]] == [f"{BASE}sparql"]
    assert [o.value for o in form["sh:prefixes"]] == [f"{BASE}.well-known/sparql-examples/prefixes"]


def test_answers_on_file_are_those_of_the_examples(all_examples, expected_files):
    assert {example.expected for example in all_examples} == expected_files


def test_numbers_run_without_a_gap(all_examples):
    assert [example.slug[:3] for example in all_examples] == [f"{n:03d}" for n in range(1, len(all_examples) + 1)]


def test_declared_prefixes_are_those_used(all_examples, shared_prefixes):
    used = {p for example in all_examples for p in re.findall(r"^PREFIX (\S+):", example.text, flags=re.M)}
    assert shared_prefixes == {prefix: PREFIXES[prefix] for prefix in used}


def test_no_source_ties_an_action_to_the_declaration(all_examples, ask):
    """The empty answer is a finding, and it is stated as one."""
    (example,) = [e for e in all_examples if e.slug.endswith("actions-a-source-ties-to-the-declaration")]
    assert ask(example.text).splitlines() == ["?action\t?commitment\t?source"]


def test_every_other_answer_has_rows(all_examples, forms):
    """Two engines that agree on nothing would prove nothing; what can be asked later says so, and is empty now."""
    empty = {e.slug for e in all_examples if len(e.expected.read_text(encoding="utf-8").splitlines()) < 2}
    later = {e.slug for e in all_examples if kind_of(e, forms) == "later"}
    assert empty == {"012-actions-a-source-ties-to-the-declaration"} | later


def test_calls_and_functions_beyond_the_standard_are_tagged(example, forms):
    """So that nobody meets them unawares on an endpoint that has neither."""
    kind = kind_of(example, forms)
    assert ("SERVICE" in example.text) == (kind == "federated")
    assert ("geof:" in example.text) == (kind == "extension")
    assert kind != "dated" or '"^^xsd:date' in example.text

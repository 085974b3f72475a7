"""What is answered from counts is what the triples say, and only whole counts are used."""

from collections import Counter

import pyoxigraph as ox
import pytest

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.partitions import Partitions, read_partitions
from lupaus.sparql.counted import from_counts
from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.web.opening import site_of_release

BASE = "https://w3id.org/lupaus/"
QUESTIONS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "SELECT DISTINCT ?c WHERE { ?s a ?c . }",
    "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c",
    "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c",
    "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c",
    "SELECT DISTINCT ?p { ?s ?p ?o }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
)


@pytest.fixture(scope="module", params=["small", pytest.param("real", marks=pytest.mark.slow)])
def counted(request, release, tmp_path_factory):
    """A release in a store, and its counts: of the small tree, and of the real sources."""
    chosen = release
    if request.param == "real":
        chosen = build_release(find_inputs(), tmp_path_factory.mktemp("counted") / "real")
    store = ox.Store()
    store.load(path=chosen.default_file, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.DefaultGraph())
    for name, path in chosen.graph_files().items():
        store.load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    yield store, site_of_release(chosen, "http://public.example").counted
    if chosen is not release:
        chosen.close()


def rows(store, query):
    answer = store.query(query)
    return [str(name) for name in answer.variables], [tuple(map(str, row)) for row in answer]


@pytest.mark.parametrize("question", QUESTIONS)
def test_counts_say_what_the_triples_say(counted, question):
    store, counts = counted
    cheap = from_counts(inspect(question, DEFAULT_LIMITS), counts)
    names, found = rows(store, question)
    told = rows(ox.Store(), cheap)
    assert (told[0], Counter(told[1])) == (names, Counter(found))
    assert found


@pytest.mark.parametrize("question", [one for one in QUESTIONS if "GROUP" in one])
def test_order_and_cut_are_kept(counted, question):
    store, counts = counted
    question += f" ORDER BY DESC(?n) {question.split()[1]} LIMIT 4 OFFSET 1"
    assert rows(ox.Store(), from_counts(inspect(question, DEFAULT_LIMITS), counts)) == rows(store, question)


def described(tmp_path, text):
    prefixes = {"v:": "http://rdfs.org/ns/void#", "d:": BASE + "dataset#"}
    for prefix, namespace in prefixes.items():
        text = text.replace(f"<{prefix}", f"<{namespace}")
    path = tmp_path / "void.nt"
    path.write_text(text)
    return path


INTEGER = '"{}"^^<http://www.w3.org/2001/XMLSchema#integer>'
DESCRIPTION = f"""<d:default-graph> <v:classPartition> <d:c> .
<d:default-graph> <v:propertyPartition> <d:t> .
<d:default-graph> <v:propertyPartition> <d:p> .
<d:c> <v:class> <http://C> .
<d:c> <v:entities> {INTEGER.format(3)} .
<d:t> <v:property> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> .
<d:t> <v:triples> {INTEGER.format(3)} .
<d:p> <v:property> <http://p> .
<d:p> <v:triples> {INTEGER.format(4)} .
<d:other> <v:classPartition> <d:p> .
"""
PROPERTIES = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type": 3, "http://p": 4}


def test_partitions_are_read(tmp_path):
    whole = Partitions({"http://C": 3}, PROPERTIES)
    assert read_partitions(described(tmp_path, DESCRIPTION), BASE, 7) == whole


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (INTEGER.format(4), INTEGER.format(3), Partitions(None, None)),
        (INTEGER.format(4), '"4"', Partitions(None, None)),
        ("<d:p> <v:triples>", "<d:x> <v:triples>", Partitions(None, None)),
        ("<v:entities> " + INTEGER.format(3), "<v:entities> " + INTEGER.format(2), Partitions(None, PROPERTIES)),
        ("<http://C>", "_:c", Partitions(None, PROPERTIES)),
    ],
)
def test_what_does_not_add_up_is_not_used(tmp_path, old, new, expected):
    """As with a class that is a blank node: it is counted nowhere."""
    assert old in DESCRIPTION
    assert read_partitions(described(tmp_path, DESCRIPTION.replace(old, new)), BASE, 7) == expected

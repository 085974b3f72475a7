"""One release of the real sources, built as a user builds it."""

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse
from test_quality import check_facts, check_labels, check_links, check_lists, load

from lupaus.dataset.build import build_release
from lupaus.dataset.check import check_sources
from lupaus.dataset.format import format_turtle
from lupaus.dataset.graphs import rule_of
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.release import open_release
from lupaus.dataset.shacl import Gate

BASE = "https://w3id.org/lupaus/"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    built = build_release(find_inputs(), tmp_path_factory.mktemp("real") / "release")
    yield built
    built.close()


def triples(release, name):
    return list(parse(path=release.graph_files()[f"{BASE}graph/{name}"], format=RdfFormat.N_TRIPLES))


def test_it_conforms_and_opens(real):
    assert open_release(real.path).version == real.version


def test_the_core_is_there(real):
    declaration = "helsinki-impact-declaration-2019"
    paths = set(real.resource_paths())
    parties = ("helsinki", "stockholm", "tallinn", "eurocities", "metrex")
    assert {f"id/signature/{declaration}/{party}" for party in parties} <= paths
    assert {f"id/commitment/{declaration}/{n}" for n in range(1, 6)} <= paths


def test_every_thing_in_a_source_graph_has_a_description(real):
    paths = set(real.resource_paths())
    for name in ("curated", "claims", "sources", "themes", "geo"):
        described = {
            t.subject.value.removeprefix(BASE) for t in triples(real, name) if BASE + "id/" in t.subject.value
        }
        assert described <= paths
        assert described


def test_only_graphs_read_whole_have_blank_nodes(real):
    for graph in real.manifest.graphs:
        has_blanks = any(
            isinstance(term, BlankNode) for t in triples(real, graph.name) for term in (t.subject, t.object)
        )
        assert not has_blanks or rule_of(graph.name).blank_nodes, graph.name


def test_every_graph_says_its_licence_or_that_none_was_seen(real):
    without = [graph for graph in real.manifest.graphs if not graph.licence]
    assert {graph.name for graph in without} == {"lists/etmun", "lists/eurocities-2025", "inferred"}
    assert all("states no licence" in "".join(graph.rights) for graph in without)


def test_only_the_things_of_a_file_are_validated(monkeypatch):
    asked = []
    validate = Gate.validate_graph

    def ask(gate, data, focus=None):
        asked.append(focus)
        return validate(gate, data, focus)

    monkeypatch.setattr(Gate, "validate_graph", ask)
    inputs = find_inputs()
    assert check_sources(inputs, [inputs.root / "data/geo/fi.ttl"]).conforms
    text = inputs.text("data/geo/fi.ttl")
    things = {t.subject.value for t in parse(text, RdfFormat.TURTLE)}
    assert len(asked) > 1
    assert all(focus == things for focus in asked)


PARTS = [
    "actions/helsinki.ttl", "cities/fi.ttl", "declarations/aalborg-charter-1994.ttl",
    "declarations/helsinki-impact-declaration-2019.ttl", "memberships/eurocities.ttl", "people",
    "signatures/brussels-declaration-european-mayors-2024.ttl", "sources/parties.ttl",
]  # fmt: skip


def test_checking_a_part_says_of_it_what_checking_all_says():
    inputs = find_inputs()
    whole = check_sources(inputs).findings
    for part in PARTS:
        path = inputs.root / "data" / part
        files = [path] if path.is_file() else sorted(path.glob("*.ttl"))
        things = {t.subject.value for file in files for t in parse(file.read_bytes(), RdfFormat.TURTLE)}
        assert check_sources(inputs, [path]).findings == tuple(f for f in whole if f.focus[1:-1] in things), part


def test_the_sources_are_in_canonical_form():
    inputs = find_inputs()
    assert [path for path in inputs.turtle if format_turtle(inputs.raw(path), path) != inputs.raw(path)] == []


def test_quality_is_what_a_live_query_says(real):
    store = load(real)
    for name in ("curated", "themes"):
        check_labels(store, name)
        assert check_links(store, name)
    check_facts(store)
    check_lists(store)

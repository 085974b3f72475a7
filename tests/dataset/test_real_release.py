"""One release of the real sources, built as a user builds it."""

import time

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

from lupaus.dataset.build import build_release
from lupaus.dataset.check import check_sources
from lupaus.dataset.graphs import rule_of
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.release import open_release

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


def test_every_graph_says_its_licence(real):
    assert [graph.name for graph in real.manifest.graphs if not graph.licence] == []


def test_a_file_is_checked_in_a_part_of_the_time(real):
    """The whole takes several times as long as one small file, whatever the machine."""
    inputs = find_inputs()
    path = inputs.root / "data/geo/cities.ttl"
    begun = time.process_time()
    assert check_sources(inputs, [path]).conforms
    one = time.process_time() - begun
    begun = time.process_time()
    assert check_sources(inputs).conforms
    assert one * 2 < time.process_time() - begun

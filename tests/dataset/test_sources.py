"""Strict parsing, and each triple in its graph."""

import pytest

from lupaus.dataset.graphs import GRAPHS, graph_of, is_in_default
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.sources import load_sources
from lupaus.errors import SourceError

BASE = "https://w3id.org/lupaus/"


@pytest.mark.parametrize(
    ("path", "graph"),
    [
        ("ontology/lupaus.ttl", "ontology"),
        ("ontology/schemes/themes.ttl", "themes"),
        ("ontology/alignments/eli.ttl", "alignments"),
        ("data/declarations/x.ttl", "curated"),
        ("data/networks/deep/x.ttl", "curated"),
        ("data/signatures/x.ttl", "curated"),
        ("data/memberships/x.ttl", "curated"),
        ("data/cities/fi.ttl", "curated"),
        ("data/cities-other/fi.ttl", "cities"),
        ("data/people/x.ttl", "curated"),
        ("data/organisations/x.ttl", "curated"),
        ("data/events/x.ttl", "curated"),
        ("data/actions/x.ttl", "curated"),
        ("data/places/x.ttl", "curated"),
        ("data/geo/x.ttl", "geo"),
        ("data/sources/x.ttl", "sources"),
        ("data/lists/eurocities-2025.ttl", "lists/eurocities-2025"),
        ("shapes/core.ttl", "shapes"),
        ("data/queries/001.ttl", "examples"),
        ("data/dataset.ttl", "void"),
    ],
)
def test_the_folder_decides_the_graph(path, graph):
    assert graph_of(path) == graph


@pytest.mark.parametrize("path", ["data/x.ttl", "data/unknown/x.ttl", "ontology/other.ttl", "x.ttl"])
def test_a_folder_without_a_graph_is_refused(path):
    with pytest.raises(SourceError, match="no graph takes files from this folder"):
        graph_of(path)


def test_the_default_graph_leaves_out_four_graphs():
    left_out = {row.name for row in GRAPHS if not is_in_default(row.name)}
    assert left_out == {"wikidata", "sameas", "shapes", "examples"}
    assert is_in_default("lists/eurocities-2025")


def test_a_claim_in_any_file_goes_to_the_graph_of_claims(tree, inputs):
    claim = f"<{BASE}id/claim/c9> a <{BASE}ns#Claim> .\n"
    for path in ("ontology/schemes/themes.ttl", "data/cities/fi.ttl"):
        (tree / path).write_text((tree / path).read_text() + claim.replace("c9", path[-6:-4]))
    graphs = load_sources(inputs).graphs
    assert {t.subject.value.rpartition("/")[2] for t in graphs["claims"]} == {"c001", "c002", "es", "fi"}
    assert not [t for name in ("curated", "themes") for t in graphs[name] if "/claim/" in t.subject.value]


def test_a_claim_of_a_compilation_stays_under_its_licence(tree, inputs):
    """What others compiled is kept together, claims and sources too: its terms cover all of it."""
    (tree / "data/lists").mkdir(exist_ok=True)
    (tree / "data/lists/x.ttl").write_text(
        f"<{BASE}id/claim/of-x> a <{BASE}ns#Claim> ; <{BASE}ns#p> 1 .\n<{BASE}id/source/of-x> a <{BASE}ns#Source> .\n"
    )
    graphs = load_sources(inputs).graphs
    assert len(graphs["lists/x"]) == 3
    assert not [t for name in ("claims", "sources") for t in graphs[name] if t.subject.value.endswith("/of-x")]


def test_a_source_described_beside_a_fact_goes_to_the_graph_of_sources(tree, inputs):
    path = tree / "data/cities/fi.ttl"
    path.write_text(path.read_text() + f"<{BASE}id/source/new> a <{BASE}ns#Source> ; <{BASE}ns#p> 1 .\n")
    graphs = load_sources(inputs).graphs
    assert len([t for t in graphs["sources"] if t.subject.value.endswith("/new")]) == 2


def test_what_the_dataset_says_of_itself_is_no_source_graph(inputs):
    sources = load_sources(inputs)
    assert "void" not in sources.graphs
    assert any(t.subject.value == BASE + "dataset" for t in sources.described)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<http://a> <http://b> .", r"data/cities/x\.ttl:1:23: .* is not a valid RDF object"),
        ("\n<http://a> e:b 1 .", r"data/cities/x\.ttl:2:12: The prefix e: has not been declared"),
        ("<http://a> <b> 1 .", r"1:12: No scheme found"),
        ('<http://a> <http://b> "x\n" .', r"1:25: Line jumps are not allowed"),
        (
            "<http://a> <http://b> [ <http://c> 1 ] .",
            r"data/cities/x\.ttl:1:23: a blank node; give the thing an IRI",
        ),
        ("\n\n _:x <http://b> 1 .", r"x\.ttl:3:2: a blank node"),
        ("<http://a> <http://b> ( 1 ) .", r"1:23: a blank node"),
        (
            "<http://a> <http://b> 1 {| <http://c> 2 |} .",
            r"a triple term; describe the statement with a lup:Claim",
        ),
    ],
)
def test_a_bad_file_is_told_with_file_line_and_column(tree, text, said):
    (tree / "data/cities/x.ttl").write_text(text)
    with pytest.raises(SourceError, match=said):
        load_sources(Inputs(tree))


@pytest.mark.parametrize("folder", ["ontology/alignments", "shapes", "data/queries"])
def test_blank_nodes_are_allowed_where_a_graph_is_read_whole(tree, folder):
    (tree / folder / "x.ttl").write_text("<http://a> <http://b> [ <http://c> 1 ] .")
    load_sources(Inputs(tree))


def test_blank_nodes_of_two_files_stay_apart(tree):
    for name in ("x", "y"):
        (tree / f"shapes/{name}.ttl").write_text(f'_:same <http://b> "{name}" .')
    triples = [t for t in load_sources(Inputs(tree)).graphs["shapes"] if t.predicate.value == "http://b"]
    assert len({t.subject for t in triples}) == 2


def test_a_thing_is_placed_where_its_predicate_is_written(inputs):
    sources = load_sources(inputs)
    city = BASE + "id/city/fi/helsinki"
    assert sources.place(city) == ("data/cities/fi.ttl", 6)
    assert sources.place(city, "http://www.w3.org/2003/01/geo/wgs84_pos#long") == ("data/geo/cities.ttl", 5)
    assert sources.place(BASE + "id/city/fi/none") is None

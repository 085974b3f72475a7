"""Files to download: every one says the same as the graphs it holds, packed or not, and is labelled truly."""

import gzip

import pytest
import zstandard
from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, NamedNode, RdfFormat, Store, parse

from lupaus.dataset.dumps import CC0, GRAPH_FILES
from lupaus.dataset.packing import PACKED
from lupaus.media import by_suffix
from lupaus.namespaces import PREFIXES

BASE = "https://w3id.org/lupaus/"
PARSERS = {
    "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD, "trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS,
}  # fmt: skip
UNPACK = {"gz": gzip.decompress, "zst": lambda content: zstandard.ZstdDecompressor().decompress(content)}
GEO_RIGHTS = "Coordinates from GeoNames (geonames.org), CC BY 4.0."


def canonical(quads):
    """Lines that do not depend on the names of blank nodes."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def read(release, path):
    form = by_suffix(path.rpartition(".")[2])
    with release.open(path) as file:
        return list(parse(file, format=PARSERS[form.name]))


@pytest.fixture(scope="module")
def quads(release):
    return read(release, "dataset.nq")


@pytest.mark.parametrize("path", ["dataset.trig", "dataset.jsonld"])
def test_the_whole_is_the_same_in_every_format(release, quads, path):
    assert canonical(read(release, path)) == canonical(quads)


def test_the_default_graph_is_the_same_in_both_formats(release):
    assert canonical(read(release, "default.ttl")) == canonical(read(release, "default.nt"))


def test_a_graph_is_the_same_in_every_format(release, quads):
    for graph in release.manifest.graphs:
        own = [quad for quad in quads if quad.graph_name == NamedNode(graph.iri)]
        wanted = canonical(own)
        for form in GRAPH_FILES:
            found = read(release, f"graphs/{graph.name}.{form.suffix}")
            if form.kind == "graph":
                found = [type(q)(q.subject, q.predicate, q.object, NamedNode(graph.iri)) for q in found]
            assert canonical(found) == wanted, (graph.name, form.name)


def test_what_is_packed_is_the_file(release):
    suffixes = {form.suffix for form in GRAPH_FILES}
    plain = [
        path for path in release.manifest.files if path.partition(".")[2] in suffixes and path != "report.ttl"
    ]
    assert (
        len(plain) == len(release.manifest.graphs) * len(GRAPH_FILES) + 7
    )  # the whole, the default graph, the free part, the canonical form
    for path in plain:
        with release.open(path) as file:
            content = file.read()
        for suffix in PACKED:
            assert UNPACK[suffix]((release.path / f"{path}.{suffix}").read_bytes()) == content


def test_what_is_packed_names_no_time_and_no_file(release):
    head = (release.path / "dataset.nq.gz").read_bytes()[:10]
    assert head[3:8] == bytes(5)  # RFC 1952, section 2.3: no flags, no MTIME


def test_the_free_dump_holds_every_source_graph_under_cc0_and_no_other(release, quads):
    free = {graph.iri for graph in release.manifest.graphs if graph.licence == CC0}
    free -= {f"{BASE}graph/inferred", f"{BASE}graph/sameas"}  # they follow from graphs under other licences too
    others = {graph.iri for graph in release.manifest.graphs} - free
    assert f"{BASE}graph/geo" in others
    held = read(release, "cc0.nq")
    assert {quad.graph_name.value for quad in held} == free
    assert set(held) == {quad for quad in quads if quad.graph_name.value in free}


@pytest.fixture(scope="module")
def described(release):
    store = Store()
    store.load(path=release.path / "graphs/void.nt", format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())

    def values(path, curie):
        found = store.query(f"SELECT ?v {{ <{BASE}dumps/{path}> {curie} ?v }}", prefixes=PREFIXES)
        return {row[0].value for row in found}

    return values


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_a_file_is_labelled_with_the_licence_of_what_it_holds(described, packing):
    assert described("cc0.nq" + packing, "dcterms:license") == {CC0}
    assert described("graphs/geo.ttl" + packing, "dcterms:license") == {
        "https://creativecommons.org/licenses/by/4.0/"
    }
    assert described("dataset.nq" + packing, "dcterms:license") == {BASE + "dumps/LICENCES.md"}


def test_the_whole_names_every_attribution_and_the_free_part_none(described):
    assert described("dataset.nq", "dcterms:rights/rdfs:label") == {GEO_RIGHTS}
    assert described("graphs/geo.nq.gz", "dcterms:rights/rdfs:label") == {GEO_RIGHTS}
    assert described("cc0.nq", "dcterms:rights") == set()


def test_a_packed_file_says_how(described):
    assert described("dataset.nq.gz", "dcat:compressFormat") == {
        "https://www.iana.org/assignments/media-types/application/gzip"
    }
    assert described("dataset.nq", "dcat:compressFormat") == set()


def test_every_file_to_download_is_described_and_every_one_described_is_there(release, described):
    store = Store()
    store.load(path=release.path / "graphs/void.nt", format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    told = {row[0].value.removeprefix(BASE + "dumps/") for row in store.query(
        "SELECT ?d { ?x dcat:downloadURL ?d }", prefixes=PREFIXES)}  # fmt: skip
    hidden = {"resources.sqlite", "report.ttl", "LICENCES.md"}
    assert told == set(release.manifest.files) - hidden

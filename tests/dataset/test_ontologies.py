"""Earlier versions of the ontology stay published, each under the name it has itself."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from lupaus.dataset.canonical import ntriples
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.ontologies import ontology_files
from lupaus.errors import SourceError
from lupaus.namespaces import BASE, PREFIXES

OLD = f"""@prefix owl: <http://www.w3.org/2002/07/owl#> .
<{BASE}ns> a owl:Ontology ; owl:versionIRI <{BASE}ns/0.9.0> .
<{BASE}ns#City> owl:equivalentClass [ owl:unionOf ( <{BASE}ns#A> <{BASE}ns#B> ) ] .
"""
FORMATS = {"nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML,
           "jsonld": RdfFormat.JSON_LD, "trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS}  # fmt: skip


@pytest.fixture
def old(tree):
    path = tree / "ontology/versions/0.9.0.ttl"
    path.parent.mkdir()
    path.write_text(OLD)
    return path


def test_a_version_is_written_in_every_format_and_each_says_the_same(tree, old):
    files = ontology_files(Inputs(tree), PREFIXES)
    assert set(files) == {f"ontology/0.9.0.{suffix}" for suffix in FORMATS}
    for suffix, form in FORMATS.items():
        quads = list(parse(files[f"ontology/0.9.0.{suffix}"], format=form))
        assert len(quads) == 8, suffix
        if suffix in ("nq", "trig"):
            assert {quad.graph_name for quad in quads} == {NamedNode(BASE + "ns/0.9.0")}
    assert ontology_files(Inputs(tree), PREFIXES) == files
    again = (quad.triple for quad in parse(files["ontology/0.9.0.nt"], format=RdfFormat.N_TRIPLES))
    assert ntriples(again).count(b"\n") == 8


def test_a_version_moves_with_the_base(tree, old):
    files = ontology_files(Inputs(tree, "http://localhost:8000/"), PREFIXES)
    assert b"w3id.org/lupaus" not in files["ontology/0.9.0.nt"]
    assert b"<http://localhost:8000/ns/0.9.0>" in files["ontology/0.9.0.nt"]


def test_a_file_that_says_it_is_another_version_is_refused(tree, old):
    old.rename(old.with_name("0.8.0.ttl"))
    with pytest.raises(SourceError, match=r"named for version 0\.8\.0"):
        ontology_files(Inputs(tree), PREFIXES)


def test_a_version_more_is_another_input(tree, old):
    before = Inputs(tree).digest()
    old.write_text(OLD + f"<{BASE}ns#C> a owl:Class .\n")
    assert Inputs(tree).digest() != before

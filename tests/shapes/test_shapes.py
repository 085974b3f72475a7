"""The shapes as a work of their own: valid SHACL, named and described in four languages, in terms that exist."""

import re
from collections.abc import Iterator

import pyshacl
import pytest
from checking import CORE_SHAPES, ROOT, SHAPES, Checker, World, load_shapes
from pyshacl.errors import ReportableRuntimeError
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from lupaus.namespaces import BASE, PREFIXES, compact

LANGUAGES = {"en", "fi", "sv", "et"}
IDENTIFIER = URIRef("http://purl.org/dc/terms/identifier")
HEADER = URIRef(BASE + "shapes")
FILES = sorted(path.stem for path in SHAPES.glob("*.ttl"))
ALL = load_shapes(FILES)
PROPERTY_SHAPES = sorted(ALL.subjects(RDF.type, SH.PropertyShape))
NODE_SHAPES = sorted(ALL.subjects(RDF.type, SH.NodeShape))
CONSTRAINTS = sorted(ALL.subjects(RDF.type, SH.SPARQLConstraint))


def name(node: Node) -> str:
    return compact(str(node))


def languages(node: Node, predicate: URIRef) -> list[str]:
    return sorted(str(text.language) for text in ALL.objects(node, predicate) if str(text).strip())


def paths(node: Node) -> Iterator[URIRef]:
    """The properties that a path is made of."""
    if isinstance(node, URIRef):
        yield node
    elif (node, RDF.first, None) in ALL:
        for member in Collection(ALL, node):
            yield from paths(member)
    else:
        for predicate in (SH.inversePath, SH.alternativePath):
            for inner in ALL.objects(node, predicate):
                yield from paths(inner)


@pytest.mark.parametrize("file", FILES)
def test_file_is_valid_shacl(file: str) -> None:
    """pyshacl raises where SHACL's own shapes find fault with these; no data, so nothing else can be found."""
    shapes = load_shapes({"groups", file})
    shapes.remove((None, SH.targetNode, None))
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_invalid_shacl_would_be_noticed() -> None:
    shapes = load_shapes({"groups", "links"})
    shapes.set((URIRef(BASE + "shapes#Located-lat"), SH.minCount, URIRef(BASE)))
    with pytest.raises(ReportableRuntimeError, match="SHACL File does not validate"):
        pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)


def test_files_are_those_that_the_runner_and_the_build_know() -> None:
    assert FILES == ["core", "corpus", "groups", "links", "provenance", "release", "vocabulary"]


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=name)
def test_property_shape_is_named_and_described_in_four_languages(shape: Node) -> None:
    assert isinstance(shape, URIRef)
    assert languages(shape, SH.name) == sorted(LANGUAGES)
    assert languages(shape, SH.description) == sorted(LANGUAGES)
    assert all(re.search(r"\.$", str(text)) for text in ALL.objects(shape, SH.description))


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=name)
def test_property_shape_says_what_is_wrong_how_badly_and_where_it_is_shown(shape: Node) -> None:
    (message,) = ALL.objects(shape, SH.message)
    assert str(message).strip().endswith((".", ")"))
    assert message.language == "en"
    assert ALL.value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}
    assert (ALL.value(shape, SH.group), RDF.type, SH.PropertyGroup) in ALL
    assert int(ALL.value(shape, SH.order)) > 0
    assert all(re.fullmatch(r"S\d\d", str(number)) for number in ALL.objects(shape, IDENTIFIER))
    assert (shape, IDENTIFIER, None) in ALL


@pytest.mark.parametrize("shape", NODE_SHAPES, ids=name)
def test_node_shape_has_a_name_in_four_languages(shape: Node) -> None:
    if isinstance(shape, URIRef):
        assert languages(shape, RDFS.label) == sorted(LANGUAGES)


@pytest.mark.parametrize("shape", CONSTRAINTS, ids=name)
def test_sparql_constraint_has_message_number_and_the_one_prefix_node(shape: Node) -> None:
    assert isinstance(shape, URIRef)
    assert list(ALL.objects(shape, SH.prefixes)) == [HEADER]
    assert str(ALL.value(shape, SH.message)).strip()
    assert (shape, IDENTIFIER, None) in ALL
    select = str(ALL.value(shape, SH.select))
    prepareQuery("".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + select)
    for variable in re.findall(r"\{\?(\w+)\}", str(ALL.value(shape, SH.message))):
        assert f"?{variable}" in select.split("WHERE")[0]
    assert not re.search(r"\b(MINUS|VALUES|SERVICE)\b", select), "not allowed beside a pre-bound $this"


def test_every_property_shape_is_used() -> None:
    assert set(PROPERTY_SHAPES) == set(ALL.objects(None, SH.property))
    assert set(CONSTRAINTS) == set(ALL.objects(None, SH.sparql))


def test_no_order_is_taken_twice_in_one_node_shape() -> None:
    for shape in NODE_SHAPES:
        orders = [int(ALL.value(prop, SH.order)) for prop in ALL.objects(shape, SH.property)]
        assert len(orders) == len(set(orders)), name(shape)


def test_groups_have_labels_in_four_languages_an_order_and_members() -> None:
    groups = set(ALL.subjects(RDF.type, SH.PropertyGroup))
    assert groups == set(ALL.objects(None, SH.group))
    assert all(languages(group, RDFS.label) == sorted(LANGUAGES) for group in groups)
    orders = [int(ALL.value(group, SH.order)) for group in groups]
    assert len(orders) == len(set(orders))


def test_declared_prefixes_are_those_of_the_package() -> None:
    declared = {
        str(ALL.value(node, SH.prefix)): str(ALL.value(node, SH.namespace))
        for node in ALL.objects(HEADER, SH.declare)
    }
    assert declared == PREFIXES
    assert set(ALL.subjects(SH.declare, None)) == {HEADER}


def test_blank_nodes_are_only_paths_lists_and_inner_shapes() -> None:
    inner = (SH.path, SH["or"], SH.languageIn, SH["in"], SH.qualifiedValueShape, SH.inversePath)
    inner += (SH.alternativePath, RDF.first, RDF.rest)
    for subject, predicate, node in ALL:
        if isinstance(node, BNode):
            assert predicate in inner, f"{name(subject)} {name(predicate)}"


def test_terms_of_ours_in_shapes_are_defined_by_the_vocabulary() -> None:
    ontology = Graph().parse(ROOT / "ontology/lupaus.ttl")
    defined = {subject for subject in ontology.subjects(RDF.type, None) if str(subject).startswith(BASE + "ns#")}
    iris = {node for triple in ALL for node in triple if isinstance(node, URIRef)}
    used = {node for node in iris if node.startswith(BASE + "ns#")}
    for constraint in CONSTRAINTS:
        used |= {
            URIRef(BASE + "ns#" + n) for n in re.findall(r"\blup:(\w+)", str(ALL.value(constraint, SH.select)))
        }
    assert used - defined == set()


def test_labels_are_asked_for_in_each_language_of_ours_and_no_other() -> None:
    asked = {
        str(node).rsplit("-", 1)[-1] for node in ALL.objects(None, SH.qualifiedValueShape) if "in-" in str(node)
    }
    assert asked == LANGUAGES


NOT_YET = {"lup:ofEdition"}
"""No source seen says which edition of a text was signed."""


def test_every_node_shape_looks_at_something_in_the_data(real_world: World) -> None:
    checker = Checker(CORE_SHAPES)
    graph = checker.graph
    with_target = {
        name(shape)
        for shape in graph.subjects(RDF.type, SH.NodeShape)
        if any((shape, p, None) in graph for p in (SH.targetNode, SH.targetClass, SH.targetSubjectsOf))
    }
    assert with_target == set(checker.targets(real_world.data))


def test_every_property_of_a_shape_occurs_in_the_data(real_world: World) -> None:
    """A shape on a property that nothing has says nothing; what is not there yet is listed."""
    shapes = load_shapes(CORE_SHAPES)
    unused = {
        compact(str(step))
        for shape in shapes.subjects(RDF.type, SH.PropertyShape)
        for step in paths(ALL.value(shape, SH.path))
        if (None, step, None) not in real_world.data
    }
    # The build computes the two counts.
    assert unused == {"lup:pageCount", "lup:publisherCount"} | NOT_YET


def test_sparql_constraints_have_at_most_thirty_focus_nodes(real_world: World) -> None:
    checker = Checker(CORE_SHAPES)
    targets = checker.targets(real_world.data)
    for shape in checker.graph.subjects(SH.sparql, None):
        assert 1 <= len(targets[name(shape)]) <= 30


def test_vocabulary_shapes_look_at_every_class_and_property_of_the_ontology() -> None:
    ontology = Graph().parse(ROOT / "ontology/lupaus.ttl")
    targets = Checker(("groups", "vocabulary")).targets(ontology)
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = {s for kind in kinds for s in ontology.subjects(RDF.type, kind)}
    assert targets["lups:Term"] == terms
    assert targets["lups:Ontology"] == {URIRef(BASE + "ns")}

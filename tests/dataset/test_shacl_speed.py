"""The gate's short cuts say what pySHACL says of the same shapes without them."""

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef

from lupaus.dataset.shacl import Gate, to_rdflib
from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.store import add_graph, load_store
from lupaus.dataset.targets import with_targets_on_properties
from lupaus.dataset.verdicts import RememberingShapes

PREFIX = """@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
e:a a e:T , e:U ; e:p 1 , 2 , "x"@en , "y"@en , "z"@fi ; e:q e:b , e:c .
e:b a e:T ; e:p "0"^^xsd:integer , 1 ; e:q e:a , "e:b" .
e:c a e:V ; e:p "x"@en ; e:q e:c .
e:V rdfs:subClassOf e:U .
"""
EN = "e:in-en a sh:NodeShape ; sh:languageIn ( 'en' ) ."
SHAPES = {
    "counts": "e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property e:P . e:P sh:path e:p ; sh:maxCount 2 .",
    "shared by two": """e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property e:P . e:P sh:path e:p ; sh:minCount 4 .
        e:R a sh:NodeShape ; sh:targetSubjectsOf e:q ; sh:property e:P .""",
    "asked by another": """e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:minCount 4 ] .
        e:R a sh:NodeShape ; sh:targetNode e:c ; sh:node e:S .""",
    "switched off": """e:S a sh:NodeShape ; sh:targetClass e:T ; sh:deactivated true ; sh:property e:P .
        e:P sh:path e:p ; sh:maxCount 1 .""",
    "or of classes": """e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:q ;
        sh:or ( [ sh:class e:U ] [ sh:class e:T ] ) ] .""",
    "or of datatypes": """e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ;
        sh:or ( [ sh:datatype xsd:string ] [ sh:datatype xsd:integer ; sh:pattern "^[1-9]" ] ) ] .""",
    "qualified": EN + """e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:property [ sh:path e:p ;
        sh:qualifiedValueShape e:in-en ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ] .""",
    "disjoint qualified": """e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property
        [ sh:path e:q ; sh:qualifiedValueShape [ sh:class e:T ] ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ] ,
        [ sh:path e:q ; sh:qualifiedValueShape [ sh:class e:U ] ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ] .""",
    "not": EN + "e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:not e:in-en ] .",
    "inner and node": EN + """e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:node e:in-en ] ,
        [ sh:path e:p ; sh:not e:in-en ] .""",
    "inner looks around": """e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:q ;
        sh:or ( [ sh:property [ sh:path e:p ; sh:minCount 3 ] ] [ sh:nodeKind sh:Literal ] ) ] .""",
}  # fmt: skip


def plain(shapes, data):
    """Focus node, value, component and source of each result of pySHACL as it comes."""
    report = pyshacl.validate(data, shacl_graph=shapes, inplace=False)[1]
    assert isinstance(report, Graph)
    found = set()
    for node in report.subjects(RDF.type, SH.ValidationResult):
        value = report.value(node, SH.value)
        component = report.value(node, SH.sourceConstraintComponent)
        found.add((str(report.value(node, SH.focusNode)), None if value is None else str(value), str(component)))
    return found


def quick(shapes, data):
    found = set()
    for finding in Gate(shapes).validate(load_store({"curated": frozenset(data)}, "http://e/")):
        value = None if finding.value is None else _object(finding.value)
        found.add((_object(finding.focus), value, finding.component[1:-1]))
    return found


def _object(term):
    return str(next(to_rdflib(parse_turtle(f"<http://e/s> <http://e/p> {term} .", "term.ttl")).objects()))


@pytest.mark.parametrize("name", SHAPES)
def test_the_findings_are_those_of_pyshacl(name):
    shapes, data = parse_turtle(PREFIX + SHAPES[name], "shapes.ttl"), parse_turtle(PREFIX + DATA, "data.ttl")
    expected = plain(to_rdflib(shapes), to_rdflib(data))
    assert quick(shapes, data) == expected
    assert bool(expected) == (name != "switched off"), "the case shows nothing"


def rewritten(name):
    return with_targets_on_properties(to_rdflib(parse_turtle(PREFIX + SHAPES[name], "shapes.ttl")))


def test_targets_move_to_the_property_shape():
    shapes = rewritten("counts")
    assert (URIRef("http://e/P"), SH.targetClass, URIRef("http://e/T")) in shapes
    assert (None, SH.property, None) not in shapes


@pytest.mark.parametrize("name", ["asked by another", "switched off", "disjoint qualified"])
def test_shapes_that_mean_more_than_their_targets_stay(name):
    assert (URIRef("http://e/S"), SH.property, None) in rewritten(name)


@pytest.mark.parametrize("other", ["a rdfs:Class", "sh:target [ a sh:Target ]"])
def test_a_shape_with_targets_of_another_kind_stays(other):
    text = f"e:S a sh:NodeShape ; {other} ; sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:maxCount 1 ] ."
    shapes = with_targets_on_properties(to_rdflib(parse_turtle(PREFIX + text, "shapes.ttl")))
    assert (URIRef("http://e/S"), SH.property, None) in shapes


@pytest.mark.parametrize(("name", "number"), [("qualified", 1), ("inner and node", 0), ("inner looks around", 1)])
def test_only_shapes_that_are_asked_for_a_verdict_alone_remember_it(name, number):
    shapes = RememberingShapes(to_rdflib(parse_turtle(PREFIX + SHAPES[name], "shapes.ttl")))
    nodes = [shape.node for shape in shapes.shapes]
    remembering = [n for n in nodes if type(shapes.lookup_shape_from_node(n)).__name__ == "_Remembered"]
    assert len(remembering) == number


def test_verdicts_are_forgotten_when_the_data_grow():
    gate = Gate(parse_turtle(PREFIX + SHAPES["or of classes"], "shapes.ttl"))
    data = parse_turtle(PREFIX + "e:a a e:T ; e:q e:x .", "data.ttl")
    store = load_store({"curated": frozenset(data)}, "http://e/")
    assert len(gate.validate(store)) == 1
    more = parse_turtle(PREFIX + "e:x a e:W . e:W rdfs:subClassOf e:U .", "data.ttl")
    add_graph(store, "inferred", frozenset(more), "http://e/")
    assert gate.validate(store) == []

"""The SHACL gate."""

import pytest

from lupaus.dataset.shacl import Gate
from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.store import add_graph, load_store
from lupaus.errors import BuildError

PREFIX = """@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = """
e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property
  [ sh:path e:p ; sh:minCount 1 ; sh:message "ei ole"@fi , "is missing"@en ] ,
  [ sh:path e:n ; sh:datatype xsd:integer ; sh:severity sh:Warning ] ,
  [ sh:path [ sh:inversePath e:part ] ; sh:maxCount 0 ; sh:severity sh:Info ] .
"""


def findings(data, shapes=SHAPES, focus=None):
    gate = Gate(parse_turtle(PREFIX + shapes, "shapes.ttl"))
    return gate.validate(stored(data), focus)


def stored(data):
    return load_store({"curated": frozenset(parse_turtle(PREFIX + data, "data.ttl"))}, "http://e/")


def test_conforming_data_give_nothing():
    assert findings("e:a a e:T ; e:p 1 .") == []


def test_a_violation_names_the_shape_around_the_blank_one_and_speaks_english():
    [found] = findings("e:a a e:T .")
    assert (found.severity, found.rule, found.focus) == ("violation", "<http://e/S>", "<http://e/a>")
    assert (found.path, found.value, found.message) == ("<http://e/p>", None, "is missing")
    assert found.component == "<http://www.w3.org/ns/shacl#MinCountConstraintComponent>"


def test_values_are_written_as_they_are_in_the_data():
    [found] = findings('e:a a e:T ; e:p 1 ; e:n "1.5"^^xsd:decimal .')
    assert found.severity == "warning"
    assert found.value == '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'


def test_an_inverse_path_is_written_in_turtle():
    [found] = findings("e:a a e:T ; e:p 1 . e:b e:part e:a .")
    assert found.severity == "info"
    assert found.path == "[ <http://www.w3.org/ns/shacl#inversePath> <http://e/part> ]"


def test_subclasses_are_followed():
    assert len(findings("e:a a e:U . e:U rdfs:subClassOf e:T .")) == 1


def test_focus_limits_what_is_validated():
    data = "e:a a e:T . e:b a e:T ."
    assert len(findings(data)) == 2
    assert [found.focus for found in findings(data, focus=["http://e/b", "http://e/none"])] == ["<http://e/b>"]
    assert findings(data, focus=[]) == []


def test_without_shapes_everything_passes():
    assert findings("e:a a e:T .", shapes="") == []


def test_the_data_can_grow_between_validations():
    gate, store = Gate(parse_turtle(PREFIX + SHAPES, "shapes.ttl")), stored("e:a a e:T .")
    assert len(gate.validate(store)) == 1
    add_graph(store, "inferred", frozenset(parse_turtle(PREFIX + "e:a e:p 1 .", "data.ttl")), "http://e/")
    assert gate.validate(store) == []


@pytest.mark.parametrize(
    "shapes",
    [
        'e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:minCount "x" ] .',
        "e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:minCount 1 ] .",
        'e:S a sh:NodeShape ; sh:targetNode e:a ; sh:sparql [ sh:select "SELECT broken {" ] .',
    ],
)
def test_shapes_that_cannot_be_used_are_told(shapes):
    with pytest.raises(BuildError, match="The shapes cannot be used"):
        findings("e:a a e:T .", shapes=shapes)


def test_a_language_tag_and_a_quote_survive():
    [found] = findings('e:a a e:T ; e:p 1 ; e:n "say \\"hej\\"\\n"@sv .')
    assert found.value == '"say \\"hej\\"\\n"@sv'

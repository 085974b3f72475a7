"""A report as SHACL and as JSON."""

import json

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import SH, Graph

from lupaus.dataset.report import Finding, Report, short_name

BASE = "https://w3id.org/lupaus/"
ONE = Finding(
    "violation", f"<{BASE}shapes#City-label>", f"<{SH.MinCountConstraintComponent}>", 'has no "label"',
    f"<{BASE}id/city/fi/helsinki>", "<http://www.w3.org/2000/01/rdf-schema#label>", None, "data/cities/fi.ttl", 12,
)  # fmt: skip
TWO = Finding("info", f"<{BASE}shapes#hygiene/x>", f"<{BASE}shapes#HygieneQuery>", "is odd", "<http://other/>",
              "[ <http://www.w3.org/ns/shacl#inversePath> <http://e/p> ]", '"1"@en')  # fmt: skip
REPORT = Report(BASE, (ONE, TWO), files=2, triples=30)


def test_only_a_violation_breaks_conformance():
    assert not REPORT.conforms
    assert Report(BASE, (TWO,)).conforms


def test_json_carries_the_same():
    document = json.loads(REPORT.as_json())
    assert document["counts"] == {"violation": 1, "warning": 0, "info": 1}
    assert document["conforms"] is False
    assert document["findings"][0]["line"] == 12


def test_turtle_is_a_validation_report_without_blank_nodes_of_its_own():
    graph = Graph().parse(data=REPORT.as_turtle(), format="turtle")
    [report] = graph.subjects(None, SH.ValidationReport)
    results = sorted(graph.objects(report, SH.result))
    assert [str(node) for node in results] == [f"{BASE}report#1", f"{BASE}report#2"]
    assert graph.value(results[0], SH.resultMessage).toPython() == 'has no "label"'
    assert graph.value(results[1], SH.resultSeverity) == SH.Info


@pytest.mark.parametrize("report", [REPORT, Report(BASE, ())], ids=["two", "none"])
def test_turtle_conforms_to_the_shape_of_a_validation_report(report):
    """SHACL, section 3.6: one focus node, severity and component each, and one path at most."""
    shape = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
    e:R a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
      sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ] ,
                  [ sh:path sh:result ; sh:class sh:ValidationResult ] .
    e:V a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
      sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
                  [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ] ,
                  [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
                  [ sh:path sh:resultPath ; sh:maxCount 1 ] , [ sh:path sh:value ; sh:maxCount 1 ] ."""
    text = report.as_turtle()
    assert list(parse(text, RdfFormat.TURTLE))
    shapes = Graph().parse(data=shape, format="turtle")
    conforms, _, words = pyshacl.validate(Graph().parse(data=text, format="turtle"), shacl_graph=shapes)
    assert conforms, words


@pytest.mark.parametrize(
    ("term", "name"),
    [
        (f"<{BASE}id/city/fi/helsinki>", "id/city/fi/helsinki"),
        (f"<{BASE}ns#City>", "lup:City"),
        ("<https://schema.org/name>", "schema:name"),
        ("<http://unknown/x>", "http://unknown/x"),
        ('"text"@en', '"text"@en'),
        ("_:b1", "_:b1"),
    ],
)
def test_names_are_short(term, name):
    assert short_name(term, BASE) == name

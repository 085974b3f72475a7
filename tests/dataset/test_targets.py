"""Which of a few nodes a shape looks at is what pySHACL says of all of them."""

from pyshacl.shapes_graph import ShapesGraph
from rdflib import Graph, URIRef

from lupaus.dataset.targets import FewNodes

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <http://e/> .
"""
SHAPES = """
e:OfNode a sh:NodeShape ; sh:targetNode e:a , e:absent .
e:OfClass a sh:NodeShape ; sh:targetClass e:Broad .
e:Implicit a sh:NodeShape , rdfs:Class .
e:OfSubjects a sh:NodeShape ; sh:targetSubjectsOf e:p .
e:OfObjects a sh:NodeShape ; sh:targetObjectsOf e:p .
e:OfTwo a sh:NodeShape ; sh:targetClass e:Narrow ; sh:targetObjectsOf e:q .
e:OfNone a sh:NodeShape .
"""
DATA = """
e:a a e:Narrow ; e:p e:b .
e:b a e:Broad ; e:q e:c .
e:c a e:Implicit .
e:d a e:Middle .
e:Narrow rdfs:subClassOf e:Middle . e:Middle rdfs:subClassOf e:Broad . e:Broad rdfs:subClassOf e:Middle .
"""


def test_the_targets_are_pyshacls():
    shapes = ShapesGraph(Graph().parse(data=PREFIXES + SHAPES)).shapes
    data = Graph().parse(data=PREFIXES + DATA)
    nodes = {URIRef(f"http://e/{name}") for name in ("a", "b", "c", "absent", "Broad")}
    few = FewNodes(data, nodes)
    found = {shape.node: few.among(*shape.target()) for shape in shapes}
    assert found == {shape.node: shape.focus_nodes(data) & nodes for shape in shapes}
    assert sum(map(len, found.values())) == 9

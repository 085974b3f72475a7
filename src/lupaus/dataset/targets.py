"""Shapes rewritten so that pySHACL asks each property shape once about all its focus nodes, not once about each.

pySHACL reads a shape's parameters anew for every call. Where a node shape hands its focus nodes to a property
shape (``sh:property``), that is once for every node; where the property shape has the targets itself, once in all.
Both say the same (SHACL, section 4.7.2): the results of ``sh:property`` are those of the property shape.
"""

from rdflib import RDF, RDFS, SH, Graph
from rdflib.term import Node

__all__ = ["TARGETS", "with_targets_on_properties"]

TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
"""The properties that say which nodes a shape looks at (SHACL, section 2.1.3)."""


def with_targets_on_properties(shapes: Graph) -> Graph:
    """A copy of ``shapes`` in which the targets of node shapes stand on their property shapes.

    A shape that others use too, that is switched off, or that has targets of other kinds (itself as a class, or a
    query), stays as it is.
    """
    rewritten = Graph()
    rewritten += shapes
    for shape, property_shape in shapes.subject_objects(SH.property):
        targets = [(predicate, target) for predicate in TARGETS for target in shapes.objects(shape, predicate)]
        if targets and _stands_alone(shapes, shape) and _is_plain(shapes, property_shape):
            rewritten.remove((shape, SH.property, property_shape))
            for predicate, target in targets:
                rewritten.add((property_shape, predicate, target))
    return rewritten


def _stands_alone(shapes: Graph, shape: Node) -> bool:
    """Whether the targets of ``shape`` are all it is asked about."""
    is_used = any(True for _ in shapes.subject_predicates(shape))
    is_class = (shape, RDF.type, RDFS.Class) in shapes
    others = (SH.path, SH.deactivated, SH.target)
    return not (is_used or is_class or any((shape, predicate, None) in shapes for predicate in others))


def _is_plain(shapes: Graph, property_shape: Node) -> bool:
    """Whether only its own focus nodes decide: disjoint qualified shapes look at their siblings in the parent."""
    return (property_shape, SH.qualifiedValueShapesDisjoint, None) not in shapes

"""Shapes rewritten so that pySHACL asks each property shape once about all its focus nodes, not once about each.

pySHACL reads a shape's parameters anew for every call. Where a node shape hands its focus nodes to a property
shape (``sh:property``), that is once for every node; where the property shape has the targets itself, once in all.
Both say the same (SHACL, section 4.7.2): the results of ``sh:property`` are those of the property shape.
"""

from collections import defaultdict
from collections.abc import Iterable

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

__all__ = ["TARGETS", "FewNodes", "with_targets_on_properties"]

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


class FewNodes:
    """Nodes of a data graph, asked which of them a shape looks at.

    pySHACL finds all nodes that a shape looks at: of a big class, that takes longer than to validate a few.
    """

    def __init__(self, data: Graph, nodes: Iterable[URIRef]) -> None:
        self._data = data
        self.nodes = frozenset[Node](nodes)
        self._by_class: defaultdict[Node, set[Node]] = defaultdict(set)
        self._by_predicate: dict[tuple[Node, bool], set[Node]] = {}
        broader: dict[Node, set[Node]] = {}
        for node in self.nodes:
            for class_ in data.objects(node, RDF.type):
                if class_ not in broader:
                    above = data.transitive_objects(class_, RDFS.subClassOf)
                    broader[class_] = {class_, *(one for one in above if one is not None)}
                for one in broader[class_]:
                    self._by_class[one].add(node)

    def among(
        self,
        nodes: Iterable[Node],
        classes: Iterable[Node],
        implicit: Iterable[Node],
        objects_of: Iterable[Node],
        subjects_of: Iterable[Node],
    ) -> set[Node]:
        """Those that a shape with these targets looks at (SHACL, section 2.1.3), in pySHACL's order of targets."""
        found = set(self.nodes.intersection(nodes))
        for class_ in (*classes, *implicit):
            found |= self._by_class.get(class_, set())
        for predicate in subjects_of:
            found |= self._at_end_of(predicate, is_subject=True)
        for predicate in objects_of:
            found |= self._at_end_of(predicate, is_subject=False)
        return found

    def _at_end_of(self, predicate: Node, is_subject: bool) -> set[Node]:
        key = (predicate, is_subject)
        if key not in self._by_predicate:
            found = {node for node in self.nodes if self._stands_at(node, predicate, is_subject)}
            self._by_predicate[key] = found
        return self._by_predicate[key]

    def _stands_at(self, node: Node, predicate: Node, is_subject: bool) -> bool:
        pattern = (node, predicate, None) if is_subject else (None, predicate, node)
        return next(self._data.triples(pattern), None) is not None

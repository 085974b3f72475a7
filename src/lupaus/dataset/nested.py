"""Shapes within property shapes: they report on values of what the outer one looks at (SHACL, section 4.7.2)."""

from collections.abc import Iterable

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

__all__ = ["outer_nodes"]


def outer_nodes(shapes: Graph, shape: Node, data: Graph, nodes: Iterable[Node]) -> set[URIRef] | None:
    """The nodes of ``data`` among whose values ``shape`` asks about ``nodes``; ``None`` if that cannot be told.

    Paths of one step are followed back, others are not.
    """
    found: set[URIRef] = set()
    for path in _paths_handed_on(shapes, shape):
        inverse = shapes.value(path, SH.inversePath)
        if not isinstance(inverse if inverse is not None else path, URIRef):
            return None
        for node in nodes:
            ends = data.subjects(path, node) if inverse is None else data.objects(node, inverse)
            found.update(end for end in ends if isinstance(end, URIRef))
    return found


def _paths_handed_on(shapes: Graph, shape: Node) -> set[Node | None]:
    """The paths to the values that shapes within are asked about; ``None`` for one of more than a step."""
    within = set(shapes.objects(shape, SH.property))
    path = shapes.value(shape, SH.path)
    if path is None:
        return set().union(*(_paths_handed_on(shapes, one) for one in within))
    if any((one, SH.property, None) in shapes for one in within):
        return {None}
    return {path} if within else set()

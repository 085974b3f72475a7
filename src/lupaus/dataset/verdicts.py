"""Inner shapes whose verdict on a value is remembered: ``sh:or``, ``sh:qualifiedValueShape`` and the like.

They are only asked whether a value conforms; what else pySHACL has to say of it is dropped. Most look at one
trait of the value, such as its language, and values alike in it share a verdict. pySHACL gives each once.
"""

from collections.abc import Callable, Hashable
from typing import cast

from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH, Graph, IdentifiedNode, Literal
from rdflib.collection import Collection
from rdflib.term import Node

__all__ = ["LISTS", "SINGLE", "TRAITS", "RememberingShapes", "leaf_parameters"]

LISTS = (SH["or"], SH["and"], SH.xone)
"""The constraints that ask each shape of a list whether a value conforms (SHACL, section 4.6)."""
SINGLE = (SH["not"], SH.qualifiedValueShape)
"""The constraints that ask one shape (SHACL, sections 4.6.1 and 4.7.3)."""

_Trait = Callable[[Graph, Node], Hashable]
_Term = IdentifiedNode | Literal


def _language(data: Graph, value: Node) -> Hashable:
    return value.language if isinstance(value, Literal) else None


def _classes(data: Graph, value: Node) -> Hashable:
    """Literals have no class. All others are judged by their types (SHACL, section 4.1.1)."""
    return None if isinstance(value, Literal) else frozenset(data.objects(value, RDF.type))


def _itself(data: Graph, value: Node) -> Hashable:
    """Two literals are the same here only if they are written alike."""
    return (str(value), value.datatype, value.language) if isinstance(value, Literal) else value


_BY_VALUE = (SH.datatype, SH.nodeKind, SH.pattern, SH.minLength, SH.maxLength, SH["in"], SH.hasValue,
             SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive)  # fmt: skip

TRAITS: dict[Node, _Trait] = {
    **dict.fromkeys(_BY_VALUE, _itself), SH.languageIn: _language, SH["class"]: _classes,
}  # fmt: skip
"""What of a value decides each constraint, in a data graph that does not change."""

_WORDS = {RDF.type, RDFS.label, RDFS.comment, SH.message, SH.severity, SH.name, SH.description, SH.flags}
"""What a shape may say without looking at more of a value. ``sh:flags`` only tells how to read ``sh:pattern``."""


def leaf_parameters(shapes: Graph, shape: Node) -> frozenset[Node] | None:
    """The parameters of a node shape that looks at the value itself and at nothing around it, else ``None``."""
    parameters = frozenset(shapes.predicates(shape)) - _WORDS
    return parameters if parameters <= TRAITS.keys() else None


class RememberingShapes(ShapesGraph):
    """Shapes as pySHACL reads them, the inner ones among them with a memory."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self._remembered: dict[Node, _Remembered] = {}
        asked = {shape for predicate in SINGLE for shape in graph.objects(None, predicate)}
        asked |= {s for predicate in LISTS for head in graph.objects(None, predicate)
                  for s in Collection(graph, head)}  # fmt: skip
        # Who is asked in another way too has more to tell than a verdict.
        self._inner = {
            shape: parameters
            for shape in asked
            if (parameters := leaf_parameters(graph, shape)) is not None
            and not set(graph.predicates(None, shape)) - {*SINGLE, RDF.first}
        }

    def lookup_shape_from_node(self, node: Node) -> Shape:
        """As pySHACL's, which asks here for every shape that another one names."""
        shape = super().lookup_shape_from_node(node)
        if node not in self._inner:
            return shape
        if node not in self._remembered:
            self._remembered[node] = _Remembered(shape, [TRAITS[p] for p in sorted(self._inner[node], key=str)])
        return cast(Shape, self._remembered[node])  # it answers all that is asked of an inner shape

    def forget(self) -> None:
        """Forget all verdicts: the data graph has changed."""
        self._remembered.clear()


class _Remembered:
    """Stands for one inner shape where others ask it."""

    is_property_shape = False

    def __init__(self, shape: Shape, traits: list[_Trait]) -> None:
        self._shape = shape
        self._traits = traits
        self._verdicts: dict[Hashable, bool] = {}

    def validate(
        self, executor: SHACLExecutor, target_graph: Graph, focus: _Term, _evaluation_path: list[object]
    ) -> tuple[bool, list[object]]:
        """Whether ``focus`` conforms, and no results: whoever asks has no use for them."""
        key = tuple(trait(target_graph, focus) for trait in self._traits)
        if key not in self._verdicts:
            self._verdicts[key] = self._shape.validate(
                executor, target_graph, focus=focus, _evaluation_path=_evaluation_path
            )[0]
        return self._verdicts[key], []

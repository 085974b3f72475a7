"""The SHACL gate. Pyshacl and rdflib are imported here and in the modules beside it alone."""

import logging
from collections.abc import Collection, Iterable
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Store, Triple
from pyparsing import ParseException
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shape import Shape
from pyshacl.validator import Validator
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from lupaus.dataset.mirror import Unchanging, mirror, to_rdflib_triple
from lupaus.dataset.nested import outer_nodes
from lupaus.dataset.report import SEVERITIES, Finding, Severity
from lupaus.dataset.targets import FewNodes, with_targets_on_properties
from lupaus.dataset.verdicts import RememberingShapes
from lupaus.errors import BuildError

__all__ = ["Gate", "to_rdflib"]

_VIOLATION, _WARNING, _INFO = SEVERITIES


# The last one is what rdflib says of a query inside a shape.
_UNUSABLE = (ShapeLoadError, ConstraintLoadError, ReportableRuntimeError, ParseException)


class Gate:
    """The shapes, parsed once, and the data graph they are asked about."""

    def __init__(self, shapes: Iterable[Triple]) -> None:
        self._shapes = to_rdflib(shapes)
        self._data = Graph()

    def validate(self, store: Store, focus: Collection[str] | None = None) -> list[Finding]:
        """Validate the default graph of ``store``, or only the nodes of ``focus``.

        :raises BuildError: if the shapes themselves cannot be used.
        """
        return self.validate_graph(mirror(store), focus)

    def validate_graph(self, data: Graph, focus: Collection[str] | None = None) -> list[Finding]:
        """As ``validate``, of a graph of rdflib's."""
        self._data = data
        if not len(self._shapes) or (focus is not None and not focus):
            return []
        # pyshacl reports what it meets on the way through logging and standard error; we say it once, as findings.
        silent = logging.getLogger("lupaus.shacl")
        silent.disabled = True
        try:
            results = self._results(None if focus is None else frozenset(focus), silent)
        except _UNUSABLE as error:
            raise BuildError(f"The shapes cannot be used: {error}") from error
        found = [self._finding(results, node) for node in results.subjects(RDF.type, SH.ValidationResult)]
        return found if focus is None else [finding for finding in found if finding.focus[1:-1] in focus]

    def _results(self, focus: frozenset[str] | None, logger: logging.Logger) -> Graph:
        """The validation report.

        The ``focus_nodes`` argument of ``pyshacl.validate`` also drops every other node where one shape asks
        another (``sh:qualifiedValueShape``, ``sh:property``), and so reports what is not wrong. Here only targets
        are narrowed.
        """
        few = None if focus is None else FewNodes(self._data, map(URIRef, focus))
        options = {"inplace": True, "logger": logger}
        validator = Validator(DataGraph.from_rdflib(Graph()), shacl_graph=Graph(), options=options)
        executor = validator.make_executor()
        results = []
        shapes = self._parsed
        shapes.forget()
        for shape in shapes.shapes:
            if nodes := self._looked_at(shape, few):
                results += shape.validate(executor, self._data, focus=sorted(nodes, key=str))[1]
        report = validator.create_validation_report(shapes, not results, results)[0]
        assert isinstance(report, Graph)
        return report

    def _looked_at(self, shape: Shape, few: FewNodes | None) -> set[Node]:
        """The nodes to begin with: those that lead to what is said of ``few`` by shapes within ``shape``, too."""
        if few is not None:
            outer = outer_nodes(self._shapes, shape.node, self._data, few.nodes)
            if outer is not None:
                targets = [list(some) for some in shape.target()]  # type: ignore[no-untyped-call]
                return few.among(*targets) | FewNodes(self._data, outer).among(*targets)
        return set(shape.focus_nodes(self._data))  # type: ignore[no-untyped-call]

    @cached_property
    def _parsed(self) -> RememberingShapes:
        return RememberingShapes(Unchanging(with_targets_on_properties(self._shapes)))

    def _finding(self, results: Graph, node: Node) -> Finding:
        focus, value = results.value(node, SH.focusNode), results.value(node, SH.value)
        # A SPARQL constraint with a name of its own says more than the shape it stands in.
        constraint, path = results.value(node, SH.sourceConstraint), results.value(node, SH.resultPath)
        source = constraint if isinstance(constraint, URIRef) else results.value(node, SH.sourceShape)
        component = results.value(node, SH.sourceConstraintComponent)
        assert focus is not None
        assert component is not None
        return Finding(
            severity=_severity(results.value(node, SH.resultSeverity)),
            rule=self._named_shape(source),
            component=_text(component),
            message=_message(results, node),
            focus=_text(focus),
            path=None if path is None else self._path(path, results),
            value=None if value is None or isinstance(value, BNode) else _text(value),
        )

    def _named_shape(self, shape: Node | None) -> str:
        """The shape, or if it has no IRI the nearest one around it that has: a blank node's label says nothing."""
        seen: set[Node] = set()
        while isinstance(shape, BNode) and shape not in seen:
            seen.add(shape)
            shape = next(iter(self._shapes.subjects(None, shape)), shape)
        return "_:shape" if shape is None or isinstance(shape, BNode) else _text(shape)

    def _path(self, path: Node, results: Graph) -> str | None:
        if not isinstance(path, BNode):
            return _text(path)
        inverse = results.value(path, SH.inversePath) or self._shapes.value(path, SH.inversePath)
        return f"[ <{SH.inversePath}> {_text(inverse)} ]" if isinstance(inverse, URIRef) else None


def _severity(term: Node | None) -> Severity:
    """A severity of one's own making counts as a violation."""
    return {SH.Warning: _WARNING, SH.Info: _INFO}.get(term, _VIOLATION) if isinstance(term, URIRef) else _VIOLATION


def to_rdflib(triples: Iterable[Triple]) -> Graph:
    """The triples as an rdflib graph."""
    graph = Graph()
    for triple in triples:
        graph.add(to_rdflib_triple(triple))
    return graph


def _text(node: Node) -> str:
    """A term in N-Triples syntax; rdflib's own ``n3`` abbreviates numbers and breaks long strings."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, RdflibLiteral):
        if node.language:
            return str(Literal(str(node), language=node.language))
        return str(Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None))
    return f"_:{node}"


def _message(results: Graph, node: Node) -> str:
    """The English message of a result, else the one without a language, else the first."""
    messages = [m for m in results.objects(node, SH.resultMessage) if isinstance(m, RdflibLiteral)]
    messages.sort(key=lambda m: (m.language != "en", m.language is not None, str(m)))
    return " ".join(str(messages[0]).split()) if messages else "breaks the rule"

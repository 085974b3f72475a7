"""The curated files, parsed strictly, each triple in its named graph."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lupaus.dataset.graphs import graph_of, rule_of
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.syntax import source_error
from lupaus.dataset.terms import RDF_TYPE, Graphs, Term, ours
from lupaus.dataset.tokens import Outline, tokenize
from lupaus.errors import SourceError

__all__ = ["SourceFile", "Sources", "load_sources", "parse_turtle"]

_ROUTES = (("Claim", "claims"), ("Source", "sources"))
"""In most files, subjects of these types go to a graph of their own: a fact and its claims stand in one file."""


@dataclass(frozen=True)
class SourceFile:
    """One parsed file."""

    path: str
    text: str
    triples: tuple[Triple, ...]
    graphs: tuple[str, ...]
    """The name of the graph of each triple, in step with ``triples``."""

    @cached_property
    def outline(self) -> Outline:
        """Where its subjects stand."""
        return Outline(self.text)

    @cached_property
    def statements(self) -> frozenset[tuple[str, str]]:
        """The subjects with an IRI and each predicate they have here."""
        return frozenset(
            (t.subject.value, t.predicate.value) for t in self.triples if isinstance(t.subject, NamedNode)
        )

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The IRIs that are subjects here."""
        subjects = {triple.subject for triple in self.triples}
        return frozenset(subject.value for subject in subjects if isinstance(subject, NamedNode))


@dataclass(frozen=True)
class Sources:
    """Every curated file."""

    base: str
    files: tuple[SourceFile, ...]

    @cached_property
    def graphs(self) -> Graphs:
        """Source graphs by name. ``data/dataset.ttl`` is not among them, see ``described``."""
        return {name: triples for name, triples in self._all.items() if rule_of(name).is_source}

    @property
    def described(self) -> frozenset[Triple]:
        """What ``data/dataset.ttl`` says about the dataset."""
        return self._all.get("void", frozenset())

    def place(self, subject: str, predicate: str | None = None) -> tuple[str, int] | None:
        """The file and line where ``subject`` is written as a subject, at ``predicate`` if it is there."""
        files = self._files_by_subject.get(subject, ())
        for wanted in (predicate, None):
            for file in files:
                if wanted is None or (subject, wanted) in file.statements:
                    line = file.outline.line(subject, wanted)
                    if line is not None:
                        return file.path, line
        return None

    @cached_property
    def _all(self) -> Graphs:
        graphs: defaultdict[str, set[Triple]] = defaultdict(set)
        for file in self.files:
            for name, triple in zip(file.graphs, file.triples, strict=True):
                graphs[name].add(triple)
        return {name: frozenset(graphs[name]) for name in sorted(graphs)}

    @cached_property
    def _files_by_subject(self) -> dict[str, list[SourceFile]]:
        files: defaultdict[str, list[SourceFile]] = defaultdict(list)
        for file in self.files:
            for subject in sorted(file.subjects):
                files[subject].append(file)
        return files


def load_sources(inputs: Inputs) -> Sources:
    """Parse every Turtle file of ``inputs``.

    :raises SourceError: at the first file that cannot be read, does not parse, stands in a folder without a
        graph, or has a blank node where none is allowed.
    """
    return Sources(inputs.base, tuple(_load(inputs, path) for path in inputs.turtle))


def parse_turtle(text: str, path: str) -> list[Triple]:
    """The triples of a Turtle document, as they are written. Relative IRIs are an error, there is no base.

    :raises SourceError: with line and column.
    """
    try:
        return [quad.triple for quad in parse(text, RdfFormat.TURTLE, rename_blank_nodes=True)]
    except SyntaxError as error:
        raise source_error(error, path) from error


def _load(inputs: Inputs, path: str) -> SourceFile:
    graph = graph_of(path)
    text = inputs.text(path)
    triples = parse_turtle(text, path)
    if not all(isinstance(t.object, NamedNode | BlankNode | Literal) for t in triples):
        raise SourceError("a triple term; describe the statement with a lup:Claim", path)
    if not rule_of(graph).blank_nodes:
        _refuse_blank_nodes(path, text, triples)
    routes = _routes(triples, inputs.base) if not _keeps_all(graph) else {}
    graphs = tuple(routes.get(triple.subject, graph) for triple in triples)
    return SourceFile(path, text, tuple(triples), graphs)


def _keeps_all(graph: str) -> bool:
    """Whether claims stay in the graph of their file: what one upstream says stays under its licence."""
    return graph == "void" or graph.startswith("lists/")


def _routes(triples: list[Triple], base: str) -> dict[Term, str]:
    targets = {ours(name, base): graph for name, graph in _ROUTES}
    return {
        t.subject: targets[t.object]
        for t in triples
        if t.predicate == RDF_TYPE and isinstance(t.object, NamedNode) and t.object in targets
    }


def _refuse_blank_nodes(path: str, text: str, triples: list[Triple]) -> None:
    """A blank node cannot be linked to, compared or patched by those who take our data in pieces."""
    if any(isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode) for t in triples):
        token = next(token for token in tokenize(text) if token.kind == "blank")
        raise SourceError("a blank node; give the thing an IRI of its own", path, token.line, token.column)

"""Changes in plain words: by thing, with its label; a graph that was computed or replaced whole as one line."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from lupaus.dataset.changes import Changes, GraphName
from lupaus.dataset.graphs import GRAPHS
from lupaus.dataset.report import short_name
from lupaus.dataset.snapshot import Snapshot
from lupaus.dataset.terms import RDF_TYPE, Term, iri
from lupaus.namespaces import graph_iri

__all__ = ["changes_as_text"]

_NAMES = (iri("rdfs:label"), iri("skos:prefLabel"), iri("dcterms:title"))
_ABOUT = iri("rdf:subject")
_STRING = iri("xsd:string")


def changes_as_text(changes: Changes, old: Snapshot, new: Snapshot) -> str:
    """One block for each thing, new ones first, then changed ones, then those that are gone; a count at the end.

    A claim stands with the thing that it is about. Quads of graphs that the build computes, and of graphs with
    blank nodes, are only counted.
    """
    return _Writer(changes, old, new).text()


@dataclass(frozen=True)
class _Line:
    sign: str
    thing: Term
    predicate: NamedNode
    object: Term

    @property
    def order(self) -> tuple[str, bool, str, bool, str]:
        """By thing, its type first; what goes before what comes."""
        is_type = self.predicate == RDF_TYPE
        return str(self.thing), not is_type, str(self.predicate), self.sign == "+", str(self.object)


class _Writer:
    def __init__(self, changes: Changes, old: Snapshot, new: Snapshot) -> None:
        self._changes, self._base = changes, new.base
        both = old.quads | new.quads
        self._about: dict[Term, Term] = {quad.subject: quad.object for quad in both if quad.predicate == _ABOUT}
        self._names = _english_names(old.quads) | _english_names(new.quads)
        computed = {graph_iri(rule.name, base) for rule in GRAPHS if not rule.is_source
                    for base in (old.base, new.base)}  # fmt: skip
        self._counted = changes.replaced | {NamedNode(name) for name in computed}
        self._before, self._after = (
            {quad.subject for quad in quads if quad.graph_name not in self._counted}
            for quads in (old.quads, new.quads)
        )

    def text(self) -> str:
        blocks: defaultdict[Term, list[_Line]] = defaultdict(list)
        for sign, quads in (("-", self._changes.removed), ("+", self._changes.added)):
            for quad in quads:
                if quad.graph_name not in self._counted:
                    line = _Line(sign, quad.subject, quad.predicate, quad.object)
                    blocks[self._host(quad.subject)].append(line)
        ordered = sorted(blocks, key=lambda thing: (_RANKS[self._standing(thing)], str(thing)))
        tally = Counter(self._standing(thing) for thing in ordered)
        written = [line for thing in ordered for line in self._block(thing, blocks[thing])]
        return "\n".join([*written, *self._graphs(), self._sum(tally)]) + "\n"

    def _host(self, thing: Term) -> Term:
        about = self._about.get(thing)
        return about if isinstance(about, NamedNode) and thing not in self._names else thing

    def _standing(self, thing: Term) -> str:
        if thing in self._before and thing in self._after:
            return "changed"
        return "new" if thing in self._after else "gone" if thing in self._before else "changed"

    def _block(self, thing: Term, lines: list[_Line]) -> Iterator[str]:
        name = self._names.get(thing)
        shown = short_name(str(thing), self._base)
        yield f"{self._standing(thing)}: {f'{name} ({shown})' if name else shown}"
        for line in sorted(lines, key=lambda line: (line.thing != thing, line.order)):
            own = "" if line.thing == thing else f"{short_name(str(line.thing), self._base)}: "
            predicate = "a" if line.predicate == RDF_TYPE else short_name(str(line.predicate), self._base)
            yield f"  {line.sign} {own}{predicate} {self._shown(line.object)}"

    def _shown(self, term: Term) -> str:
        if not isinstance(term, Literal) or term.language or term.datatype == _STRING:
            return short_name(str(term), self._base)
        return f"{Literal(term.value)}^^{short_name(str(term.datatype), self._base)}"

    def _graphs(self) -> Iterator[str]:
        removed, added = (
            Counter(quad.graph_name for quad in quads) for quads in (self._changes.removed, self._changes.added)
        )
        for graph in sorted((removed.keys() | added.keys()) & self._counted, key=str):
            how = "replaced as a whole" if graph in self._changes.replaced else "computed anew"
            yield f"{_graph_name(graph, self._base)} {how}: {_counts(added[graph], removed[graph])}"

    def _sum(self, tally: Counter[str]) -> str:
        if not self._changes:
            return "Nothing changed."
        things = ", ".join(f"{tally[standing]} {standing}" for standing in _RANKS)
        return f"Things: {things}. {_counts(len(self._changes.added), len(self._changes.removed)).capitalize()}."


_RANKS = {"new": 0, "changed": 1, "gone": 2}


def _counts(added: int, removed: int) -> str:
    return f"{added} triple{'' if added == 1 else 's'} added, {removed} removed"


def _graph_name(graph: GraphName, base: str) -> str:
    if isinstance(graph, DefaultGraph | BlankNode):
        return "default graph" if isinstance(graph, DefaultGraph) else str(graph)
    return graph.value.removeprefix(base)


def _english_names(quads: Iterable[Quad]) -> dict[Term, str]:
    """The label of each thing, an English one before others; claims have none."""
    best: dict[Term, tuple[tuple[bool, int, str], str]] = {}
    for quad in quads:
        if quad.predicate in _NAMES and isinstance(quad.object, Literal):
            literal = quad.object
            rank = (literal.language != "en", _NAMES.index(quad.predicate), str(literal))
            if quad.subject not in best or rank < best[quad.subject][0]:
                best[quad.subject] = rank, literal.value
    return {thing: name for thing, (_, name) in best.items()}

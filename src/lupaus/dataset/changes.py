"""What changed from one dataset to another, as quads to remove and quads to add."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from lupaus.dataset.canonical import canonical_quads
from lupaus.dataset.terms import Term, by_text

__all__ = ["Changes", "GraphName", "apply_changes", "compare"]

GraphName = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True)
class Changes:
    """What to remove from the old dataset, and then what to add, so that it becomes the new one."""

    removed: frozenset[Quad]
    """As the old dataset writes them, blank nodes included."""
    added: frozenset[Quad]
    """Blank nodes here have labels that the old dataset does not use."""
    replaced: frozenset[GraphName] = frozenset()
    """Graphs with blank nodes that differ: whoever keeps a copy had better take the new one whole.

    A blank node has no name that holds from one version to the next, so all quads with one are removed and added.
    """

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


def compare(old: Iterable[Quad], new: Iterable[Quad]) -> Changes:
    """The changes from ``old`` to ``new``.

    Graphs without blank nodes are compared quad by quad. The others are compared by RDFC-1.0, together with the
    graphs they share blank nodes with, and replaced as a whole if they differ.
    """
    before, after = frozenset(old), frozenset(new)
    removed, added = set(before - after), set(after - before)
    replaced: set[GraphName] = set()
    for names in _entangled(before, after):
        removed = {quad for quad in removed if quad.graph_name not in names}
        added = {quad for quad in added if quad.graph_name not in names}
        theirs = [quad for quad in before if quad.graph_name in names]
        ours = canonical_quads(quad for quad in after if quad.graph_name in names)
        if canonical_quads(theirs) != ours:
            removed.update(theirs)
            added |= _renamed(ours)
            replaced |= names
    return Changes(frozenset(removed - added), frozenset(added - removed), frozenset(replaced))


def apply_changes(quads: Iterable[Quad], changes: Changes) -> frozenset[Quad]:
    """``quads`` without what ``changes`` removes, with what it adds."""
    return (frozenset(quads) - changes.removed) | changes.added


def _entangled(*datasets: frozenset[Quad]) -> Iterator[frozenset[GraphName]]:
    """Graphs with blank nodes, those that share one in either dataset together."""
    groups: list[set[GraphName]] = []
    for quads in datasets:
        users: defaultdict[BlankNode, set[GraphName]] = defaultdict(set)
        for quad in quads:
            for node in _blank_nodes_of(quad):
                users[node].add(quad.graph_name)
        distinct = {frozenset(names) for names in users.values()}
        groups.extend(set(names) for names in sorted(distinct, key=str))
    merged: list[set[GraphName]] = []
    for group in groups:
        apart = [other for other in merged if not other & group]
        merged = [*apart, group.union(*(other for other in merged if other & group))]
    yield from map(frozenset, merged)


def _blank_nodes_of(quad: Quad) -> Iterator[BlankNode]:
    for term in (quad.subject, quad.object, quad.graph_name):
        yield from _blank_nodes_in(term)


def _blank_nodes_in(term: Term | DefaultGraph) -> Iterator[BlankNode]:
    if isinstance(term, BlankNode):
        yield term
    elif isinstance(term, Triple):
        yield from _blank_nodes_in(term.subject)
        yield from _blank_nodes_in(term.object)


def _renamed(quads: frozenset[Quad]) -> set[Quad]:
    """With labels that say which graph they are of, by its hash: ``c14n0`` of another graph must not be met."""
    text = serialize(sorted(quads, key=by_text), format=RdfFormat.N_QUADS)
    assert text is not None
    prefix = "b" + hashlib.sha256(text).hexdigest()[:16]

    def rename(node: BlankNode) -> BlankNode:
        return BlankNode(prefix + node.value)

    return {_map_blank_nodes(quad, rename) for quad in quads}


def _map_blank_nodes(quad: Quad, rename: Callable[[BlankNode], BlankNode]) -> Quad:
    subject, graph = quad.subject, quad.graph_name
    return Quad(
        rename(subject) if isinstance(subject, BlankNode) else subject,
        quad.predicate,
        _map_term(quad.object, rename),
        rename(graph) if isinstance(graph, BlankNode) else graph,
    )


def _map_term(term: Term, rename: Callable[[BlankNode], BlankNode]) -> Term:
    if isinstance(term, BlankNode):
        return rename(term)
    if isinstance(term, Triple):
        subject = term.subject
        return Triple(
            rename(subject) if isinstance(subject, BlankNode) else subject,
            term.predicate,
            _map_term(term.object, rename),
        )
    return term

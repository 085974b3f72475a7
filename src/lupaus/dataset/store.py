"""The store that rules and checks ask: the named graphs, and their merge as the default graph."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Quad, Store, Triple

from lupaus.dataset.canonical import quads_of
from lupaus.dataset.graphs import is_in_default
from lupaus.dataset.terms import Graphs

__all__ = ["add_graph", "default_quads", "load_store", "merge"]


def merge(graphs: Graphs) -> frozenset[Triple]:
    """The triples of the default graph, each once."""
    return frozenset().union(*(triples for name, triples in graphs.items() if is_in_default(name)))


def load_store(graphs: Graphs, base: str) -> Store:
    """A store in memory that holds ``graphs`` and their merge, as the endpoint will."""
    store = Store()
    store.bulk_extend(quads_of(graphs, base))
    store.bulk_extend(default_quads(merge(graphs)))
    return store


def add_graph(store: Store, name: str, triples: frozenset[Triple], base: str) -> None:
    """Put one more named graph into ``store``, and into its default graph where it belongs there."""
    store.bulk_extend(quads_of({name: triples}, base))
    if is_in_default(name):
        store.bulk_extend(default_quads(triples))


def default_quads(triples: Iterable[Triple]) -> Iterable[Quad]:
    """``triples`` as quads of the default graph."""
    default = DefaultGraph()
    return (Quad(t.subject, t.predicate, t.object, default) for t in triples)

"""In which named graphs a triple stands, and its N-Quads lines there."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from lupaus.dataset.sheet import Sheet
from lupaus.namespaces import graph_iri

__all__ = ["Home", "graphs_among", "homes_of", "line"]


class Home(NamedTuple):
    """Where one triple stands."""

    graphs: tuple[str, ...]
    """Names of named graphs, in the order of the table of graphs."""
    lines: str
    """One line of N-Quads for each of them."""


def homes_of(sheets: Mapping[str, Sheet], base: str) -> Mapping[Triple, Home]:
    """Every triple of these graphs, by name, with its graphs; written once here, for documents repeat it often."""
    found: dict[Triple, Home] = {}
    for name, sheet in sheets.items():
        end = f" <{graph_iri(name, base)}> .\n"
        for triple, text in zip(sheet.triples, sheet.texts, strict=True):
            before = found.get(triple)
            if before is None:
                found[triple] = Home((name,), text + end)
            else:
                found[triple] = Home((*before.graphs, name), before.lines + text + end)
    return found


def line(triple: Triple) -> str:
    """The line of a triple that stands in no named graph."""
    return f"{triple} .\n"


def graphs_among(homes: Iterable[Home | None], base: str) -> list[NamedNode]:
    """The named graphs where triples stand, by IRI; ``None`` for a triple that stands in no named graph."""
    names = {name for home in homes if home for name in home.graphs}
    return [NamedNode(graph_iri(name, base)) for name in sorted(names)]

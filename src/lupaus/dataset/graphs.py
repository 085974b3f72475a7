"""The one table of named graphs: which folder feeds which graph, and what a graph may hold."""

from dataclasses import dataclass
from functools import cache

from lupaus.errors import SourceError

__all__ = ["GRAPHS", "GraphRule", "graph_of", "is_in_default", "rule_of"]


@dataclass(frozen=True)
class GraphRule:
    """One named graph, or one family of them."""

    name: str
    """Its name under ``graph/``; ``lists/*`` stands for one graph a file."""
    places: tuple[str, ...] = ()
    """The files it is read from: a path, or a folder with everything below it."""
    blank_nodes: bool = False
    """Whether blank nodes are allowed: only in graphs that are always read and replaced as a whole."""
    in_default: bool = True
    """Whether the default graph holds its triples."""
    is_source: bool = True
    """Whether people write it. The rest is computed by the build."""


_CURATED = (
    "declarations", "signatures", "networks", "memberships", "cities",
    "people", "organisations", "events", "actions", "places",
)  # fmt: skip

GRAPHS = (
    GraphRule("ontology", ("ontology/lupaus.ttl",), blank_nodes=True),
    GraphRule("themes", ("ontology/schemes/",)),
    GraphRule("alignments", ("ontology/alignments/",), blank_nodes=True),
    GraphRule("curated", tuple(f"data/{folder}/" for folder in _CURATED)),
    GraphRule("cities", ("data/cities-other/",)),
    GraphRule("geo", ("data/geo/",)),
    GraphRule("lists/*", ("data/lists/",)),
    GraphRule("wikidata", ("data/wikidata/",), in_default=False),
    GraphRule("sources", ("data/sources/",)),
    GraphRule("claims"),
    GraphRule("shapes", ("shapes/",), blank_nodes=True, in_default=False),
    GraphRule("examples", ("data/queries/",), blank_nodes=True, in_default=False),
    GraphRule("inferred", is_source=False),
    GraphRule("sameas", in_default=False, is_source=False),
    GraphRule("void", ("data/dataset.ttl",), is_source=False),
)
"""Every named graph, in the order they are listed everywhere.

``graph/claims`` has no folder: a claim stands in the file of the fact it is about, and its type sends it there.
``graph/wikidata`` repeats what Wikidata says; none of it is asserted here, so the default graph is without it.
``graph/void`` has one, but is no source graph: what the file says is copied into the computed description.
"""


def graph_of(path: str) -> str:
    """The name of the graph that the source file at ``path`` feeds.

    :raises SourceError: if no graph takes files from there.
    """
    for rule in GRAPHS:
        for place in rule.places:
            if path == place or (place.endswith("/") and path.startswith(place)):
                stem = path.removeprefix(place).removesuffix(".ttl")
                return rule.name.replace("*", stem)
    raise SourceError("no graph takes files from this folder; the table is in dataset/graphs.py", path)


@cache
def rule_of(name: str) -> GraphRule:
    """The row for the graph called ``name``."""
    family = "lists/*" if name.startswith("lists/") else name
    return next(rule for rule in GRAPHS if rule.name == family)


def is_in_default(name: str) -> bool:
    """Whether the default graph, the merge the endpoint answers from, holds this graph."""
    return rule_of(name).in_default

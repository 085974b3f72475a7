"""The vocabulary's files as graphs, and the rules run over them."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from lupaus.namespaces import PREFIXES

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"
HERE = Path(__file__).resolve().parent
RULES = tuple(sorted(path.name for path in (ONTOLOGY / "rules").glob("*.rq")))

Triples = frozenset[ox.Triple]
RunRules = Callable[..., Triples]


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """The core file, alone."""
    return Graph().parse(ONTOLOGY / "lupaus.ttl")


@pytest.fixture(scope="session")
def schemes() -> Graph:
    """All concept schemes, merged."""
    return merged((ONTOLOGY / "schemes").glob("*.ttl"))


@pytest.fixture(scope="session")
def alignments() -> Graph:
    """All alignments, merged."""
    return merged((ONTOLOGY / "alignments").glob("*.ttl"))


@pytest.fixture(scope="session")
def slice_graph() -> Graph:
    """A little of everything the vocabulary describes, as curators write it."""
    return Graph().parse(HERE / "slice.ttl")


@pytest.fixture(scope="session")
def slice_triples() -> Triples:
    """The same for the rules."""
    return read((HERE / "slice.ttl").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def source_triples(slice_triples: Triples) -> Triples:
    """Slice, ontology and schemes as one merged graph: what the rules see in a build."""
    files = (ONTOLOGY / "lupaus.ttl", *sorted((ONTOLOGY / "schemes").glob("*.ttl")))
    return slice_triples.union(*(read(path.read_text(encoding="utf-8"), path.name) for path in files))


@pytest.fixture(scope="session")
def run_rules() -> RunRules:
    """``run_rules(given, names, rounds)``: what the rules add to ``given``."""
    return add_by_rules


def merged(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in sorted(paths):
        graph.parse(path)
    return graph


def read(turtle: str, name: str = "") -> Triples:
    """Turtle as triples; blank nodes are named after the file, so that files can be merged."""
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    quads = ox.parse(prefixes + turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    return frozenset(quad.triple for quad in quads)


def rule_text(name: str) -> str:
    return (ONTOLOGY / "rules" / name).read_text(encoding="utf-8")


def add_by_rules(given: Triples, names: Iterable[str] = RULES, rounds: int = 10) -> Triples:
    """Run the rules in turn until a whole round adds nothing, or ``rounds`` are over."""
    names = tuple(names)
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in given)
    for _ in range(rounds):
        before = len(store)
        for name in names:
            results = store.query(rule_text(name))
            assert isinstance(results, ox.QueryTriples), f"{name} is not a CONSTRUCT"
            store.extend([ox.Quad(*triple) for triple in results])
        if len(store) == before:
            break
    return frozenset(quad.triple for quad in store) - given

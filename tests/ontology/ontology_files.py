"""Where the vocabulary's files are, how they are read, and the rules run over them. For the tests beside it."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, RDF, Graph, Namespace, URIRef
from rdflib.term import Node

from lupaus.namespaces import BASE, LUP, PREFIXES

HERE = Path(__file__).resolve().parent
ONTOLOGY = HERE.parents[1] / "ontology"
RULES = tuple(sorted(path.name for path in (ONTOLOGY / "rules").glob("*.rq")))

LANGUAGES = ("en", "et", "fi", "sv")
LUP_NS = Namespace(LUP)
HEADER = URIRef(BASE + "ns")

Triples = frozenset[ox.Triple]


def merged(paths: Iterable[Path]) -> Graph:
    """The graphs of several files as one."""
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


def classes(graph: Graph) -> list[URIRef]:
    return sorted(node for node in graph.subjects(RDF.type, OWL.Class) if isinstance(node, URIRef))


def properties(graph: Graph) -> list[URIRef]:
    return sorted(
        {
            node
            for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
            for node in graph.subjects(RDF.type, kind)
            if isinstance(node, URIRef)
        }
    )


def terms(graph: Graph) -> list[URIRef]:
    individuals = (node for node in graph.subjects(RDF.type, OWL.NamedIndividual) if isinstance(node, URIRef))
    return classes(graph) + properties(graph) + sorted(individuals)


def local(term: Node) -> str:
    return str(term).removeprefix(LUP)


def languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str]:
    return sorted(str(getattr(value, "language", None)) for value in graph.objects(subject, predicate))

"""The gate and the hygiene rules, and the worlds they are tried on.

A fixture is a base graph of ``valid/`` and, for most cases, an edit of it: a SPARQL update of a few lines.
The banner of an edit names its base and the one constraint that it trips.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyshacl.shapes_graph import ShapesGraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from lupaus.dataset.shacl import Gate, to_rdflib
from lupaus.namespaces import BASE, PREFIXES, compact

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "shapes"
HERE = Path(__file__).resolve().parent

GRAPH = BASE + "graph/"
PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())

CORE_SHAPES = ("groups", "core", "corpus", "links", "provenance")
SHAPES_OF_BASE = {
    "core.trig": CORE_SHAPES,
    "vocabulary.ttl": ("groups", "vocabulary"),
    "release.ttl": ("groups", "release"),
}
"""Which shapes are run over which base: the vocabulary and the description have shapes of their own."""

# A file's folder decides its graph; claims and sources go to graphs of their own wherever they stand, but in lists.
FOLDERS = {
    "declarations": "curated",
    "networks": "curated",
    "signatures": "curated",
    "memberships": "curated",
    "cities": "curated",
    "cities-other": "cities",
    "people": "curated",
    "organisations": "curated",
    "events": "curated",
    "actions": "curated",
    "places": "curated",
    "geo": "geo",
    "sources": "sources",
}
OWN_GRAPH = {
    ox.NamedNode(BASE + "ns#Claim"): "claims",
    ox.NamedNode(BASE + "ns#Source"): "sources",
}
SLICE = {
    "signatures": ("c40-good-food-cities-2019", "ema-rome-declaration-2018", "malmo-commitment-2022"),
    "memberships": ("metrex",),
    "lists": ("race-to-zero",),
}
"""Of the folders with thousands of rows all alike, the files that mutations are tried on."""

UNSEEN = {ox.NamedNode(f"{GRAPH}{name}") for name in ("inferred", "sameas", "void", "shapes")}
"""Graphs that shapes over the sources do not see."""
TYPE = ox.NamedNode(str(RDF.type))
Triple = tuple[Node, Node, Node]
SEVERITIES = ("info", "warning", "violation")


@dataclass(frozen=True)
class Finding:
    """One thing a shape or rule has to say."""

    rule: str
    severity: str
    focus: str
    value: str
    message: str


@dataclass(frozen=True)
class Rule:
    """One hygiene query with what its banner says of it."""

    slug: str
    identifier: str
    title: str
    severity: str
    message: str
    graphs: str
    reads: str
    query: str


@dataclass(frozen=True)
class Edit:
    """One fixture: a base and an update of it, and what the update trips (nothing, where it is valid)."""

    path: Path
    trips: str
    base: str
    update: str


def banner(text: str) -> dict[str, str]:
    """The ``# key: value`` lines that a file begins with; its first sentence is under ``title``."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        match = re.match(r"# ([a-z ]+): (.+)$", line)
        if match:
            found[match[1]] = match[2]
        else:
            found.setdefault("title", line.removeprefix("#").strip())
    return found


def read_rule(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    says = banner(text)
    return Rule(
        slug=path.stem,
        identifier=says["identifier"],
        title=says["title"],
        severity=says["severity"],
        message=says["message"],
        graphs=says["graphs"],
        reads=says["reads"],
        query=text,
    )


def read_edit(path: Path) -> Edit:
    text = path.read_text(encoding="utf-8")
    says = banner(text)
    return Edit(path, says.get("trips", ""), Path(says["base"]).name, text)


RULES = [read_rule(path) for path in sorted((SHAPES / "hygiene").glob("*.rq"))]
INVALID = [read_edit(path) for path in sorted((HERE / "invalid").glob("*.ru"))]
NEARLY = [read_edit(path) for path in sorted((HERE / "valid").glob("*.ru")) if path.name != "core.ru"]


def graph(name: str) -> ox.NamedNode:
    return ox.NamedNode(GRAPH + name)


def read_turtle(store: ox.Store, path: Path, name: str) -> None:
    """Add a Turtle file to graph ``name``; its claims and sources go to their own graphs."""
    triples = list(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=BASE))
    own = {t.subject: OWN_GRAPH[t.object] for t in triples if t.predicate == TYPE and t.object in OWN_GRAPH}
    store.extend(ox.Quad(t.subject, t.predicate, t.object, graph(own.get(t.subject, name))) for t in triples)


def read_list(store: ox.Store, path: Path) -> None:
    """Add a compilation of others, with its claims, to its own graph."""
    store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=graph(f"lists/{path.stem}"))


def read_slice(store: ox.Store) -> None:
    """Add the data but for most rows of lists, and the cities that only these name."""
    for folder, name in FOLDERS.items():
        for path in sorted((ROOT / "data" / folder).glob("*.ttl")):
            if path.stem in SLICE.get(folder, (path.stem,)):
                read_turtle(store, path, name)
    for stem in SLICE["lists"]:
        read_list(store, ROOT / f"data/lists/{stem}.ttl")
    for subject in _unused(store):
        for quad in list(store.quads_for_pattern(subject, None, None, None)):
            store.remove(quad)


def _unused(store: ox.Store) -> set[ox.NamedNode]:
    """Cities that nothing names, lists that nothing is in, and the claims and geometries of both."""
    unused = """
        SELECT ?x {
          { ?x a lup:City . FILTER NOT EXISTS {
              ?other ?p ?x . FILTER (?p NOT IN (rdf:subject, rdf:object)) } }
          UNION
          { ?x geo:hasDefaultGeometry ?point . FILTER NOT EXISTS { ?x a ?kind } }
          UNION
          { ?x a lup:SignatoryList . FILTER NOT EXISTS { ?entry lup:listedIn ?x } }
        }"""
    parts = """
        SELECT ?part {
          VALUES ?x { %s }
          { ?part rdf:subject ?x } UNION { ?x geo:hasDefaultGeometry ?part }
        }"""
    found = {row["x"] for row in store.query(PREFIX_LINES + unused, use_default_graph_as_union=True)}
    named = " ".join(str(thing) for thing in found)
    rows = store.query(PREFIX_LINES + parts % named, use_default_graph_as_union=True)
    return found | {row["part"] for row in rows}


def read_ontology(store: ox.Store, *, with_header: bool = True) -> None:
    """Add the vocabulary and its schemes; their header gives an example from the data, which a fixture lacks."""
    read_turtle(store, ROOT / "ontology/lupaus.ttl", "ontology")
    for path in sorted((ROOT / "ontology/schemes").glob("*.ttl")):
        read_turtle(store, path, "themes")
    if not with_header:
        for quad in list(store.quads_for_pattern(ox.NamedNode(BASE + "ns"), None, None, None)):
            store.remove(quad)


class World:
    """A store and the default graph that shapes see, edited together and put back together.

    Copying a base for every edit would cost more than the edit's whole validation.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.data = merge(store)
        self.quads = frozenset(store)

    @contextmanager
    def edited(self, update: str) -> Iterator[set[str]]:
        """Apply a SPARQL update; yields the nodes whose validation it may have changed."""
        self.store.update(update)
        after = frozenset(self.store)
        gone, new = self.quads - after, after - self.quads
        assert gone or new, "the update changes nothing"
        try:
            with self.shown(gone, new) as focus:
                yield focus
        finally:
            for quad in new:
                self.store.remove(quad)
            self.store.extend(gone)

    @contextmanager
    def shown(self, gone: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> Iterator[set[str]]:
        """Apply a change to the graph that shapes see, for as long as the block lasts."""
        minus, plus = triples_of(gone), triples_of(new)
        # A triple that another graph still has stays.
        minus = [t for t in minus if t in self.data and not self._asserted(t, gone)]
        plus = [t for t in plus if t not in self.data]
        focus = self._near(minus)
        for triple in minus:
            self.data.remove(triple)
        for triple in plus:
            self.data.add(triple)
        focus |= self._near(plus)
        try:
            yield focus
        finally:
            for triple in plus:
                self.data.remove(triple)
            for triple in minus:
                self.data.add(triple)

    def _asserted(self, triple: Triple, gone: Iterable[ox.Quad]) -> bool:
        away = frozenset(gone)
        return any(
            quad not in away and quad.graph_name not in UNSEEN
            for quad in self.store.quads_for_pattern(*(as_term(node) for node in triple), None)
        )

    def _near(self, triples: Iterable[Triple]) -> set[str]:
        """The nodes whose validation a change of ``triples`` can alter.

        Both ends of each triple; whatever points to a node that changes its class (sh:class);
        and the declarations, the only nodes whose shapes look further than one step.
        """
        changed = list(triples)
        ends = {node for s, _, o in changed for node in (s, o) if isinstance(node, URIRef)}
        retyped = {s for s, p, _ in changed if p == RDF.type}
        inward = {s for node in retyped for s in self.data.subjects(None, node) if isinstance(s, URIRef)}
        declarations = set(self.data.subjects(RDF.type, URIRef(BASE + "ns#Declaration")))
        return {str(node) for node in ends | inward | declarations}


def as_term(node: Node) -> ox.NamedNode | ox.Literal | ox.BlankNode:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    assert isinstance(node, Literal)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD.string)))


def triples_of(quads: Iterable[ox.Quad]) -> list[Triple]:
    """The triples that shapes get to see, for rdflib."""
    return list(to_rdflib({quad.triple for quad in quads if quad.graph_name not in UNSEEN}))


def merge(store: ox.Store) -> Graph:
    """The default graph a release derives, for pyshacl: each triple once, inferences left out.

    Inferred triples could mask what the sources lack, so shapes see asserted triples only.
    """
    merged = Graph()
    for triple in triples_of(store):
        merged.add(triple)
    return merged


def load_shapes(names: Iterable[str]) -> Graph:
    shapes = Graph()
    for name in names:
        shapes.parse(SHAPES / f"{name}.ttl")
    return shapes


def curie(node: object) -> str:
    return "blank" if isinstance(node, BNode) else compact(str(node))


class Checker:
    """The gate that every release passes, over graphs that are edited in place."""

    def __init__(self, names: Iterable[str]) -> None:
        self.graph = load_shapes(names)
        text = self.graph.serialize(format="nt", encoding="utf-8")
        self._gate = Gate(quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))

    def targets(self, data: Graph) -> dict[str, set[Node]]:
        """The focus nodes of each shape that has targets."""
        found = {curie(shape.node): set(shape.focus_nodes(data)) for shape in ShapesGraph(self.graph).shapes}
        return {name: nodes for name, nodes in found.items() if nodes}

    def run(self, data: Graph, focus: Iterable[str] | None = None) -> list[Finding]:
        """What the shapes say of ``data``; of those of its nodes that are in ``focus``, if it is given."""
        found = self._gate.validate_graph(data, None if focus is None else frozenset(focus))
        return [Finding(compact(f.rule[1:-1]), f.severity, f.focus[1:-1], f.value or "", f.message) for f in found]


def run_rules(store: ox.Store, rules: Iterable[Rule] = ()) -> list[Finding]:
    """What the hygiene rules say of ``store``; all of them unless some are named."""
    findings = []
    for rule in rules or RULES:
        for row in store.query(rule.query, use_default_graph_as_union=True):
            this = str(row["this"].value)
            value = ""
            if any(variable.value == "value" for variable in row_variables(rule)):
                value = str(row["value"].value) if row["value"] is not None else ""
            message = rule.message.replace("{this}", this).replace("{value}", value)
            findings.append(Finding(rule.slug, rule.severity, this, value, message))
    return findings


def row_variables(rule: Rule) -> list[ox.Variable]:
    found = re.search(r"SELECT DISTINCT ([?\w ]+) WHERE", rule.query)
    assert found, f"{rule.slug} must begin with SELECT DISTINCT ?this"
    return [ox.Variable(name[1:]) for name in found[1].split()]


def worst(findings: Iterable[Finding], severity: str) -> set[str]:
    """The names of rules that spoke at least as loudly as ``severity``."""
    floor = SEVERITIES.index(severity)
    return {finding.rule for finding in findings if SEVERITIES.index(finding.severity) >= floor}

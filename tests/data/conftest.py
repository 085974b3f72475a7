"""The curated data as triples, read once, and the few views of them that several tests need."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from lupaus.namespaces import BASE, expand

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal


def iri(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def thing(path: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}id/{path}")


@dataclass(frozen=True)
class Claim:
    """A claim and what it says of its triple."""

    name: str
    identifier: str | None
    triple: tuple[Term, Term, Term]
    standing: str
    confidence: str
    sources: frozenset[Term]
    against: frozenset[str]
    attributed: bool
    created: bool


@dataclass(frozen=True)
class Curated:
    """Every triple of ``data/`` but those of the example queries, with the file each stands in."""

    files: dict[Path, list[ox.Triple]] = field(repr=False)

    @cached_property
    def triples(self) -> list[ox.Triple]:
        return [triple for triples in self.files.values() for triple in triples]

    @cached_property
    def by_subject(self) -> dict[Term, dict[str, list[Term]]]:
        index: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.triples:
            index[triple.subject][triple.predicate.value].append(triple.object)
        return index

    iri = staticmethod(iri)
    thing = staticmethod(thing)

    def objects(self, subject: Term, curie: str) -> list[Term]:
        return self.by_subject.get(subject, {}).get(expand(curie), [])

    def typed(self, *curies: str) -> list[Term]:
        wanted = {iri(curie) for curie in curies}
        return [s for s, po in self.by_subject.items() if wanted.intersection(po.get(expand("rdf:type"), []))]

    @cached_property
    def claims(self) -> dict[str, Claim]:
        found = {}
        for subject in self.typed("lup:Claim"):
            one = {c: self.objects(subject, c) for c in ("rdf:subject", "rdf:predicate", "rdf:object")}
            assert all(len(values) == 1 for values in one.values()), subject
            (standing,) = self.objects(subject, "lup:standing")
            (confidence,) = self.objects(subject, "lup:confidence")
            identifiers = self.objects(subject, "dcterms:identifier")
            against = self.objects(subject, "lup:contradicts") + self.objects(subject, "lup:variesFrom")
            name = local(subject)
            found[name] = Claim(
                name,
                identifiers[0].value if identifiers else None,
                (one["rdf:subject"][0], one["rdf:predicate"][0], one["rdf:object"][0]),
                standing.value.removeprefix(expand("lup:")),
                confidence.value.removeprefix(expand("lup:")),
                frozenset(self.objects(subject, "prov:wasDerivedFrom")),
                frozenset(local(other) for other in against),
                thing("organisation/lupaus-editors") in self.objects(subject, "prov:wasAttributedTo"),
                bool(self.objects(subject, "dcterms:created")),
            )
        return found

    @cached_property
    def facts(self) -> set[tuple[Term, Term, Term]]:
        """The plain triples: all that do not describe a claim."""
        claims = set(self.typed("lup:Claim"))
        return {(t.subject, t.predicate, t.object) for t in self.triples if t.subject not in claims}

    def publishers(self, sources: Iterable[Term]) -> set[Term]:
        """Who published ``sources``, each counted as the body that controls it in the end."""
        found = set()
        for source in sources:
            for publisher in self.objects(source, "dcterms:publisher"):
                while above := self.objects(publisher, "lup:controlledBy"):
                    (publisher,) = above
                found.add(publisher)
        return found


def local(node: Term) -> str:
    return node.value.rsplit("/", 1)[1]


@pytest.fixture(scope="session")
def curated() -> Curated:
    files = {}
    for path in sorted(DATA.rglob("*.ttl")):
        if path.parent != DATA / "queries":
            quads = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
            files[path] = [quad.triple for quad in quads]
    return Curated(files)


@pytest.fixture(scope="session")
def table():
    """Reads a table of what was gathered, by name."""

    def read(name):
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def city_table(table):
    """Every city as it was gathered, with the path of its node."""
    return [{"path": f"city/{row['country']}/{row['slug']}", **row} for row in table("cities.csv")]

"""Reading the W3C SPARQL test manifests (github.com/w3c/rdf-tests), from a checkout that is named at run time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
DAWGT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")

PUBLISHED = "https://w3c.github.io/rdf-tests/"
"""The address under which the suite is published: relative IRIs in its files are resolved against it."""


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    id: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    is_lax: bool = False
    """Whether rows may be repeated less often than the result says (REDUCED)."""

    @property
    def dataset(self) -> tuple[tuple[Path, ...], tuple[tuple[str, Path], ...]]:
        """What must be served for this test."""
        return self.data, self.graphs


def cases(manifest: Path, root: Path) -> Iterator[Case]:
    """The tests of a manifest and of those it includes, in order."""
    address = PUBLISHED + manifest.relative_to(root).as_posix()
    graph = Graph().parse(manifest, publicID=address, format="turtle")
    here = URIRef(address)

    def path(iri: URIRef) -> Path:
        return root / str(iri).removeprefix(PUBLISHED)

    for head in graph.objects(here, MF.include):
        for included in Collection(graph, head):
            yield from cases(path(included), root)
    for head in graph.objects(here, MF.entries):
        for test in Collection(graph, head):
            action = graph.value(test, MF.action)
            query = graph.value(action, QT.query) or action
            named = []
            for data in graph.objects(action, QT.graphData):
                file = graph.value(data, QT.graph) or data
                label = graph.value(data, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))
                named.append((str(label or file), path(file)))
            if not named and not list(graph.objects(action, QT.data)):
                named = [(PUBLISHED + f.relative_to(root).as_posix(), f) for f in _from(path(query))]
            result = graph.value(test, MF.result)
            kinds = sorted(str(kind).rpartition("#")[2] for kind in graph.objects(test, RDF.type))
            suite = manifest.parent.relative_to(root).as_posix().removeprefix("sparql/")
            yield Case(
                id=f"{suite}/{str(test).rpartition('#')[2]}",
                kind=kinds[0] if kinds else "",
                query=path(query),
                data=tuple(sorted(path(data) for data in graph.objects(action, QT.data))),
                graphs=tuple(sorted(named)),
                result=path(result) if isinstance(result, URIRef) else None,
                is_lax=graph.value(test, MF.resultCardinality) == MF.LaxCardinality,
            )


def _from(query: Path) -> list[Path]:
    """The files that a query's FROM names: they are served as graphs of those names."""
    names = re.findall(r"FROM\s+(?:NAMED\s+)?<([^>:]+)>", query.read_text("utf-8"), re.IGNORECASE)
    return sorted({query.parent / name for name in names if (query.parent / name).is_file()})

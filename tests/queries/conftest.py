"""The example queries with their expected answers, and the store they are asked of.

Run this file to write the expected answers anew: ``PYTHONPATH=src python tests/queries/conftest.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from stand_in import redirected

from lupaus.dataset.graphs import is_in_default
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.rules import infer
from lupaus.dataset.sources import load_sources
from lupaus.dataset.store import load_store
from lupaus.namespaces import BASE, compact, expand

ROOT = Path(__file__).resolve().parents[2]
QUERIES = ROOT / "data" / "queries"
EXPECTED = Path(__file__).with_name("expected")


@dataclass(frozen=True)
class Example:
    """One example query: its slug and its text."""

    slug: str
    text: str

    @property
    def expected(self) -> Path:
        return EXPECTED / f"{self.slug}.tsv"


@cache
def forms() -> dict[str, tuple[str, dict[str, list[ox.NamedNode | ox.Literal]]]]:
    """The node and the properties of each example query, by slug."""
    found = {}
    for path in sorted(QUERIES.glob("[0-9]*.ttl")):
        form: dict[str, list[ox.NamedNode | ox.Literal]] = {}
        nodes = set()
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
            nodes.add(quad.subject.value)
            form.setdefault(compact(quad.predicate.value), []).append(quad.object)
        (node,) = nodes
        found[path.stem] = (node, form)
    return found


@cache
def examples() -> tuple[Example, ...]:
    """The example queries of ``data/queries``, in order."""
    return tuple(Example(slug, form["sh:select"][0].value) for slug, (_, form) in forms().items())


@cache
def default_store() -> ox.Store:
    """The default graph of a release, put together from the sources: data, ontology, and what the rules add."""
    store = ox.Store()
    for path in sorted((*ROOT.glob("data/**/*.ttl"), *ROOT.glob("ontology/**/*.ttl"))):
        if path.parent != QUERIES and "versions" not in path.parts:
            store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    rules = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("ontology/rules/*.rq"))]
    size = -1
    while size != len(store):
        size = len(store)
        for rule in rules:
            store.extend([ox.Quad(*triple) for triple in store.query(rule)])
    return store


@cache
def store_with_graphs() -> ox.Store:
    """The default graph, and beside it the named graphs that it is merged from."""
    store = ox.Store()
    store.bulk_extend(default_store())
    inputs = Inputs(ROOT)
    sources = load_sources(inputs).graphs
    for name, triples in {**sources, **infer(inputs, sources, load_store(sources, BASE))}.items():
        if is_in_default(name):
            graph = ox.NamedNode(f"{BASE}graph/{name}")
            store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return store


def store_for(text: str) -> ox.Store:
    """The store that ``text`` is asked of: named graphs take time, so they are there for those who ask for them."""
    return store_with_graphs() if "GRAPH" in text else default_store()


def solutions(text: str) -> ox.QuerySolutions:
    """The answer to ``text``; calls to Wikidata go to a stand-in on this machine."""
    found = store_for(text).query(redirected(text))
    assert isinstance(found, ox.QuerySolutions)
    return found


def answer(text: str) -> str:
    """The answer to ``text`` as SPARQL 1.1 TSV, rows in the order of the query."""
    return solutions(text).serialize(format=ox.QueryResultsFormat.TSV).decode()


@pytest.fixture(scope="session")
def store() -> ox.Store:
    return default_store()


@pytest.fixture(scope="session", name="store_with_graphs")
def store_with_graphs_fixture() -> ox.Store:
    return store_with_graphs()


@pytest.fixture(scope="session")
def solve() -> Callable[[str], ox.QuerySolutions]:
    return solutions


@pytest.fixture(scope="session")
def ask() -> Callable[[str], str]:
    return answer


@pytest.fixture(scope="session")
def all_examples() -> tuple[Example, ...]:
    return examples()


@pytest.fixture(scope="session")
def expected_files() -> set[Path]:
    return set(EXPECTED.iterdir())


@pytest.fixture(scope="session", name="forms")
def forms_fixture() -> dict[str, tuple[str, dict[str, list[ox.NamedNode | ox.Literal]]]]:
    return forms()


@pytest.fixture(scope="session")
def shared_prefixes() -> dict[str, str]:
    """Prefix and namespace of each declaration in ``prefixes.ttl``."""
    declared: dict[str, dict[str, str]] = {}
    for quad in ox.parse((QUERIES / "prefixes.ttl").read_bytes(), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value in (expand("sh:prefix"), expand("sh:namespace")):
            declared.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    return {both[expand("sh:prefix")]: both[expand("sh:namespace")] for both in declared.values()}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "example" in metafunc.fixturenames:
        metafunc.parametrize("example", examples(), ids=lambda example: example.slug)


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    for old in EXPECTED.iterdir():
        old.unlink()
    for each in examples():
        each.expected.write_text(answer(each.text), encoding="utf-8")

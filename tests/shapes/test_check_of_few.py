"""A check of a few things finds what the whole check finds about them, whatever is wrong."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyoxigraph as ox
import pytest
from checking import INVALID, UNSEEN, Edit, World

from lupaus.dataset.hygiene import rewritten_literals, run_hygiene
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.nearby import find_nearby
from lupaus.dataset.report import Finding
from lupaus.dataset.rules import infer
from lupaus.dataset.shacl import Gate
from lupaus.dataset.sources import SourceFile, Sources, load_sources
from lupaus.dataset.store import load_store
from lupaus.namespaces import BASE

AT_ONCE = 130
"""So many edits are made together: the whole check takes as long for one."""
OF_CORE = [edit for edit in INVALID if edit.base == "core.trig"]
BATCHES = [OF_CORE[start : start + AT_ONCE] for start in range(0, len(OF_CORE), AT_ONCE)]

INPUTS = find_inputs()


@pytest.fixture(scope="module")
def gate() -> Gate:
    files = load_sources(INPUTS).files
    return Gate(
        triple
        for file in files
        for triple in file.triples
        if file.path.startswith("shapes/") and file.path not in ("shapes/release.ttl", "shapes/vocabulary.ttl")
    )


def as_sources(store: ox.Store) -> Sources:
    """What the store says, as if one file said it."""
    quads = [quad for quad in store if quad.graph_name not in UNSEEN]
    graphs = tuple(quad.graph_name.value.removeprefix(f"{BASE}graph/") for quad in quads)
    return Sources(BASE, (SourceFile("data/all.ttl", "", tuple(quad.triple for quad in quads), graphs),))


def whole_check(sources: Sources, gate: Gate) -> set[Finding]:
    store = load_store(sources.graphs, BASE)
    found = gate.validate(store)
    infer(INPUTS, sources.graphs, store)
    return {*found, *gate.validate(store), *run_hygiene(INPUTS, store)}


def groups(subjects: frozenset[str]) -> Iterator[frozenset[str]]:
    """The things among the subjects, a few kinds at a time, as files would hold them."""
    by_kind: defaultdict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        if subject.startswith(f"{BASE}id/"):
            by_kind[subject.removeprefix(f"{BASE}id/").partition("/")[0]].add(subject)
    kinds = sorted(by_kind)
    for start in range(0, len(kinds), 8):
        yield frozenset().union(*(by_kind[kind] for kind in kinds[start : start + 8]))


def about(found: set[Finding], things: frozenset[str]) -> set[Finding]:
    return {finding for finding in found if finding.focus[1:-1] in things}


@pytest.mark.parametrize("edits", BATCHES, ids=lambda edits: edits[0].path.stem)
def test_what_is_found_is_the_same(
    worlds: dict[str, World], gate: Gate, monkeypatch: pytest.MonkeyPatch, edits: Sequence[Edit]
) -> None:
    monkeypatch.setattr("lupaus.dataset.reached._PART", 1)  # the world is small: all of it is not far
    store = ox.Store()
    store.bulk_extend(worlds["core.trig"].quads)
    for edit in edits:
        store.update(edit.update)
    sources = as_sources(store)
    found = whole_check(sources, gate)
    assert len({finding.rule for finding in found}) > len(edits) / 2
    rewritten = rewritten_literals(sources)
    for group in groups(sources.files[0].subjects):
        nearby = find_nearby(INPUTS, sources, gate, group, rewritten)
        assert nearby is not None
        assert set(nearby) == about(found, group)


def test_the_batches_hold_every_kind_of_error() -> None:
    """Of rules and of shapes; ``test_fixtures.py`` has each of them tripped by its edit."""
    tripped = {edit.trips for edit in OF_CORE}
    rules = {path.rpartition("/")[2].removesuffix(".rq") for path in INPUTS.queries("shapes/hygiene")}
    assert rules - tripped <= {"56-undefined-by-us", "57-hijacked-term", "52-void-count", "42-disjoint-classes"}
    assert sum(name.startswith("lups:") for name in tripped) > 100

"""The rules as ``lupaus check`` runs them, over a default graph that is a merge, name what each failing edit names.

The other tests of this folder ask the union of the graphs instead, which an edit changes without copying anything.
"""

import logging
from collections import defaultdict

import pyoxigraph as ox
import pyshacl
import pytest
from checking import GRAPH, INVALID, SHAPES_OF_BASE, Checker, Edit, World, merge
from pyoxigraph import NamedNode, Triple
from rdflib import RDF, SH, Graph
from test_fixtures import SLUGS

from lupaus.dataset.hygiene import run_hygiene
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.store import load_store
from lupaus.namespaces import BASE


@pytest.mark.parametrize("edit", [e for e in INVALID if e.trips in SLUGS], ids=lambda edit: edit.path.stem)
def test_the_rules_name_the_rule(worlds: dict[str, World], edit: Edit) -> None:
    graphs: defaultdict[str, set[Triple]] = defaultdict(set)
    with worlds[edit.base].edited(edit.update):
        for quad in worlds[edit.base].store:
            assert isinstance(quad.graph_name, NamedNode)
            graphs[quad.graph_name.value.removeprefix(GRAPH)].add(quad.triple)
    store = load_store({name: frozenset(triples) for name, triples in graphs.items()}, BASE)
    found = run_hygiene(find_inputs(), store)
    assert f"<{BASE}shapes#hygiene/{edit.trips}>" in {finding.rule for finding in found}


@pytest.mark.parametrize("base", sorted(SHAPES_OF_BASE))
def test_the_gate_finds_what_pyshacl_finds_alone(worlds: dict[str, World], base: str) -> None:
    """Over the base with all its failing edits at once, so that nearly every constraint has something to say."""
    store = ox.Store()
    store.extend(worlds[base].store)
    for edit in INVALID:
        if edit.base == base:
            store.update(edit.update)
    data, checker = merge(store), Checker(SHAPES_OF_BASE[base])
    report = pyshacl.validate(data, shacl_graph=checker._gate._shapes, inplace=True)[1]
    assert isinstance(report, Graph)
    parts = (SH.focusNode, SH.sourceConstraintComponent, SH.resultMessage, SH.value)
    expected = {
        tuple("" if (term := report.value(node, part)) is None else str(term) for part in parts)
        for node in report.subjects(RDF.type, SH.ValidationResult)
    }
    checker.run(data)
    results = checker._gate._results(None, logging.getLogger("lupaus.shacl"))
    found = {
        tuple("" if (term := results.value(node, part)) is None else str(term) for part in parts)
        for node in results.subjects(RDF.type, SH.ValidationResult)
    }
    assert found == expected
    assert len(expected) > 10

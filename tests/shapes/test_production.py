"""The rules as ``lupaus check`` runs them, over a default graph that is a merge, name what each failing edit names.

The other tests of this folder ask the union of the graphs instead, which an edit changes without copying anything.
"""

from collections import defaultdict

import pytest
from checking import GRAPH, INVALID, Edit, World
from pyoxigraph import NamedNode, Triple
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
    assert f"<{BASE}shapes#hygiene/{edit.trips}>" in {
        finding.rule for finding in run_hygiene(find_inputs(), store)
    }

"""The hygiene rules as files: a banner that the build can read, and a query that does what the banner says."""

import re

import pyoxigraph as ox
import pytest
from checking import ROOT, RULES, SEVERITIES, SHAPES, Rule, row_variables
from rdflib import Graph
from rdflib.namespace import RDF

from lupaus.namespaces import BASE, PREFIXES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_banner_is_complete(rule: Rule) -> None:
    assert re.fullmatch(r"\d\d-[a-z]+(-[a-z]+)*", rule.slug)
    assert rule.identifier == f"H{rule.slug[:2]}"
    assert rule.title.endswith(".")
    assert rule.severity in SEVERITIES
    assert rule.message.endswith((".", "?"))
    assert "{this}" in rule.message
    assert rule.graphs
    assert rule.reads in {"default graph", "named graphs", "default graph and named graphs"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_query_selects_what_the_message_names(rule: Rule) -> None:
    selected = [variable.value for variable in row_variables(rule)]
    assert selected in (["this"], ["this", "value"])
    assert set(re.findall(r"\{(\w+)\}", rule.message)) <= set(selected)
    assert ox.Store().query(rule.query, use_default_graph_as_union=True) is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_query_reads_the_graphs_it_says(rule: Rule) -> None:
    """Rules that say nothing of named graphs have no GRAPH; the others have one."""
    text = "\n".join(line for line in rule.query.splitlines() if not line.startswith("#"))
    assert ("named graphs" in rule.reads) == ("GRAPH ?" in text or "GRAPH lupg:" in text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_prefixes_are_ours_and_all_used(rule: Rule) -> None:
    declared = dict(re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", rule.query, re.MULTILINE))
    body = re.sub(r"^(#|PREFIX).*$", "", rule.query, flags=re.MULTILINE)
    assert declared.items() <= PREFIXES.items()
    assert all(re.search(rf"\b{prefix}:", body) for prefix in declared)


def test_terms_of_ours_in_rules_are_defined_by_the_vocabulary() -> None:
    ontology = Graph().parse(ROOT / "ontology/lupaus.ttl")
    defined = {str(subject).removeprefix(BASE + "ns#") for subject in ontology.subjects(RDF.type, None)}
    used = {term for rule in RULES for term in re.findall(r"\blup:(\w+)", rule.query)}
    assert used - defined == set()


def test_rules_are_numbered_without_a_gap() -> None:
    assert [rule.slug[:2] for rule in RULES] == [f"{n:02d}" for n in range(1, len(RULES) + 1)]
    assert len(list((SHAPES / "hygiene").iterdir())) == len(RULES)

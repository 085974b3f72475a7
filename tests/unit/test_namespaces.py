"""Prefixes and compact IRIs."""

import pytest

from lupaus.namespaces import BASE, PREFIXES, compact, expand, graph_iri, prefixes_for


@pytest.mark.parametrize("curie", ["lup:Claim", "schema:name", "lupg:curated", "wd:Q1757"])
def test_compact_undoes_expand(curie):
    assert compact(expand(curie)) == curie


@pytest.mark.parametrize("iri", [BASE + "id/city/fi/helsinki", "http://example.org/x", BASE + "ns#"])
def test_an_iri_that_no_prefix_fits_stays_whole(iri):
    assert compact(iri) == f"<{iri}>"


def test_no_namespace_is_bound_twice():
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_another_base_moves_ours_and_only_ours():
    moved = prefixes_for("http://localhost:8000/")
    assert {p for p in PREFIXES if PREFIXES[p] != moved[p]} == {"lup", "lupr", "lupg", "lups"}
    assert graph_iri("claims", "http://localhost:8000/") == "http://localhost:8000/graph/claims"

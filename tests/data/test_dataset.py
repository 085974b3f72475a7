"""The description of the data set names what it is, whose, when, and under which licence."""

import re

import pytest

from lupaus.namespaces import BASE, graph_iri


@pytest.fixture(scope="module")
def dataset(curated):
    (node,) = curated.typed("dcat:Dataset")
    return node


@pytest.mark.parametrize("curie", ["dcterms:title", "dcterms:description", "dcterms:rights"])
def test_text_in_four_languages(curated, dataset, curie):
    assert sorted(text.language for text in curated.objects(dataset, curie)) == ["en", "et", "fi", "sv"]


def test_description_disclaims_the_city(curated, dataset):
    texts = {text.language: text.value for text in curated.objects(dataset, "dcterms:description")}
    for language, word in (("en", "Independent"), ("fi", "Riippumaton"), ("sv", "oberoende"), ("et", "Sõltumatu")):
        assert word in texts[language]


def test_release_clock(curated, dataset):
    (modified,) = curated.objects(dataset, "dcterms:modified")
    assert modified.datatype == curated.iri("xsd:dateTime")
    assert modified.value.endswith("Z")


def test_coordinates_ask_for_attribution(curated):
    geo = type(curated.thing(""))(graph_iri("geo"))
    (licence,) = curated.objects(geo, "dcterms:license")
    (rights,) = curated.objects(geo, "dcterms:rights")
    assert licence.value == "https://creativecommons.org/licenses/by/4.0/"
    assert "GeoNames" in rights.value


WITHOUT_LICENCE = {"lists/etmun", "lists/eurocities-2025", "inferred"}
"""Compilations whose upstream states no licence that was seen, and what follows from all graphs together."""


def test_every_graph_names_a_licence_or_says_that_none_was_seen(curated, dataset):
    parts = [s for s in curated.by_subject if curated.objects(s, "dcterms:isPartOf") == [dataset]]
    assert len(parts) == 17
    unlicensed = set()
    for part in parts:
        assert part.value.startswith(f"{BASE}graph/")
        licences = curated.objects(part, "dcterms:license")
        if not licences:
            unlicensed.add(part.value.removeprefix(f"{BASE}graph/"))
            (rights,) = curated.objects(part, "dcterms:rights")
            assert "states no licence" in rights.value
            assert "Not part of what is under CC0" in rights.value
        else:
            assert len(licences) == 1, part
    assert unlicensed == WITHOUT_LICENCE


def test_every_compilation_of_others_says_its_terms_and_none_is_ours(curated):
    graphs = {path.stem for path in curated.files if path.parent.name == "lists"}
    assert graphs == {"etmun", "eurocities-2025", "openclimate-covenant", "race-to-zero"}
    for name in graphs:
        graph = type(curated.thing(""))(graph_iri(f"lists/{name}"))
        assert curated.objects(graph, "dcterms:rights"), name
        licences = [licence.value for licence in curated.objects(graph, "dcterms:license")]
        assert not any("publicdomain" in licence for licence in licences), name


def test_no_electronic_mail_address(curated):
    address = re.compile(r"[\w.]+@[A-Za-z][\w-]*\.[A-Za-z]{2,}")
    assert address.search("write to someone@example.org")
    for triple in curated.triples:
        if hasattr(triple.object, "language"):
            assert not address.search(triple.object.value), triple

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


def test_every_graph_names_a_licence(curated, dataset):
    parts = [s for s in curated.by_subject if curated.objects(s, "dcterms:isPartOf") == [dataset]]
    assert len(parts) == 12
    for part in parts:
        assert part.value.startswith(f"{BASE}graph/")
        assert len(curated.objects(part, "dcterms:license")) == 1, part


def test_no_electronic_mail_address(curated):
    address = re.compile(r"[\w.]+@[A-Za-z][\w-]*\.[A-Za-z]{2,}")
    assert address.search("write to someone@example.org")
    for triple in curated.triples:
        if hasattr(triple.object, "language"):
            assert not address.search(triple.object.value), triple

"""Libraries of Python that read linked data."""

import httpx
import pytest
import rdflib

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "path", ["id/city/ee/tallinn", "ns", "dataset", "shapes", ".well-known/void", "graph/themes"]
)
def test_rdflib_parses_an_address(served, path):
    graph = rdflib.Graph().parse(served.base + path)
    assert (rdflib.URIRef(served.base + path), None, None) in graph or path in (
        "graph/themes",
        "shapes",
        ".well-known/void",
    )
    assert len(graph) > 20


def test_rdflib_follows_an_identifier_to_another(served):
    graph = rdflib.Graph().parse(f"{served.base}id/declaration/helsinki-impact-declaration-2019")
    signed = rdflib.URIRef(f"{served.base}ns#signedDeclaration")
    signatures = set(graph.subjects(signed))
    for signature in signatures:
        graph.parse(signature)
    parties = {
        party for each in signatures for party in graph.objects(each, rdflib.URIRef(f"{served.base}ns#signatory"))
    }
    assert len(parties) == 5


def test_extruct_reads_what_pages_say_of_themselves(served):
    extruct = pytest.importorskip("extruct")
    page = httpx.get(f"{served.base}doc/city/ee/tallinn", headers={"accept": "text/html"})
    told = extruct.extract(page.text, base_url=str(page.url), syntaxes=["json-ld"])["json-ld"]
    assert [each["@id"] for each in told] == [f"{served.base}id/city/ee/tallinn"]
    page = httpx.get(f"{served.base}dataset", headers={"accept": "text/html"})
    [dataset] = extruct.extract(page.text, base_url=str(page.url), syntaxes=["json-ld"])["json-ld"]
    assert dataset["@type"] == "Dataset"
    assert {each["contentUrl"] for each in dataset["distribution"]} >= {f"{served.base}dumps/dataset.nq"}

"""What the first page counts is what the query behind it counts."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from derived import derive

from lupaus.web.numbers import Numbers
from lupaus.web.opening import site_of_release

PAGE = {"accept": "text/html"}
NETWORK = """lup:CityNetwork a owl:Class ;
    rdfs:label "network of cities"@en ;
    rdfs:subClassOf org:Organization .

lup:City a owl:Class ;"""
BODIES = """    schema:sameAs wd:Q1757 .

<https://w3id.org/lupaus/id/network/one> a lup:CityNetwork ;
    rdfs:label "One"@en .

<https://w3id.org/lupaus/id/network/bank> a <http://www.w3.org/ns/org#Organization> ;
    rdfs:label "Bank"@en .
"""


def test_each_number_is_the_answer_of_the_query_behind_it(client, small_site):
    counted = Numbers(small_site).all
    assert {"declarations", "cities", "statements"} <= {each.name for each in counted}
    for each in counted:
        (query,) = parse_qs(urlsplit(each.query).query)["query"]
        answer = client.get("/sparql", params={"query": query}, headers={"accept": "text/csv"})
        assert answer.text.split() == ["number", str(each.number)], each.name


def test_a_body_that_is_no_city_network_is_not_counted_as_one(tmp_path):
    release = derive(
        tmp_path,
        "2026-11-24",
        ("ontology/lupaus.ttl", ("lup:City a owl:Class ;", NETWORK)),
        ("data/cities/fi.ttl", ("    schema:sameAs wd:Q1757 .\n", BODIES)),
    )
    try:
        assert len([path for path in release.resource_paths() if path.startswith("id/network/")]) == 2
        counted = Numbers(site_of_release(release, "http://public.example")).all
        assert [each.number for each in counted if each.name == "networks"] == [1]
    finally:
        release.close()


@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_first_page_leads_to_the_queries(client, language):
    page = client.get(f"/?lang={language}", headers=PAGE).text
    links = re.findall(r'<dd><a href="(/sparql[^"]+)">([^<]+)<', page)
    assert len(links) > 4
    assert all(f"lang={language}" in unescape(href) for href, _ in links)

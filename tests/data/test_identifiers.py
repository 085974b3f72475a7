"""Wikidata items are those that were attested, no more and no fewer: those of cities stand in ``cities.csv``."""

import pytest

from lupaus.namespaces import expand

ATTESTED = {
    "country/ee": {"Q191"},
    "country/fi": {"Q33"},
    "country/se": {"Q34"},
    "organisation/aalto-university": {"Q300980"},
    "organisation/european-commission": {"Q8880"},
    "organisation/european-committee-of-the-regions": {"Q205203"},
    "organisation/european-union": {"Q458"},
    "organisation/ministry-of-economic-affairs-and-employment": {"Q13765742"},
    "organisation/tallinn-university-of-technology": {"Q604487"},
    "organisation/united-nations": {"Q1065"},
    "organisation/university-of-helsinki": {"Q28695"},
    "person/andrei-novikov": {"Q16405149"},
    "person/anna-konig-jerlmyr": {"Q4767194"},
    "person/anni-sinnemaki": {"Q260391"},
    "person/jan-vapaavuori": {"Q32219"},
    "person/joan-clos": {"Q1690734"},
    "person/juhana-vartiainen": {"Q11867451"},
    "person/jyrki-katainen": {"Q57638"},
    "person/maria-vassilakou": {"Q1896381"},
    "person/mihhail-kolvart": {"Q4250802"},
    "post/helsinki/mayor": {"Q11862151"},
    "post/tallinn/mayor": {"Q3740505"},
}
LEADS = {
    "Q300980", "Q13765742", "Q604487", "Q28695", "Q16405149", "Q4767194", "Q260391",
    "Q205203", "Q1690734", "Q11867451", "Q1896381", "Q4250802", "Q11862151", "Q3740505",
}  # fmt: skip
"""Attested by a single data set that can be named: a lead, not a fact."""


@pytest.fixture(scope="module")
def attested(city_table):
    cities = {row["path"]: set(row["items"].split()) for row in city_table if row["items"]}
    return ATTESTED | cities


def test_items_are_those_attested(curated, attested):
    found = {}
    for subject, po in curated.by_subject.items():
        for value in po.get(expand("lup:wikidataId"), []):
            found.setdefault(subject, set()).add(value.value)
    assert found == {curated.thing(path): ids for path, ids in attested.items()}


def test_link_and_identifier_agree(curated):
    wikidata = expand("wd:")
    for subject, po in curated.by_subject.items():
        links = {
            o.value.removeprefix(wikidata)
            for o in po.get(expand("schema:sameAs"), [])
            if o.value.startswith(wikidata)
        }
        assert links == {o.value for o in po.get(expand("lup:wikidataId"), [])}, subject


def test_no_item_names_two_things(attested):
    ids = [q for items in attested.values() for q in items]
    assert len(ids) == len(set(ids))


def test_single_attestation_is_marked_one_source(curated, city_table):
    leads = LEADS.union(*(row["leads"].split() for row in city_table))
    for claim in curated.claims.values():
        if claim.triple[1] == curated.iri("lup:wikidataId"):
            expected = "oneSource" if claim.triple[2].value in leads else "confirmedIndependently"
            assert claim.confidence == expected, claim.name


def test_doubtful_item_says_so(curated):
    (note,) = curated.objects(curated.thing("claim/wikidata-andrei-novikov"), "skos:note")
    assert "wants confirming" in note.value

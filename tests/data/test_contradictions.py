"""The matters in which pages disagree each stand as claims against claims: twelve around the declaration, three of other texts."""

import pytest

TOPICS = [
    # topic, claim, claims it is held against, property, standings of the two sides
    ("programme title, Clos", "c115", {"c116"}, "dcterms:title", ("accepted", "superseded")),
    ("programme title, Vassilakou", "c117", {"c118"}, "dcterms:title", ("accepted", "superseded")),
    ("programme title, Peterlin", "c119", {"c120"}, "dcterms:title", ("accepted", "superseded")),
    ("programme title, Bria", "c124", {"c125"}, "dcterms:title", ("accepted", "superseded")),
    ("role of Vassilakou", "c204", {"c204-2"}, "lup:describedAs", ("accepted", "superseded")),
    ("role of Bria", "c206", {"c206-2"}, "lup:describedAs", ("accepted", "superseded")),
    ("co-hosts", "c073", {"c076"}, "lup:coHost", ("accepted", "undecided")),
    ("who signed, Helsinki", "c063", {"c063-4"}, "lup:signingRank", ("accepted", "lessSpecific")),
    ("who signed, Stockholm", "c063-2", {"c063-5"}, "lup:signingRank", ("accepted", "lessSpecific")),
    ("who signed, Tallinn", "c063-3", {"c063-6"}, "lup:signingRank", ("accepted", "lessSpecific")),
    ("commitment 3 wording", "c036", {"c034", "c035"}, "rdfs:label", ("accepted", "accepted")),
    ("role of Clos", "c203", {"c203-2"}, "lup:describedAs", ("accepted", "disputed")),
    ("start of Boni", "c187-2", {"c187-3"}, "schema:startDate", ("undecided", "undecided")),
    ("day of the AI register", "c308", {"c308-2"}, "dcterms:issued", ("accepted", "disputed")),
    ("date of the housing programme", "c334", {"c334-2"}, "dcterms:issued", ("accepted", "disputed")),
    ("Stockholm City Plan", "c386", {"c386-2"}, "dcterms:issued", ("accepted", "disputed")),
    ("founding of Urban Academy", "c229", {"c229-2", "c229-3"}, "schema:foundingDate", ("accepted", "disputed")),
    ("start of Inclusive Cities 4 All", "c485", {"c485-2"}, "dcterms:issued", ("accepted", "disputed")),
    ("order of the voluntary reviews", "c295-2", {"c295-3"}, "skos:note", ("accepted", "disputed")),
    *(
        (f"date of {key}", f"issued-{key}", {f"issued-{key}-2"}, "dcterms:issued", ("accepted", "disputed"))
        for key in ("cities-for-adequate-housing-2018", "living-in-eu-2019", "solidarity-cities-2016")
    ),
]


@pytest.fixture(scope="module")
def against(curated):
    """Each claim with those it contradicts or varies from, read both ways: the relations are symmetric."""
    pairs = {(claim.name, other) for claim in curated.claims.values() for other in claim.against}
    both = pairs | {(b, a) for a, b in pairs}
    return {name: {b for a, b in both if a == name} for name in curated.claims}


@pytest.mark.parametrize(("topic", "name", "others", "curie", "standings"), TOPICS, ids=[row[0] for row in TOPICS])
def test_sides_stand_against_each_other(curated, against, topic, name, others, curie, standings):
    claim = curated.claims[name]
    assert against[name] == others
    assert claim.triple[1] == curated.iri(curie)
    for other in (curated.claims[o] for o in others):
        assert other.triple[:2] == claim.triple[:2]
        assert other.triple[2] != claim.triple[2]
        assert (claim.standing, other.standing) == standings


def test_nothing_else_is_contradicted(against):
    listed = {name for _, name, others, *_ in TOPICS for name in (name, *others)}
    listed |= {"c074", "c075"}  # the other two co-hosts, against the same doubtful third
    listed |= {"c179", "c180"}  # an office named with and without its field
    assert {name for name, others in against.items() if others} == listed

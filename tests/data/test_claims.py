"""A fact stands as a plain triple exactly when a claim for it is accepted."""

import pytest

STRUCTURE = {
    "lup:asStated", "lup:controlledBy", "lup:dateKind", "lup:labelTranslatedInto", "lup:milestoneKind",
    "lup:milestoneOf", "lup:qualifier", "lup:quantityKind", "lup:quantityOf", "lup:quantityUnit",
    "lup:signedDeclaration", "lup:targetOf",
    "lup:absentFrom", "lup:asOf", "lup:editionOf", "lup:expectedCount", "lup:isComplete", "lup:listOf",
}  # fmt: skip
"""Our properties that hold a node together and state no sourced fact by themselves; all others are claimed."""

OF_THE_GAZETTEER = {"lup:gazetteerPopulation"}
"""All of it rests on one source, which the graph names."""

CLAIMED = {
    "dcterms:date", "dcterms:relation", "dcterms:replaces", "prov:wasAttributedTo", "schema:address",
    "schema:affiliation", "schema:dissolutionDate", "schema:duration", "schema:endDate", "schema:founder",
    "schema:foundingDate", "schema:location", "schema:locationCreated", "schema:openingHours",
    "schema:organizer", "schema:position", "schema:recipient", "schema:startDate",
}  # fmt: skip
"""Properties of other vocabularies that are claimed wherever they stand."""

CLAIMED_ON = {
    "dcterms:issued": ("lup:Declaration", "lup:Action", "lup:PolicyFramework", "schema:CreativeWork"),
    "dcterms:title": ("lup:Declaration", "lup:Conference", "lup:Session", "lup:Talk", "schema:BlogPosting"),
    "dcterms:description": ("lup:Demand", "lup:Action", "lup:PublicStatement"),
    "rdfs:label": ("lup:Declaration", "lup:Commitment", "lup:Demand"),
    "schema:containedInPlace": (),
    "schema:inLanguage": ("lup:LanguageVersion",),
    "schema:superEvent": ("lup:SigningEvent", "lup:Talk"),
    "lup:listedIn": ("org:Membership",),
    "schema:url": ("lup:Conference",),
}
"""Properties that are claimed on some kinds of thing and structure on others."""

SURE = {"confirmedIndependently", "confirmedSamePublisher", "oneSource"}


def test_accepted_is_asserted(curated):
    for claim in curated.claims.values():
        if claim.standing == "accepted":
            assert claim.triple in curated.facts, claim.name


def test_not_accepted_is_not_asserted(curated):
    """Unless another claim for the very same triple is accepted."""
    accepted = {claim.triple for claim in curated.claims.values() if claim.standing == "accepted"}
    for claim in curated.claims.values():
        if claim.standing != "accepted":
            assert claim.triple not in curated.facts, claim.name
            assert claim.triple not in accepted, claim.name


def test_some_claims_are_not_accepted(curated):
    standings = {claim.standing for claim in curated.claims.values()}
    assert standings == {"accepted", "disputed", "superseded", "lessSpecific", "undecided"}


@pytest.fixture(scope="module")
def accepted(curated):
    return {claim.triple for claim in curated.claims.values() if claim.standing == "accepted"}


def test_our_properties_are_claimed(curated, accepted):
    prefix = curated.iri("lup:").value
    structure = {curated.iri(curie) for curie in STRUCTURE | OF_THE_GAZETTEER | set(CLAIMED_ON)}
    for fact in curated.facts:
        if fact[1].value.startswith(prefix) and fact[1] not in structure:
            assert fact in accepted, fact


def test_structure_is_not_claimed(curated, accepted):
    """The list above stays honest: a property that gains claims leaves it."""
    assert not {fact[1] for fact in accepted} & {curated.iri(curie) for curie in STRUCTURE}


def test_shared_properties_are_claimed(curated, accepted):
    claimed = {curated.iri(curie) for curie in CLAIMED}
    seen = {fact[1] for fact in curated.facts}
    assert claimed <= seen
    for fact in curated.facts:
        if fact[1] in claimed:
            assert fact in accepted, fact


@pytest.mark.parametrize(("curie", "kinds"), [(c, k) for c, kinds in CLAIMED_ON.items() for k in kinds])
def test_property_is_claimed_on(curated, accepted, curie, kinds):
    things = set(curated.typed(kinds))
    facts = [fact for fact in curated.facts if fact[1] == curated.iri(curie) and fact[0] in things]
    assert facts
    for fact in facts:
        assert fact in accepted, fact


def test_membership_rests_on_a_list_or_on_a_claim_of_its_own(curated, accepted):
    claimed = {(subject, predicate) for subject, predicate, _ in accepted}
    grounds = [curated.iri(curie) for curie in ("lup:listedIn", "org:member", "schema:startDate")]
    for membership in curated.typed("org:Membership"):
        assert any((membership, ground) in claimed for ground in grounds), membership


def test_country_of_the_signing_cities_is_claimed(curated, accepted):
    for path in ("fi/helsinki", "se/stockholm", "ee/tallinn"):
        city = curated.thing(f"city/{path}")
        (country,) = curated.objects(city, "schema:containedInPlace")
        assert (city, curated.iri("schema:containedInPlace"), country) in accepted


def test_confidence_follows_from_publishers(curated):
    """Two publishers: independent; one with several pages: same publisher; one page: one source."""
    for claim in curated.claims.values():
        publishers = len(curated.publishers(claim.sources))
        if claim.confidence in SURE:
            expected = (
                "oneSource" if len(claim.sources) == 1
                else "confirmedIndependently" if publishers > 1
                else "confirmedSamePublisher"
            )  # fmt: skip
            assert claim.confidence == expected, claim.name


def test_what_was_classified_inferred_or_translated_says_by_whom(curated):
    for claim in curated.claims.values():
        assert claim.attributed == (claim.confidence in {"inferred", "editorial", "ownTranslation", "memory"}), (
            claim.name
        )
        assert claim.created == (claim.confidence in {"editorial", "ownTranslation"}), claim.name


def test_every_sure_claim_has_a_source(curated):
    for claim in curated.claims.values():
        assert claim.sources or claim.confidence in {"editorial", "ownTranslation", "memory"}, claim.name


def test_sources_are_sources(curated):
    known = set(curated.typed("lup:Source"))
    used = {source for claim in curated.claims.values() for source in claim.sources}
    assert used <= known
    pages = {s for s in known if curated.objects(s, "schema:inLanguage")}
    assert len(pages) == 173
    (texts,) = [triples for path, triples in curated.files.items() if path.name == "texts.ttl"]
    assert {triple.subject for triple in texts} <= used


def test_several_pages_of_which_one_says_so_confirm_nothing(curated):
    """A text was read on several pages together: claims about it rest on one of them, and on no more."""
    unspecified = [claim for claim in curated.claims.values() if claim.confidence == "unspecifiedSource"]
    assert len(unspecified) > 500
    for claim in unspecified:
        assert len(claim.sources) > 1, claim.name


def test_source_has_one_publisher_and_one_address(curated):
    addresses = []
    for source in curated.typed("lup:Source"):
        assert len(curated.objects(source, "dcterms:publisher")) == 1, source
        addresses += curated.objects(source, "schema:url")
    assert len(addresses) == len(set(addresses)) == len(curated.typed("lup:Source"))


def test_what_is_from_memory_is_not_asserted(curated):
    remembered = [claim for claim in curated.claims.values() if claim.confidence == "memory"]
    assert len(remembered) == 5
    assert {claim.standing for claim in remembered} == {"undecided"}

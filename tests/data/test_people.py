"""Of a person only the name, offices in public roles, public statements, sources and identifiers are kept."""

from lupaus.namespaces import expand

ALLOWED = {
    "rdf:type", "rdfs:label", "schema:sameAs", "lup:wikidataId", "lup:describedAs", "schema:affiliation",
}  # fmt: skip


def test_person_has_only_allowed_predicates(curated):
    people = curated.typed("schema:Person")
    assert len(people) == 21
    allowed = {expand(curie) for curie in ALLOWED}
    for person in people:
        assert set(curated.by_subject[person]) <= allowed, person


def test_person_appears_in_a_public_role(curated):
    """Signed, spoke, moderated, announced or held an office: nobody is here for another reason."""
    roles = {
        curated.iri(curie)
        for curie in ("lup:signedBy", "lup:speaker", "lup:moderator", "lup:openingSpeaker", "lup:videoGreetingBy",
                      "lup:introducedBy", "lup:participant", "lup:announcedBy", "org:member")
    }  # fmt: skip
    seen = {fact[2] for fact in curated.facts if fact[1] in roles}
    assert set(curated.typed("schema:Person")) <= seen


def test_person_has_one_name(curated):
    for person in curated.typed("schema:Person"):
        assert len({label.value for label in curated.objects(person, "rdfs:label")}) == 1, person


def test_tenure_has_one_person_one_body_one_office(curated):
    for tenure in curated.typed("lup:Tenure"):
        (post,) = curated.objects(tenure, "lup:heldPost")
        (body,) = curated.objects(tenure, "org:organization")
        assert len(curated.objects(tenure, "org:member")) == 1, tenure
        assert curated.objects(post, "org:postIn") == [body], tenure


def test_left_out_facts_stay_out(curated):
    """No one left out by decision, or met only in passing, has a node or stands in a text."""
    texts = [t.object.value for t in curated.triples if hasattr(t.object, "language")]
    for name in ("Stranius", "Luhr", "Linnatranspordi", "Canadian", "Kumpula"):
        assert not any(name in text for text in texts), name

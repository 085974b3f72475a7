"""949 signatures and 1,403 listings of members are all here and no other, each with its date, list, source and confidence.

``signatures.csv`` and ``memberships.csv`` hold the rows as they were gathered. They are never written from the data.
"""

from collections import Counter, defaultdict

import pytest

OURS = "helsinki-impact-declaration-2019"
CONFIDENCE = {"one_source": "oneSource", "inferred": "inferred"}
COMPILATIONS = {
    "etmun-members": "etmun",
    "city-vote-eurocities-2025": "eurocities-2025",
    "github-com-target": "openclimate-covenant",
    "download-zerotracker-net-snapshot-2022-12-20-13-07-14": "race-to-zero",
}
"""Sources with a licence of their own, and the graph that it covers."""

BEFORE = {"membership/urban-academy/" + name for name in (
    "aalto-university", "espoo", "helsinki", "university-of-helsinki", "vantaa",
)} | {"membership/metrex/fi-helsinki"}  # fmt: skip
"""Memberships that rest on claims of their own and on no list."""


@pytest.fixture(scope="module")
def signed(table):
    return table("signatures.csv")


@pytest.fixture(scope="module")
def listed(table):
    return table("memberships.csv")


@pytest.fixture(scope="module")
def files(curated):
    """Where each thing stands."""
    return {
        t.subject: path for path, triples in curated.files.items() for t in triples if path.parent.name != "geo"
    }


@pytest.fixture(scope="module")
def claims_about(curated):
    found = defaultdict(list)
    for claim in curated.claims.values():
        found[claim.triple[:2]].append(claim)
    return found


def party_of(curated, key):
    """The nodes that the key of a row can stand for: ``fi-helsinki`` is a city, ``eurocities`` a network."""
    country, _, slug = key.partition("-")
    paths = (f"city/{country}/{slug}", f"organisation/{country}/{slug}", f"organisation/{key}", f"network/{key}")
    return [curated.thing(path) for path in paths if curated.objects(curated.thing(path), "rdf:type")]


def signature_of(curated, row):
    return curated.thing(f"signature/{row['text']}/{row['party']}")


def values(curated, subject, curie):
    return [value.value for value in curated.objects(subject, curie)]


def test_as_many_rows_as_were_gathered(signed, listed):
    assert len(signed) == len({(row["text"], row["party"]) for row in signed}) == 949
    assert len(listed) == len({(row["network"], row["party"], row["list"]) for row in listed}) == 1403


def test_every_signature_is_a_row_and_every_row_a_signature(curated, signed):
    assert set(curated.typed("lup:Signature")) == {signature_of(curated, row) for row in signed}


def test_signature_is_of_the_text_and_by_the_party_of_its_row(curated, signed):
    core = {"helsinki": "fi-helsinki", "stockholm": "se-stockholm", "tallinn": "ee-tallinn"}
    for row in signed:
        signature = signature_of(curated, row)
        assert values(curated, signature, "lup:signedDeclaration") == [
            curated.thing(f"declaration/{row['text']}").value
        ]
        key = core.get(row["party"], row["party"]) if row["text"] == OURS else row["party"]
        assert curated.objects(signature, "lup:signatory") == party_of(curated, key), row


def test_signature_is_dated_as_its_row_and_by_the_same_kind_of_date(curated, signed):
    """Only the day on which somebody signed is a day of signing."""
    for row in signed:
        signature = signature_of(curated, row)
        assert curated.objects(signature, "lup:dateKind") == [curated.thing(f"date-kind/{row['date_kind']}")], row
        property_ = "lup:dateSigned" if row["date_kind"] == "signed" else "dcterms:date"
        found = [
            (curie, date.value, date.datatype)
            for curie in ("lup:dateSigned", "dcterms:date")
            for date in curated.objects(signature, curie)
        ]
        kinds = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
        expected = [(property_, row["date"], curated.iri(kinds[len(row["date"])]))] if row["date"] else []
        assert found == expected, row


def test_party_and_date_of_a_signature_rest_on_the_source_of_its_row(curated, signed, claims_about):
    for row in signed:
        signature, source = signature_of(curated, row), curated.thing(f"source/{row['source']}")
        for curie in ("lup:signatory", "lup:dateSigned", "dcterms:date"):
            for value in curated.objects(signature, curie):
                grounds = [c for c in claims_about[signature, curated.iri(curie)] if c.triple[2] == value]
                if row["text"] == OURS:  # several pages tell of it
                    assert any(source in claim.sources for claim in grounds), row
                else:
                    assert [(c.confidence, c.sources) for c in grounds] == [
                        (CONFIDENCE[row["confidence"]], {source})
                    ], row


def test_every_listing_is_a_row_and_every_row_a_listing(curated, listed):
    found = Counter(
        (membership, one)
        for membership in curated.typed("org:Membership")
        for one in curated.objects(membership, "lup:listedIn")
    )
    assert found == Counter(
        (
            curated.thing(f"membership/{row['network']}/{row['party']}"),
            curated.thing(f"list/{row['network']}/{row['list']}"),
        )
        for row in listed
    )


def test_same_membership_in_several_lists_is_one_with_several_listings(curated, listed):
    rows = Counter((row["network"], row["party"]) for row in listed)
    several = [key for key, count in rows.items() if count > 1]
    assert len(several) == 32
    for network, party in several:
        membership = curated.thing(f"membership/{network}/{party}")
        assert len(curated.objects(membership, "lup:listedIn")) == rows[network, party]


def test_membership_without_a_list_is_one_of_those_known_before(curated):
    without = {m for m in curated.typed("org:Membership") if not curated.objects(m, "lup:listedIn")}
    tenures = set(curated.typed("lup:Tenure"))
    assert without - tenures == {curated.thing(path) for path in BEFORE}


def test_membership_is_of_the_network_and_the_party_of_its_row(curated, listed):
    for row in listed:
        membership = curated.thing(f"membership/{row['network']}/{row['party']}")
        assert curated.objects(membership, "org:organization") == [curated.thing(f"network/{row['network']}")]
        key = row["party"].removesuffix("-2") if row["network"] == "metrex" else row["party"]
        assert curated.objects(membership, "org:member") == party_of(curated, key), row
        started = values(curated, membership, "schema:startDate")
        if row["since"]:
            assert started == [row["since"]], row
        elif row["party"] != "fi-helsinki-2":
            since = [r["since"] for r in listed if (r["network"], r["party"]) == (row["network"], row["party"])]
            assert bool(started) == any(since), row


def test_list_is_of_the_network_and_as_complete_as_its_rows_say(curated, listed):
    lists = {(row["network"], row["list"]) for row in listed}
    assert set(curated.typed("lup:MemberList")) == {curated.thing(f"list/{n}/{slug}") for n, slug in lists}
    for row in listed:
        one = curated.thing(f"list/{row['network']}/{row['list']}")
        assert curated.objects(one, "lup:listOf") == [curated.thing(f"network/{row['network']}")]
        assert values(curated, one, "lup:isComplete") == ["true" if row["complete"] == "yes" else "false"]
        assert curated.thing(f"source/{row['source']}") in curated.objects(one, "dcterms:source")


def test_complete_list_of_eurocities_has_its_226_members(curated):
    one = curated.thing("list/eurocities/public-list-2025-05-18")
    assert values(curated, one, "lup:asOf") == ["2025-05-18"]
    assert sum(one in po.get(curated.iri("lup:listedIn").value, []) for po in curated.by_subject.values()) == 226


def test_listing_rests_on_the_source_of_its_row(curated, listed, claims_about):
    for row in listed:
        membership = curated.thing(f"membership/{row['network']}/{row['party']}")
        one = curated.thing(f"list/{row['network']}/{row['list']}")
        grounds = [c for c in claims_about[membership, curated.iri("lup:listedIn")] if c.triple[2] == one]
        assert [(c.confidence, c.sources) for c in grounds] == [
            (CONFIDENCE[row["confidence"]], {curated.thing(f"source/{row['source']}")})
        ], row


def test_rows_of_a_compilation_stand_in_its_own_graph_and_no_other_row_does(curated, signed, listed, files):
    """Its licence covers the rows, so they must not be mixed with ours."""
    for row in signed:
        if row["text"] != OURS:
            path = files[signature_of(curated, row)]
            graph = COMPILATIONS.get(row["source"])
            expected = ("lists", graph) if graph else ("signatures", row["text"])
            assert (path.parent.name, path.stem) == expected, row
    for row in listed:
        path = files[curated.thing(f"list/{row['network']}/{row['list']}")]
        graph = COMPILATIONS.get(row["source"])
        expected = ("lists", graph) if graph else ("memberships", row["network"])
        assert (path.parent.name, path.stem) == expected, row


def test_claim_stands_beside_what_it_says_a_compilation_says(curated, listed):
    """What one compilation says of a membership that others name too is in its own graph all the same."""
    for path, triples in curated.files.items():
        if path.parent.name in {"lists", "memberships", "signatures"}:
            for triple in triples:
                if triple.predicate == curated.iri("prov:wasDerivedFrom"):
                    slug = triple.object.value.rsplit("/", 1)[1]
                    graph = path.stem if path.parent.name == "lists" else None
                    assert COMPILATIONS.get(slug) == graph, triple


class TestStints:
    """Helsinki was in METREX twice."""

    @pytest.fixture
    def stints(self, curated):
        helsinki, metrex = curated.thing("city/fi/helsinki"), curated.thing("network/metrex")
        return {
            membership.value.rsplit("/", 1)[1]: [
                values(curated, membership, curie) for curie in ("schema:startDate", "schema:endDate")
            ]
            for membership in curated.typed("org:Membership")
            if curated.objects(membership, "org:member") == [helsinki]
            and curated.objects(membership, "org:organization") == [metrex]
        }

    def test_they_are_two_memberships_with_their_own_years(self, stints):
        assert stints == {"fi-helsinki": [["2002"], ["2015"]], "fi-helsinki-2": [["2019-09-30"], []]}


def test_who_is_absent_from_a_later_complete_list_is_not_on_it(curated):
    """And was on an earlier one: so the membership has ended, on a day that was not found."""
    absent = [m for m in curated.typed("org:Membership") if curated.objects(m, "lup:absentFrom")]
    assert len(absent) == 12
    for membership in absent:
        (later,) = curated.objects(membership, "lup:absentFrom")
        assert values(curated, later, "lup:isComplete") == ["true"]
        named = curated.objects(membership, "lup:listedIn")
        assert later not in named
        (day,) = values(curated, later, "lup:asOf")
        assert all(value < day for one in named for value in values(curated, one, "lup:asOf")), membership
        member = curated.objects(membership, "org:member")
        for other in curated.typed("org:Membership"):
            if later in curated.objects(other, "lup:listedIn"):
                assert curated.objects(other, "org:member") != member


BODIES = {
    "grand-lyon": "city/fr/lyon",
    "nantes-metropole": "city/fr/nantes",
    "bordeaux-metropole": "city/fr/bordeaux",
    "brussels-capital-region": "city/be/brussels",
    "strasbourg-eurometropolis": "city/fr/strasbourg",
}


@pytest.mark.parametrize("body", BODIES)
def test_body_is_not_its_core_city(curated, body):
    """Each signs or is a member by itself, and shares no name and no item with the city."""
    found = [s for s in curated.typed("org:Organization") if s.value.rsplit("/", 1)[1] == body]
    (node,) = found
    city = curated.thing(BODIES[body])
    assert curated.objects(city, "rdf:type") == [curated.iri("lup:City")]
    assert not curated.objects(node, "lup:wikidataId")
    assert not set(curated.objects(node, "rdfs:label")) & set(curated.objects(city, "rdfs:label"))
    parties = {
        t.object
        for t in curated.triples
        if t.predicate in (curated.iri("org:member"), curated.iri("lup:signatory"))
    }
    assert node in parties


def test_no_city_is_a_region_or_another_body_by_its_name(curated, table):
    """Names of bodies are on record as unlinked, with the reason, and none of them became a city."""
    for row in table("../../data/unlinked.csv"):
        city = curated.thing(f"city/{row['country']}/{row['slug']}")
        if "not a city" in row["reason"] or "not the city" in row["reason"]:
            assert not curated.objects(city, "rdf:type"), row

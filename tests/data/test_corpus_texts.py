"""Sixty texts, 207 paraphrases and the networks behind them are all here, each with its sources, as they were gathered.

``texts.csv`` and ``networks.csv`` hold what was gathered: keys, dates, counts. They are written once and never from the data.
"""

import csv
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.rules import RULES, apply_rules

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
OURS = "helsinki-impact-declaration-2019"
UNDATED = {"c40-urban-nature-2021"}
"""Its year is known from memory only, and so is a claim that is not asserted."""

COMMUNITIES = {
    "cities-digital-rights-2018": "cities-coalition-digital-rights",
    "cities-for-adequate-housing-2018": "cities-for-adequate-housing",
    "covenant-of-mayors-2008": "covenant-of-mayors",
    "pact-of-free-cities-2019": "pact-of-free-cities",
    "solidarity-cities-2016": "solidarity-cities",
}


def read(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TEXTS = {row["key"]: row for row in read("texts.csv")}
NETWORKS = {row["key"]: row for row in read("networks.csv")}
by_text = pytest.mark.parametrize("key", sorted(TEXTS))
by_other_text = pytest.mark.parametrize("key", sorted(set(TEXTS) - {OURS}))
by_counted_text = pytest.mark.parametrize(
    "key", sorted(k for k, row in TEXTS.items() if row["count"] and k != OURS)
)
by_network = pytest.mark.parametrize("key", sorted(NETWORKS))
by_counted_network = pytest.mark.parametrize("key", sorted(k for k, row in NETWORKS.items() if row["count"]))


@pytest.fixture(scope="module")
def clauses(curated):
    """The commitments and demands of each text, through its editions too."""
    found = {key: {"lup:Commitment": [], "lup:Demand": []} for key in TEXTS}
    for kind in ("lup:Commitment", "lup:Demand"):
        for clause in curated.typed(kind):
            texts = {
                text.value.rsplit("/", 1)[1]
                for part in ("lup:commitmentOf", "lup:demandOf")
                for text in curated.objects(clause, part)
            } | {
                text.value.rsplit("/", 1)[1]
                for edition in curated.objects(clause, "lup:madeInEdition")
                for text in curated.objects(edition, "lup:editionOf")
            }
            for key in texts:  # none, where it is left open whether it stands in a text
                found[key][kind].append(clause)
            assert len(texts) <= 1, clause
    return found


@pytest.fixture(scope="module")
def claims_about(curated):
    found = {}
    for claim in curated.claims.values():
        found.setdefault(claim.triple[0], []).append(claim)
    return found


def test_texts_and_networks_gathered_are_sixty_and_twenty_one():
    assert len(TEXTS) == 60
    assert len(NETWORKS) == 21


def test_every_text_is_here_and_no_other(curated):
    assert set(curated.typed("lup:Declaration")) == {curated.thing(f"declaration/{key}") for key in TEXTS}


def test_paraphrases_are_207_promises_and_demands(clauses):
    """Ours, with its five commitments and its call, stands in both collections that were gathered, and counts once."""
    promised = sum(len(parts["lup:Commitment"]) for parts in clauses.values())
    demanded = sum(len(parts["lup:Demand"]) for parts in clauses.values())
    assert (promised, demanded) == (188, 19)
    assert promised + demanded == sum(int(row["paraphrases"]) for row in TEXTS.values()) == 207
    assert {kind: len(parts) for kind, parts in clauses[OURS].items()} == {"lup:Commitment": 5, "lup:Demand": 1}


@by_text
def test_text_has_the_clauses_that_were_gathered(clauses, key):
    row = TEXTS[key]
    found = {kind: len(parts) for kind, parts in clauses[key].items()}
    assert found == {"lup:Commitment": int(row["commitments"]), "lup:Demand": int(row["demands"])}
    assert int(row["commitments"]) + int(row["demands"]) == int(row["paraphrases"])


@by_text
def test_text_is_dated_as_it_was_gathered(curated, key):
    issued = [date.value for date in curated.objects(curated.thing(f"declaration/{key}"), "dcterms:issued")]
    assert issued == ([] if key in UNDATED else [TEXTS[key]["date"]])


@by_text
def test_text_is_of_the_kind_that_was_gathered(curated, key):
    text = curated.thing(f"declaration/{key}")
    assert curated.objects(text, "lup:instrumentKind") == [
        curated.thing(f"instrument-kind/{TEXTS[key]['instrument']}")
    ]
    assert curated.objects(text, "lup:adopterKind") == [curated.thing(f"adopter-kind/{TEXTS[key]['adopter']}")]


@by_other_text
def test_text_rests_on_the_pages_it_was_gathered_from(curated, claims_about, key):
    text = curated.thing(f"declaration/{key}")
    pages = {source for claim in claims_about[text] for source in claim.sources}
    assert len(pages) == int(TEXTS[key]["pages"])
    assert all(curated.objects(page, "schema:url") for page in pages)


@by_text
def test_clause_has_a_theme_and_a_source(curated, clauses, claims_about, key):
    for kind, parts in clauses[key].items():
        for clause in parts:
            if (kind, key) != ("lup:Demand", OURS):
                assert curated.objects(clause, "lup:theme"), clause
            assert any(claim.sources for claim in claims_about[clause]), clause


def test_theme_is_always_the_editors(curated):
    """All five themes and each of the subjects are used, and nothing is filed under anything else."""
    themes = {claim.triple[2] for claim in curated.claims.values() if claim.triple[1] == curated.iri("lup:theme")}
    schemes = ox.Store()
    for name in ("themes", "subjects"):
        schemes.load(path=str(ROOT / f"ontology/schemes/{name}.ttl"), format=ox.RdfFormat.TURTLE)
    known = {quad.subject for quad in schemes.quads_for_pattern(None, curated.iri("skos:inScheme"), None)}
    assert themes == known
    for claim in curated.claims.values():
        if claim.triple[1] == curated.iri("lup:theme"):
            assert claim.confidence == "editorial", claim.name


def test_what_rests_on_a_whole_text_is_never_called_confirmed(curated):
    """Its pages were read together, so that none of its facts is known to stand on two of them."""
    names = [path.name for path in (ROOT / "data/declarations").glob("*.ttl") if path.stem != OURS]
    subjects = {t.subject for path, triples in curated.files.items() if path.name in names for t in triples}
    claims = [claim for claim in curated.claims.values() if claim.triple[0] in subjects]
    assert len(claims) > 1000
    confidences = Counter(claim.confidence for claim in claims)
    assert set(confidences) == {"unspecifiedSource", "oneSource", "inferred", "editorial", "memory"}


@by_counted_text
def test_count_that_a_source_states_is_kept_as_stated(curated, key):
    text = curated.thing(f"declaration/{key}")
    stated = [
        curated.objects(quantity, "lup:quantityValue")[0].value
        for quantity in curated.typed("lup:StatedQuantity")
        if curated.objects(quantity, "lup:quantityOf") == [text]
    ]
    assert TEXTS[key]["count"] in stated


@by_text
def test_list_that_was_gathered_whole_is_here_with_its_count(curated, key):
    text = curated.thing(f"declaration/{key}")
    lists = [one for one in curated.typed("lup:SignatoryList") if curated.objects(one, "lup:listOf") == [text]]
    expected = [[TEXTS[key]["count"]]] if TEXTS[key]["complete_list"] == "1" else []
    assert [[value.value for value in curated.objects(one, "lup:expectedCount")] for one in lists] == expected
    for one in lists:
        assert [value.value for value in curated.objects(one, "lup:isComplete")] == ["true"]


def test_list_is_complete_only_with_all_its_entries(curated):
    """A list that is called complete tells who did not sign: it must not say so before its names are here."""
    entries = Counter(one for entry in curated.by_subject for one in curated.objects(entry, "lup:listedIn"))
    complete = {
        one
        for one in curated.typed("lup:SignatoryList", "lup:MemberList")
        if [value.value for value in curated.objects(one, "lup:isComplete")] == ["true"]
    }
    assert curated.thing(f"list/{OURS}/signatories-2019-10-10") in complete
    assert len(complete) == 16
    for one in complete:
        for count in curated.objects(one, "lup:expectedCount"):
            assert entries[one] == int(count.value), one


def test_demands_ask_others_than_those_who_sign(curated):
    addressees = Counter(a for d in curated.typed("lup:Demand") for a in curated.objects(d, "lup:addressee"))
    assert addressees == {
        curated.thing("organisation/european-union"): 13,
        curated.thing("organisation/national-governments"): 1,
    }


def test_five_texts_make_a_member_of_who_signs(curated):
    found = {
        text.value.rsplit("/", 1)[1]: community.value.rsplit("/", 1)[1]
        for text in curated.typed("lup:Declaration")
        for community in curated.objects(text, "lup:signingJoins")
    }
    assert found == COMMUNITIES


@by_network
def test_network_is_here_with_a_source_and_what_was_gathered(curated, claims_about, key):
    network = curated.thing(f"network/{key}")
    assert curated.objects(network, "rdf:type")
    assert any(claim.sources for claim in claims_about[network])
    assert curated.objects(network, "lup:networkKind") == [curated.thing(f"network-kind/{NETWORKS[key]['kind']}")]
    founded = [date.value for date in curated.objects(network, "schema:foundingDate")]
    assert founded == [year for year in [NETWORKS[key]["founded"]] if year]


@by_counted_network
def test_members_that_a_source_counts_are_kept_as_counted(curated, key):
    stated = {
        curated.objects(quantity, "lup:quantityValue")[0].value
        for quantity in curated.typed("lup:StatedQuantity")
        if curated.objects(quantity, "lup:quantityOf") == [curated.thing(f"network/{key}")]
    }
    assert NETWORKS[key]["count"] in stated


def test_networks_beside_those_gathered_are_named(curated):
    known = {f"network/{key}" for key in NETWORKS}
    beside = {
        subject.value.partition("/id/")[2]
        for subject in curated.by_subject
        if "/id/network/" in subject.value and curated.objects(subject, "rdf:type")
    } - known
    assert beside == {"network/cities-for-adequate-housing", "network/enoll", "network/oasc"}


class TestEditions:
    """Nobody is committed to what a text did not say when it was signed, or may not have said."""

    HELSINKI = "<https://w3id.org/lupaus/id/city/fi/helsinki>"
    SIGNATURE = """
        PREFIX lup: <https://w3id.org/lupaus/ns#>
        BASE <https://w3id.org/lupaus/id/>
        INSERT DATA {{
          <signature/covenant-of-mayors-2008/{name}> lup:signedDeclaration <declaration/covenant-of-mayors-2008> ;
            lup:signatory <city/fi/helsinki> {edition}
        }}"""
    NEUTRAL = """
        PREFIX lup: <https://w3id.org/lupaus/ns#>
        BASE <https://w3id.org/lupaus/id/>
        ASK { <city/fi/helsinki> lup:committedTo <commitment/covenant-of-mayors-2008/1> }"""
    JOINED = """
        PREFIX org: <http://www.w3.org/ns/org#>
        BASE <https://w3id.org/lupaus/id/>
        ASK { <city/fi/helsinki> org:memberOf <network/covenant-of-mayors> }"""

    @pytest.fixture
    def derive(self, curated):
        """Everything that follows once Helsinki has signed, of an edition or of none that is known."""
        inputs = find_inputs()

        def derived(edition):
            store = ox.Store()
            store.load(path=str(ROOT / "ontology/lupaus.ttl"), format=ox.RdfFormat.TURTLE)
            store.extend(
                ox.Quad(*triple)
                for path, triples in curated.files.items()
                if path.stem == "covenant-of-mayors-2008"
                for triple in triples
            )
            store.update(self.SIGNATURE.format(name="helsinki", edition=edition))
            apply_rules(inputs, store, inputs.queries(RULES))
            return store

        return derived

    def test_commitments_hang_on_the_later_text(self, curated):
        edition = curated.thing("edition/covenant-of-mayors-2008/later")
        made = [s for s in curated.typed("lup:Commitment") if curated.objects(s, "lup:madeInEdition") == [edition]]
        assert len(made) == 5
        assert curated.objects(edition, "dcterms:issued") == []

    def test_signature_that_names_no_edition_commits_to_none(self, derive):
        """Helsinki joined in 2009: that it committed then to neutrality by 2050 cannot be derived."""
        store = derive("")
        assert not store.query(self.NEUTRAL)
        assert store.query(self.JOINED)

    def test_signature_of_the_first_text_does_not_commit_to_the_later(self, derive):
        store = derive("; lup:ofEdition <edition/covenant-of-mayors-2008/2008>")
        assert not store.query(self.NEUTRAL)

    def test_signature_of_the_later_text_commits(self, derive):
        """The two tests above can fail: nothing but the edition stands between the signature and the commitment."""
        store = derive("; lup:ofEdition <edition/covenant-of-mayors-2008/later>")
        assert store.query(self.NEUTRAL)

    def test_helsinki_is_not_committed_to_neutrality_by_all_that_is_known(self, curated):
        """It joined in January 2009 and so signed the first text; all rules run over all data say no more."""
        signature = curated.thing("signature/covenant-of-mayors-2008/fi-helsinki")
        assert curated.objects(signature, "lup:signatory") == [curated.thing("city/fi/helsinki")]
        assert [date.value for date in curated.objects(signature, "dcterms:date")] == ["2009-01"]
        assert curated.objects(signature, "lup:ofEdition") == [
            curated.thing("edition/covenant-of-mayors-2008/2008")
        ]
        store = ox.Store()
        store.load(path=str(ROOT / "ontology/lupaus.ttl"), format=ox.RdfFormat.TURTLE)
        store.extend(ox.Quad(*triple) for triple in curated.triples)
        inputs = find_inputs()
        apply_rules(inputs, store, inputs.queries(RULES))
        assert not store.query(self.NEUTRAL)
        assert store.query(self.JOINED)
        bound = store.query(self.NEUTRAL.replace("<city/fi/helsinki>", "?anybody"))
        assert not bound, "no source says of anybody that it signed the later text"

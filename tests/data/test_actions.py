"""The actions around the declaration, and the one link to it that we make ourselves."""

from lupaus.namespaces import expand

BASE = "helsinki-impact-declaration-2019"


def test_forty_two_actions(curated):
    assert len(curated.typed("lup:Action")) == 42


def test_sixty_three_alignments_all_editorial(curated):
    align = curated.iri("lup:alignedWith")
    facts = [fact for fact in curated.facts if fact[1] == align]
    claims = [claim for claim in curated.claims.values() if claim.triple[1] == align]
    assert len(facts) == len(claims) == 63
    assert {claim.confidence for claim in claims} == {"editorial"}
    targets = {curated.thing(f"commitment/{BASE}/{n}") for n in range(1, 6)} | {
        curated.thing(f"demand/{BASE}/urban-agenda")
    }
    assert {fact[2] for fact in facts} == targets


def test_nothing_carries_out_a_commitment(curated):
    assert expand("lup:carriesOut") not in {fact[1].value for fact in curated.facts}


def test_timing_agrees_with_the_date(curated):
    """Before or after 10 October 2019 only where the date, as precise as it is, says so."""
    for action in curated.typed("lup:Action"):
        timing = [o.value.rsplit("/", 1)[1] for o in curated.objects(action, "lup:relativeTiming")]
        dates = [o.value for o in curated.objects(action, "dcterms:issued")]
        if not dates:
            assert timing in ([], ["unknown"]), action
            continue
        (date,) = dates
        signed = "2019-10-10"[: len(date)]
        expected = "before" if date < signed else "after" if date > signed else timing[0]
        assert timing == [expected], action


def test_latest_known_date_is_no_date_of_issue(curated):
    action = curated.thing("action/test-in-tallinn")
    assert curated.objects(action, "dcterms:issued") == []
    assert curated.objects(action, "lup:relativeTiming") == []
    assert [o.value for o in curated.objects(action, "lup:knownBy")] == ["2023-02-01"]


def test_target_has_a_year(curated):
    targets = curated.typed("lup:Target")
    assert len(targets) == 8
    for target in targets:
        assert len(curated.objects(target, "lup:targetYear")) == 1, target

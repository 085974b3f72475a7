"""Every sourced statement is a claim or left out with a reason, and no claim is surer than its statement."""

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GAPS = {65, 172, 173, 177, 185, 190, 194}
"""Numbers below 515 that no statement ever had."""

CONFIDENCE = {
    "confirmed": lambda publishers: "confirmedIndependently" if publishers > 1 else "confirmedSamePublisher",
    "one_source": lambda publishers: "oneSource",
    "inferred": lambda publishers: "inferred",
}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def statements():
    """What was gathered: identifier, confidence, pages, independent publishers."""
    return {row["id"]: row for row in read(Path(__file__).with_name("statements.csv"))}


@pytest.fixture(scope="module")
def left_out():
    return read(ROOT / "data" / "left-out.csv")


@pytest.fixture(scope="module")
def first_claims(curated, statements):
    """Of each statement, the claim that carries it whole (``c012``; ``c012-2`` and so on are further parts)."""
    return {row: curated.claims[f"c{row[1:]}"] for row in statements if f"c{row[1:]}" in curated.claims}


def test_statements_are_those_gathered(statements):
    assert set(statements) == {f"F{n:03d}" for n in range(1, 515) if n not in GAPS}
    assert len(statements) == 507


def test_claims_and_left_out_share_the_statements(curated, statements, left_out):
    claimed = {claim.identifier for claim in curated.claims.values()} - {None}
    skipped = {row["id"] for row in left_out}
    assert claimed | skipped == set(statements)
    assert not claimed & skipped


def test_left_out_gives_reasons(left_out, statements):
    assert [row["id"] for row in left_out] == ["F023", "F049", "F091", "F184", "F257", "F324"]
    assert all(row["statement"] and row["reason"] for row in left_out)
    not_found = {name for name, row in statements.items() if row["confidence"] == "not_found"}
    assert not_found == {row["id"] for row in left_out if row["reason"].startswith("not found")}


def test_claim_name_carries_its_statement(curated):
    for claim in curated.claims.values():
        if claim.identifier:
            assert claim.name.split("-")[0] == f"c{claim.identifier[1:]}"


def test_every_claimed_statement_has_a_first_claim(curated, first_claims):
    assert set(first_claims) == {claim.identifier for claim in curated.claims.values()} - {None}


def test_first_claim_is_as_sure_as_its_statement(curated, statements, first_claims):
    align = curated.iri("lup:alignedWith")
    for name, claim in first_claims.items():
        row = statements[name]
        if claim.triple[1] == align:
            expected = "editorial"
        elif row["confidence"] == "memory":
            # From memory, until public data sets attested the identifier: they are the evidence, not memory.
            assert claim.triple[1] == curated.iri("lup:wikidataId")
            expected = "confirmedIndependently"
        else:
            expected = CONFIDENCE[row["confidence"]](int(row["publishers"]))
        assert claim.confidence == expected, name


def test_first_claim_has_the_pages_and_publishers_of_its_statement(curated, statements, first_claims):
    for name, claim in first_claims.items():
        row = statements[name]
        if row["confidence"] != "memory":
            assert len(claim.sources) == int(row["pages"]), name
            assert len(curated.publishers(claim.sources)) == int(row["publishers"]), name

"""The table of names without a link, held against the data."""

import pytest

from lupaus.dataset.check import check_sources
from lupaus.dataset.inputs import Inputs, find_inputs
from lupaus.dataset.sources import load_sources
from lupaus.dataset.unlinked import find_unlinked, read_unlinked
from lupaus.errors import SourceError

BASE = "https://w3id.org/lupaus/"
HEAD = "country,name,slug,reason\n"
THINGS = f"""
@prefix lup: <{BASE}ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
<{BASE}id/city/se/solna> a lup:City .
<{BASE}id/city/se/lund> a lup:City ; lup:wikidataId "Q2167" .
<{BASE}id/organisation/it/veneto> a org:Organization .
<{BASE}id/organisation/bethlehem> a org:Organization .
<{BASE}id/organisation/a-paper> a org:Organization .
<{BASE}id/network/towns> a lup:CityNetwork .
<{BASE}id/membership/towns/veneto> a org:Membership ; org:member <{BASE}id/organisation/it/veneto> .
<{BASE}id/signature/text/bethlehem> lup:signatory <{BASE}id/organisation/bethlehem> .
<{BASE}id/signature/text/towns> lup:signatory <{BASE}id/network/towns> .
"""
ROWS = {
    "solna": "se,Solna,solna,nobody attests one\n",
    "veneto": "it,Veneto,veneto,a region\n",
    "bethlehem": ",Bethlehem,bethlehem,no country is given\n",
}


@pytest.fixture
def findings(tmp_path):
    for folder in ("ontology", "data/cities", "shapes"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data/cities/all.ttl").write_text(THINGS, encoding="utf-8")

    def find(rows):
        (tmp_path / "data/unlinked.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
        inputs = Inputs(tmp_path)
        return [
            (found.severity, found.focus[1:-1].removeprefix(BASE + "id/"), found.message)
            for found in find_unlinked(inputs, load_sources(inputs))
        ]

    return find


def test_each_name_is_told_with_its_reason(findings):
    assert findings(ROWS.values()) == [
        ("info", "city/se/solna", "nobody attests one"),
        ("info", "organisation/it/veneto", "a region"),
        ("info", "organisation/bethlehem", "no country is given"),
    ]


@pytest.mark.parametrize(
    ("missing", "thing"),
    [
        ("solna", "city/se/solna"),
        ("veneto", "organisation/it/veneto"),
        ("bethlehem", "organisation/bethlehem"),
    ],
)
def test_what_is_neither_linked_nor_in_the_table_is_a_violation(findings, missing, thing):
    """Cities, and bodies that sign or belong; not the paper that is only named, nor the network."""
    broken = [f for f in findings(row for name, row in ROWS.items() if name != missing) if f[0] == "violation"]
    assert broken == [
        ("violation", thing, "has no Wikidata item (lup:wikidataId), and no row of data/unlinked.csv says why")
    ]


def test_a_row_of_what_is_linked_by_now_is_a_violation(findings):
    assert ("violation", "city/se/lund", "is linked by now; remove row 5 of data/unlinked.csv") in findings(
        [*ROWS.values(), "se,Lund,lund,nobody attests one\n"]
    )


def test_a_row_of_what_is_not_described_is_a_violation(findings):
    (broken,) = [f for f in findings([*ROWS.values(), "se,Visby,visby,why\n"]) if f[0] == "violation"]
    assert broken[2] == "row 5 of data/unlinked.csv is of something that is not described; remove it"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("se,Solna,solna\n", "a row has the fields country, name, slug, reason, and says why"),
        ("se,Solna,solna,\n", "and says why"),
        ("se,Solna,,why\n", "and says why"),
        ("se,Solna,solna,why,more\n", "a row has the fields"),
        ("se,Solna,solna,why\nse,Solna,solna,why\n", "unlinked.csv:3: 'Solna' stands here twice"),
    ],
)
def test_a_broken_table_is_refused_at_its_line(findings, rows, said):
    with pytest.raises(SourceError, match=said):
        findings([rows])


def test_without_a_table_nothing_is_asked(tree):
    inputs = Inputs(tree)
    assert read_unlinked(inputs) is None
    assert list(find_unlinked(inputs, load_sources(inputs))) == []


@pytest.mark.parametrize(("row", "conforms"), [("", False), ("fi,Helsinki,helsinki,nobody attests one\n", True)])
def test_a_city_without_a_link_and_without_a_reason_stops_the_check(tree, row, conforms):
    (tree / "data/unlinked.csv").write_text(HEAD + row, encoding="utf-8")
    report = check_sources(Inputs(tree))
    assert report.conforms is conforms
    (found,) = [f for f in report.findings if f.rule.endswith("unlinked>") and "helsinki" in f.focus]
    assert (found.severity, found.file) == ("info" if conforms else "violation", "data/cities/fi.ttl")


def test_every_name_of_the_real_table_is_told_and_nothing_is_wrong():
    inputs = find_inputs()
    rows = read_unlinked(inputs)
    found = list(find_unlinked(inputs, load_sources(inputs)))
    assert len(rows) == 127
    assert [finding.message for finding in found] == [row.reason for row in rows]
    assert {finding.severity for finding in found} == {"info"}

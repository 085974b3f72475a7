"""lupaus import: what is matched is written with its claims; anything wrong with a list is said row by row."""

from pathlib import Path

import pytest

from lupaus.cli import main
from lupaus.curation import sheet
from lupaus.curation.routes import list_file
from lupaus.dataset.format import format_turtle
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.sources import load_sources, parse_turtle
from lupaus.namespaces import BASE, PREFIXES

PAGE = "https://example.org/list"
MEMBERS = "network_key,member_name,country,member_kind,as_of,complete,confidence,source_url\n"
SIGNERS = "declaration_key,signatory_name,signatory_kind,country,date,date_kind,confidence,source_url\n"
WORLD = f"""@prefix lup: <{BASE}ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}id/network/n> a lup:CityNetwork ; rdfs:label "Net"@en .
<{BASE}id/date-kind/signed> a skos:Concept ; rdfs:label "Signed"@en .
<{BASE}id/date-kind/unknown> a skos:Concept ; rdfs:label "Unknown"@en .
<{BASE}id/date-kind/joined> a skos:Concept ; rdfs:label "Joined"@en .
"""


@pytest.fixture
def world(linked_tree):
    """The tree with a network; every city says its country, which has a code."""
    path = linked_tree / "data/cities/fi.ttl"
    more = "".join(f"<{BASE}id/city/fi/{c}> schema:containedInPlace <{BASE}id/country/fi> .\n"
                   for c in ("helsinki", "espoo", "oulu"))  # fmt: skip
    code = f'<{BASE}id/country/fi> <http://purl.org/dc/terms/identifier> "FI" .\n'
    path.write_text(path.read_text() + more + code)
    (linked_tree / "data/networks").mkdir()
    (linked_tree / "data/networks/n.ttl").write_text(WORLD)
    (linked_tree / "data/aliases.csv").write_text("country,alias,slug,why\n")
    return linked_tree


def take(world, what, content, *more, as_of="2026-11"):
    path = world.parent / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return main(["import", what, str(path), "--source", PAGE, "--as-of", as_of, *more])


PREFIXES_OF_FILE = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("lup", "prov", "rdf", "rdfs", "schema")
)


def triples(path):
    return set(parse_turtle(path.read_text(), path.name))


def files(tree):
    return {path: path.read_bytes() for path in sorted(Path(tree).rglob("*")) if path.is_file()}


def test_memberships_become_facts_with_claims_and_a_list(world, capsys):
    before = files(world)
    assert take(world, "memberships", MEMBERS + "n,Helsinki,Finland,city,2026-11 (member since 2010),yes,,\n"
                "n,Esbo,FI,city,,yes,inferred,\n") == 0  # fmt: skip
    path = world / "data/memberships/n.ttl"
    text = path.read_text()
    assert format_turtle(text, "n.ttl") == text
    new = {path, world / "data/sources/parties.ttl", world / "data/organisations/publishers.ttl"}
    assert {p: b for p, b in files(world).items() if p not in new} == before
    for said in (
        "id/membership/n/fi-helsinki> a org:Membership", 'schema:startDate "2010"^^xsd:gYear',
        "id/membership/n/fi-espoo> a org:Membership", "lup:isComplete true", 'lup:asOf "2026-11"^^xsd:gYearMonth',
        "id/claim/membership-start-n-fi-helsinki> a lup:Claim", "lup:confidence lup:inferred",
        "id/claim/membership-n-fi-espoo-members-2026-11> a lup:Claim", '"Helsinki in Net"@en',
    ):  # fmt: skip
        assert said in text, said
    assert f"schema:url <{PAGE}>" in (world / "data/sources/parties.ttl").read_text()
    assert (
        "id/organisation/example-org> a org:Organization"
        in (world / "data/organisations/publishers.ttl").read_text()
    )
    assert "data/memberships/n.ttl written" in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "property_"), [("signed", "lup:dateSigned"), ("joined", "dcterms:date")])
def test_only_a_day_of_signing_is_a_date_of_signing(world, kind, property_):
    assert take(world, "signatures", SIGNERS + f"test-2019,Oulu,city,Finland,2020-03-04,{kind},one_source,\n") == 0
    text = (world / "data/signatures/test-2019.ttl").read_text()
    assert f'{property_} "2020-03-04"^^xsd:date' in text
    assert ("dateSigned" in text) == (kind == "signed")
    assert f"lup:dateKind <{BASE}id/date-kind/{kind}>" in text


def test_who_is_there_already_is_listed_again_and_not_made_twice(world, capsys):
    assert take(world, "signatures", SIGNERS + "test-2019,Helsinki,city,Finland,,,,\n") == 0
    text = (world / "data/signatures/test-2019.ttl").read_text()
    assert f"<{BASE}id/signature/test-2019/helsinki>\n    lup:listedIn" in text
    assert "a lup:Signature ;" not in text
    assert "listed again" in capsys.readouterr().out


def test_the_same_list_twice_changes_nothing(world, capsys):
    content = MEMBERS + "n,Helsinki,Finland,city,,yes,,\n"
    take(world, "memberships", content)
    before = files(world)
    assert take(world, "memberships", content) == 0
    assert files(world) == before
    assert "Every row is there already; nothing to write." in capsys.readouterr().out


def test_a_later_list_adds_and_overwrites_nothing(world):
    take(world, "memberships", MEMBERS + "n,Helsinki,Finland,city,,yes,,\n")
    path = world / "data/memberships/n.ttl"
    before = [line.rstrip(" ;,.") for line in path.read_text().splitlines()]
    assert take(world, "memberships", MEMBERS + "n,Helsinki,Finland,city,,yes,,\nn,Oulu,FI,city,,yes,,\n",
                as_of="2027") == 0  # fmt: skip
    after = [line.rstrip(" ;,.").replace("lup:listedIn ", "") for line in path.read_text().splitlines()]
    assert [line for line in before if line.replace("lup:listedIn ", "") not in after] == []
    assert "list/n/members-2027>" in path.read_text()


def test_another_date_than_the_one_we_have_is_refused(world, capsys):
    row = "n,Helsinki,Finland,city,{} (member since {}),yes,,\n"
    take(world, "memberships", MEMBERS + row.format("2026-11", "2010"))
    assert take(world, "memberships", MEMBERS + row.format("2027", "2011"), as_of="2027") == 1
    assert "is dated 2010 already, not 2011; write the claim by hand" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(world, capsys):
    before = files(world)
    assert take(world, "memberships", MEMBERS + "n,Helsinki,Finland,city,,yes,,\n", "--dry-run") == 0
    assert files(world) == before
    assert "It would be: data/memberships/n.ttl" in capsys.readouterr().out


def test_facts_that_break_a_rule_are_not_written(world, capsys, monkeypatch):
    (world / "shapes/hygiene/90-no.rq").write_text(
        "# severity: violation\n# message: {this} is not wanted\n"
        "SELECT ?this { ?this a <http://www.w3.org/ns/org#Membership> }"
    )
    before = files(world)
    assert take(world, "memberships", MEMBERS + "n,Helsinki,Finland,city,,yes,,\n") == 1
    assert files(world) == before
    said = capsys.readouterr().out
    assert "data/memberships/n.ttl:" in said
    assert "is not wanted" in said
    assert "nothing was written" in said


def test_a_city_that_begins_to_belong_leaves_the_others(world, capsys):
    others = world / "data/cities-other/fi.ttl"
    others.parent.mkdir()
    claim = (f'<{BASE}id/claim/kotka> a lup:Claim ; rdf:subject <{BASE}id/city/fi/kotka> ; '
             f'rdf:predicate lup:wikidataId ; rdf:object "Q1" ; lup:standing lup:accepted ; '
             f'lup:confidence lup:oneSource ; prov:wasDerivedFrom <{BASE}id/source/page> .\n')  # fmt: skip
    for name in ("kotka", "lahti"):
        text = (f'<{BASE}id/city/fi/{name}> a lup:City ; rdfs:label "{name.title()}"@en ; '
                f'schema:containedInPlace <{BASE}id/country/fi> .\n')  # fmt: skip
        others.write_text((others.read_text() if name == "lahti" else PREFIXES_OF_FILE) + text)
    others.write_text(others.read_text() + claim.replace("lup:wikidataId", "rdfs:comment"))
    before = triples(world / "data/cities/fi.ttl") | triples(others)
    assert take(world, "memberships", MEMBERS + "n,Kotka,FI,city,,,,\n") == 0
    said = capsys.readouterr().out
    assert "city/fi/kotka: from data/cities-other/fi.ttl to data/cities/fi.ttl" in said
    left = triples(others)
    assert {t.subject.value for t in left} == {f"{BASE}id/city/fi/lahti"}
    assert triples(world / "data/cities/fi.ttl") | left == before
    assert f"{BASE}id/claim/kotka" in {t.subject.value for t in triples(world / "data/cities/fi.ttl")}
    assert take(world, "memberships", MEMBERS + "n,Lahti,FI,city,,,,\n", as_of="2027") == 0
    assert not others.exists()
    assert "data/cities-other/fi.ttl removed" in capsys.readouterr().out
    assert triples(world / "data/cities/fi.ttl") == before


def test_a_write_that_fails_puts_everything_back(world, monkeypatch):
    before = files(world)
    real = Path.replace

    def replace(self, target):
        if target.name == "parties.ttl":
            raise OSError("disk full")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert take(world, "memberships", MEMBERS + "n,Helsinki,Finland,city,,yes,,\n") == 2
    assert files(world) == before


def test_what_a_compilation_says_stays_in_its_file(world, capsys):
    row = MEMBERS + "n,Helsinki,Finland,city,,yes,,\n"
    assert take(world, "memberships", row, "--upstream", "tracker") == 2
    assert "the compilation 'tracker' is not described" in capsys.readouterr().err
    described = world / "data/dataset.ttl"
    described.write_text(
        described.read_text()
        + f"""
<{BASE}graph/lists/tracker> <http://purl.org/dc/terms/title> "Tracker"@en ;
    <http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/> .
"""
    )
    assert take(world, "memberships", row, "--upstream", "tracker") == 0
    assert "id/claim/membership-n-fi-helsinki-members-2026-11>" in (world / "data/lists/tracker.ttl").read_text()
    assert not (world / "data/memberships").exists()
    # From then on a page of that host is known to be theirs.
    assert take(world, "memberships", row.replace("Helsinki", "Oulu"), as_of="2027") == 0
    assert "fi-oulu" in (world / "data/lists/tracker.ttl").read_text()
    assert take(world, "memberships", row.replace("Helsinki", "Espoo"), "--upstream", "other", as_of="2028") == 2
    assert "belongs to the compilation tracker, not other" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("https://github.com/Owner/project/blob/main/other.csv", "data/lists/etc.ttl"),
        ("https://raw.githubusercontent.com/owner/project/main/x.csv", "data/lists/etc.ttl"),
        ("https://github.com/owner/another/blob/main/x.csv", None),
        ("https://www.example.org/", None),
    ],
)
def test_on_a_host_of_many_projects_the_project_counts(world, page, file):
    (world / "data/lists").mkdir()
    (world / "data/lists/etc.ttl").write_text(
        PREFIXES_OF_FILE + f"<{BASE}id/claim/c> a lup:Claim ; prov:wasDerivedFrom <{BASE}id/source/etc> ."
    )
    (world / "data/sources/etc.ttl").write_text(
        PREFIXES_OF_FILE + f"<{BASE}id/source/etc> a lup:Source ; schema:url "
        "<https://github.com/owner/project/blob/main/a.csv> ."
    )
    (world / "data/dataset.ttl").write_text(
        f'<{BASE}graph/lists/etc> <http://purl.org/dc/terms/rights> "No licence was seen."@en .'
    )
    assert list_file(load_sources(Inputs(world)), page, None) == file


def test_of_two_stints_the_open_one_is_meant(world):
    path = world / "data/networks/n.ttl"
    act = (f'<{BASE}id/membership/n/{{}}> a <http://www.w3.org/ns/org#Membership> ; rdfs:label "x"@en ; '
           f'<http://www.w3.org/ns/org#member> <{BASE}id/city/fi/oulu> ; '
           f'<http://www.w3.org/ns/org#organization> <{BASE}id/network/n> {{}} .\n')  # fmt: skip
    ended = '; <https://schema.org/endDate> "2015"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    path.write_text(path.read_text() + act.format("fi-oulu", "") + act.format("fi-oulu-0", ended))
    assert take(world, "memberships", MEMBERS + "n,Oulu,FI,city,,,,\n") == 0
    assert "id/membership/n/fi-oulu>\n    lup:listedIn" in (world / "data/memberships/n.ttl").read_text()


def test_a_body_that_begins_to_belong_has_a_link_or_a_reason(world, capsys):
    table = world / "data/unlinked.csv"
    cities = "".join(f"fi,x,{name},none seen\n" for name in ("kemi",))
    table.write_text(f"country,name,slug,reason\n{cities}")
    path = world / "data/cities/fi.ttl"
    path.write_text(path.read_text() + "".join(
        f'<{BASE}id/city/fi/{name}> lup:wikidataId "{item}" .\n'
        for name, item in (("helsinki", "Q1757"), ("espoo", "Q47034"), ("vantaa", "Q901"), ("turku", "Q38511"))
    ))  # fmt: skip
    bodies = world / "data/organisations/bodies.ttl"
    bodies.parent.mkdir(exist_ok=True)
    bodies.write_text(
        PREFIXES_OF_FILE + f"<{BASE}id/organisation/agency> a <http://www.w3.org/ns/org#Organization> ; "
        'rdfs:label "Agency"@en .\n'
    )
    row = MEMBERS + "n,Agency,,organisation,,,,\n"
    before = files(world)
    assert take(world, "memberships", row) == 1
    assert "has no Wikidata item (lup:wikidataId), and no row of data/unlinked.csv says why" in (
        capsys.readouterr().out
    )
    assert files(world) == before
    table.write_text(f"country,name,slug,reason\n{cities},Agency,agency,no city\n")
    assert take(world, "memberships", row) == 0


def test_a_complete_list_says_so_and_how_many_its_source_counts(world, capsys):
    two = MEMBERS + "n,Helsinki,Finland,city,,yes,,\nn,Oulu,FI,city,,yes,,\n"
    for count in ("1", "3"):
        assert take(world, "memberships", two, "--count", count) == 1
        assert f":2: the list has 2 entries, but its source counts {count}" in capsys.readouterr().out
    assert take(world, "memberships", two, "--count", "2") == 0
    text = (world / "data/memberships/n.ttl").read_text()
    assert "lup:isComplete true" in text
    assert "lup:expectedCount 2" in text
    before = files(world)
    assert take(world, "memberships", MEMBERS + "n,Espoo,FI,city,,yes,,\n") == 1
    assert ":2: member_name: is not on the list of that day, which is here already, and is complete" in (
        capsys.readouterr().out
    )
    assert take(world, "memberships", MEMBERS + "n,Oulu,FI,city,,no,,\n") == 1
    assert ":2: complete: is 'no', but the list of that day" in capsys.readouterr().out
    assert take(world, "memberships", MEMBERS + "n,Oulu,FI,city,,,,\n", "--count", "9") == 1
    assert "--count is 9, but the list of that day, which is here already, has 2" in capsys.readouterr().out
    assert files(world) == before


def test_an_incomplete_list_may_have_fewer_than_its_source_counts_but_not_more(world, capsys):
    two = MEMBERS + "n,Helsinki,Finland,city,,no,,\nn,Oulu,FI,city,,no,,\n"
    assert take(world, "memberships", two, "--count", "1") == 1
    assert "the list has 2 entries, but its source counts 1" in capsys.readouterr().out
    assert take(world, "memberships", two, "--count", "3") == 0
    assert "lup:isComplete false" in (world / "data/memberships/n.ttl").read_text()


GOOD = "n,Helsinki,Finland,city,,yes,,\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (MEMBERS + GOOD + "n,Helsinky,Finland,city,,yes,,\n", ":3: member_name: 'Helsinky' is unmatched"),
        (MEMBERS + GOOD + "n,Helsinky,Finland,city,,yes,,\n", "perhaps city/fi/helsinki"),
        (MEMBERS + GOOD + GOOD, ":3: member_name: is the same party as in line 2"),
        (MEMBERS + GOOD + "n,Oulu,FI,city,,no,,\n", ":3: complete: is 'no', but 'yes' in line 2; it is said of the list"),
        (MEMBERS + GOOD + "n,Helsingfors Stad,Finland,city,,yes,,\nn,Atlantis,Finland,city,,,,\n",
         ":4: member_name: 'Atlantis' is unmatched"),
        (MEMBERS + "n,Helsinki,,city,,,,\n", ":2: member_name: 'Helsinki' is ambiguous: no country is given"),
        (MEMBERS + "n,Helsinki,Narnia,city,,,,\n", ":2: member_name: 'Helsinki' is unmatched: no country is called"),
        (MEMBERS + "nn,Helsinki,Finland,city,,,,\n", ":2: network_key: no network 'nn' is described here; is it n?"),
        (MEMBERS + "n,Helsinki,Finland,town,,,,\n", ":2: member_kind: is 'town', but must be one of"),
        (MEMBERS + "n,Helsinki,Finland,city,2025,,,\n", ":2: as_of: is '2025', but the list as a whole is as of"),
        (MEMBERS + "n,Helsinki,Finland,city,2026-11 (member since 1.5.),,,\n", ":2: as_of: has the beginning '1.5.'"),
        (MEMBERS + "n,Helsinki,Finland,city,,maybe,,\n", ":2: complete: is 'maybe', but must be yes or no"),
        (MEMBERS + "n,Helsinki,Finland,city,,,confirmed,\n", ":2: confidence: is 'confirmed'; one list gives"),
        (MEMBERS + "n,Helsinki,Finland,city,,,,http://e/\n", ":2: source_url: is another page than --source"),
        (MEMBERS + "n,,Finland,city,,,,\n", ":2: member_name: is empty"),
        (MEMBERS + GOOD + "n,Oulu,Finland\n", ":3: has 3 cells where the head has 8"),
        (MEMBERS + "n,=1+2,Finland,city,,,,\n", ":2: member_name: begins with '=', as a formula does"),
        (MEMBERS + "n,@SUM(A1),Finland,city,,,,\n", ":2: member_name: begins with '@', as a formula does"),
        (MEMBERS + 'n,"Hel\nsinki",Finland,city,,,,\n', ":2: member_name: has a control character or a line break"),
        (MEMBERS + 'n,"Helsinki,Finland,city,,,,\n', "is not CSV"),
        (MEMBERS + "n,H\ufffdlsinki,Finland,city,,,,\n", ":2: member_name: has the sign for a character that was lost"),
        (MEMBERS.replace("member_name", "member_nam") + GOOD,
         ":1: member_nam: is no column of this list; is it member_name?"),
        (MEMBERS.replace("member_name", "member_nam") + GOOD, ":1: member_name: is missing"),
        (MEMBERS.replace("confidence", "complete") + GOOD, ":1: complete: is there twice"),
        (MEMBERS.replace(",", ";") + GOOD.replace(",", ";"), ":1: the columns are separated by semicolons"),
        (MEMBERS.replace(",", "\t") + GOOD.replace(",", "\t"), ":1: the columns are separated by tabs"),
        ("\ufeff" + MEMBERS + GOOD, ":1: the file begins with a byte order mark"),
        ((MEMBERS + GOOD).encode("utf-16"), ":1: the file begins with the byte order mark of UTF-16"),
        ((MEMBERS + GOOD).encode() + "n,Jyväskylä,Finland,city,,,,\n".encode("latin-1"), ":3: is not UTF-8 near"),
        ((MEMBERS + GOOD).encode() + b"n,Ou\0lu,Finland,city,,,,\n", ":3: has a NUL character"),
        (b"", ":1: the file is empty"),
        (MEMBERS, ":1: the list has a head, but no row"),
        (MEMBERS + GOOD + "n," + "x" * 6000 + ",Finland,city,,,,\n", "has 6000 characters, but at most 5000"),
    ],
)  # fmt: skip
def test_a_list_with_a_fault_is_refused_row_by_row(world, capsys, content, said):
    before = files(world)
    assert take(world, "memberships", content) == 1
    told = capsys.readouterr()
    assert said in told.out
    assert "nothing was written" in told.err
    assert files(world) == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "test-2019,Oulu,city,Finland,10.10.2019,signed,,",
            "date: is '10.10.2019', but must be a day, month or year",
        ),
        ("test-2019,Oulu,city,Finland,2019,,,", "date_kind: is empty; say of what the date is"),
        ("test-2019,Oulu,city,Finland,2019,sealed,,", "date_kind: no kind of date 'sealed' is described here"),
        ("test-2091,Oulu,city,Finland,,,,", "no declaration 'test-2091' is described here; is it test-2019?"),
    ],
)
def test_a_signature_with_a_fault_is_refused(world, capsys, row, said):
    before = files(world)
    assert take(world, "signatures", SIGNERS + row + "\n") == 1
    assert f":2: {said}" in capsys.readouterr().out.replace(":2: declaration_key: ", ":2: ")
    assert files(world) == before


def test_a_huge_file_is_refused_before_it_is_read(world, capsys, monkeypatch):
    monkeypatch.setattr(sheet, "MAX_BYTES", 100)
    assert take(world, "memberships", MEMBERS + GOOD) == 1
    assert "bytes, but at most 100 are read" in capsys.readouterr().out
    monkeypatch.setattr(sheet, "MAX_BYTES", 10_000)
    monkeypatch.setattr(sheet, "MAX_ROWS", 3)
    assert take(world, "memberships", MEMBERS + GOOD * 4) == 1
    assert "but at most 3 are read" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [(["--source", "ftp://e"], "--source is 'ftp://e', but must be a web address"),
     (["--as-of", "today"], "--as-of is 'today', but must be a day"),
     (["--count", "0"], "--count is 0, but must be 1 or more"),
     (["--upstream", "../x"], "--upstream is '../x', but must be small letters")],
)  # fmt: skip
def test_bad_use_gives_two(world, capsys, more, said):
    assert take(world, "memberships", MEMBERS + GOOD, *more) == 2
    assert said in capsys.readouterr().err

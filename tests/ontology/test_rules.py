"""Each rule: what follows from a few triples, and what must not. The cases are in ``rule-cases.txt``."""

import calendar
import re
from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox
import pytest
from ontology_files import HERE, ONTOLOGY, RULES, Triples, add_by_rules, read, rule_text
from rdflib import Graph

from lupaus.namespaces import LUP, PREFIXES, expand

BASE = "@base <https://w3id.org/lupaus/id/> .\n"
SAMEAS = "sameas/10-sameas.rq"


@dataclass(frozen=True)
class Case:
    """A rule, what is given, and exactly what the rule adds to it."""

    rule: str
    given: str
    follows: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.given}"


def load_cases() -> list[Case]:
    cases, rule = [], ""
    for block in (HERE / "rule-cases.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines and lines[0].startswith("["):
            rule = lines.pop(0).strip("[]") + ".rq"
        if lines:
            given, arrow, follows = "\n".join(lines).partition("=>")
            assert arrow, block
            cases.append(Case(rule, given.strip(), follows.strip()))
    return cases


CASES = load_cases()
ALL_RULES = [*RULES, SAMEAS]
by_case = pytest.mark.parametrize("case", CASES, ids=str)
by_rule = pytest.mark.parametrize("name", ALL_RULES)


@pytest.fixture(scope="module")
def ontology_triples() -> Triples:
    return read((ONTOLOGY / "lupaus.ttl").read_text(encoding="utf-8"))


@by_case
def test_rule_adds_exactly(case: Case, ontology_triples: Triples) -> None:
    given = read(BASE + case.given)
    added = about_data(add_by_rules(ontology_triples | given, [case.rule], rounds=1))
    assert added == read(BASE + case.follows) - given


@by_case
def test_rdflib_reads_the_rule_alike(case: Case, logic: Triples) -> None:
    given = read(BASE + case.given)
    graph = Graph().parse(data=ox.serialize(logic | given, format=ox.RdfFormat.N_TRIPLES), format="nt")
    result = graph.query(rule_text(case.rule)).graph
    assert result is not None
    assert about_data(read(result.serialize(format="nt"))) - given == read(BASE + case.follows) - given


@pytest.fixture(scope="module")
def logic(ontology_triples: Triples) -> Triples:
    """The part of the ontology that rules read; rdflib is slow with the rest."""
    used = {expand(curie) for curie in ("owl:inverseOf", "rdfs:subPropertyOf", "rdfs:subClassOf", "rdf:type")}
    return frozenset(triple for triple in ontology_triples if triple.predicate.value in used)


def about_data(triples: Triples) -> Triples:
    """Without what a rule says of the ontology itself, such as that an inverse has an inverse."""
    return frozenset(t for t in triples if "/ns#" not in str(t.subject))


@by_rule
def test_every_rule_has_a_case_where_it_fires_and_one_where_it_does_not(name: str) -> None:
    outcomes = Counter(bool(case.follows) for case in CASES if case.rule == name)
    assert outcomes[True] >= 1
    assert outcomes[False] >= 1


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [1896, 1900, 1904, 1999, 2000, 2019, 2020, 2023, 2024, 2100, 2400])
def test_last_day_of_every_month_is_right(year: int, month: int) -> None:
    last = calendar.monthrange(year, month)[1]
    given = read(BASE + f"<x> dcterms:issued '{year}-{month:02}'^^xsd:gYearMonth .")
    follows = read(BASE + f"<x> lup:latest '{year}-{month:02}-{last}'^^xsd:date .")
    assert add_by_rules(given, ["52-latest.rq"], rounds=1) == follows


@pytest.mark.parametrize("name", ["50-earliest.rq", "52-latest.rq", "54-precision.rq"])
@pytest.mark.parametrize("date", ["'2024-01-01Z'^^xsd:date", "'-0044'^^xsd:gYear", "'12024'^^xsd:gYear"])
def test_date_in_a_form_we_do_not_write_gets_no_bounds(name: str, date: str) -> None:
    assert add_by_rules(read(BASE + f"<x> dcterms:issued {date} ."), [name], rounds=1) == frozenset()


def test_rules_reach_a_fixpoint(source_triples: Triples) -> None:
    inferred = add_by_rules(source_triples, rounds=5)
    assert inferred
    assert add_by_rules(source_triples | inferred, rounds=1) == frozenset()


def test_order_of_rules_does_not_matter(source_triples: Triples) -> None:
    assert add_by_rules(source_triples, reversed(RULES)) == add_by_rules(source_triples)


def test_claim_alone_makes_no_signatory(source_triples: Triples) -> None:
    party = read(BASE + "<city/ee/tallinn> lup:signed <declaration/hid> .")
    assert party <= add_by_rules(source_triples)
    claimed = "<claim/x> a lup:Claim ; rdf:predicate lup:signatory ; rdf:object <city/fi/espoo> ."
    more = add_by_rules(source_triples | read(BASE + claimed))
    assert not any("espoo" in str(t.subject) and "signed" in t.predicate.value for t in more)


def test_rules_add_only_what_they_are_for(source_triples: Triples) -> None:
    """Nothing is inferred but our own terms, the super-properties the ontology names, and these few."""
    meant = {
        expand(curie) for curie in ("rdf:type", "rdfs:label", "skos:prefLabel", "schema:name", "org:memberOf")
    }
    declared = {t.object.value for t in source_triples if t.predicate.value == expand("rdfs:subPropertyOf")}
    inferred = add_by_rules(source_triples)
    foreign = {t.predicate.value for t in inferred if not t.predicate.value.startswith(LUP)}
    assert foreign - declared == meant
    types = {t.object.value for t in inferred if t.predicate.value == expand("rdf:type")}
    assert types == {LUP + name for name in ("Clause", "PartyList", "Signatory")}
    assert not any(isinstance(term, ox.BlankNode) for t in inferred for term in (t.subject, t.object))
    assert not any(isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith(LUP) for t in inferred)


@by_rule
def test_rule_opens_with_its_reason_and_is_deterministic(name: str) -> None:
    text = rule_text(name)
    assert re.match(r"# [A-Z].{30,}", text)
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    assert not re.search(r"\b(BNODE|NOW|RAND|UUID|STRUUID|SERVICE|GRAPH|FROM|LIMIT|SAMPLE|GROUP_CONCAT)\b", body)


@by_rule
def test_rule_spells_prefixes_as_we_do_and_declares_what_it_uses(name: str) -> None:
    text = rule_text(name)
    declared = dict(re.findall(r"^PREFIX ([\w-]+): <([^>]*)>$", text, re.MULTILINE))
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("#", "PREFIX")))
    used = set(re.findall(r"(?<![?\w])([a-z][\w-]*):", re.sub(r'"[^"]*"', "", body)))
    assert declared == {prefix: PREFIXES[prefix] for prefix in used}


def test_rules_have_numbers_of_their_own() -> None:
    numbers = [name.split("-")[0] for name in RULES]
    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch(r"[0-9]{2}", number) for number in numbers)

"""The data of this checkout satisfy the shapes and rules, and would not if one statement were lost or changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox
import pytest
from checking import CORE_SHAPES, ROOT, RULES, TYPE, Checker, Finding, World, graph, merge, run_rules
from rdflib.namespace import XSD

from lupaus.dataset.shacl import to_rdflib
from lupaus.namespaces import compact, expand

UNSPECIFIED = ox.NamedNode(expand("lup:unspecifiedSource"))
OF_EVIDENCE = {ox.NamedNode(expand(curie)) for curie in ("lup:confidence", "prov:wasDerivedFrom")}
SOURCE_GRAPHS = ("curated", "cities", "geo", "claims", "sources", "lists/race-to-zero")
OTHER_VALUES = {
    "boolean": "true",
    "date": "2001-02-03",
    "duration": "P9D",
    "gYear": "2001",
    "gYearMonth": "2001-02",
    "integer": "99",
    "time": "01:02:03",
}
# The rules that notice most: a mutation needs one finding only, so the cheap checks come first.
FIRST = ("01", "10")
RULES_FIRST = [rule for rule in RULES if rule.slug[:2] in FIRST]
RULES_THEN = [rule for rule in RULES if rule.slug[:2] not in FIRST]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(CORE_SHAPES)


@pytest.fixture(scope="module")
def findings(real_world: World, checker: Checker) -> list[Finding]:
    return [*checker.run(real_world.data), *run_rules(real_world.store)]


def test_no_violation(findings: list[Finding]) -> None:
    assert [finding for finding in findings if finding.severity == "violation"] == []


def test_vocabulary_has_no_finding(real_world: World) -> None:
    stated = real_world.store.quads_for_pattern(None, None, None, graph("ontology"))
    ontology = to_rdflib(quad.triple for quad in stated)
    assert Checker(("groups", "vocabulary")).run(ontology) == []


class Mutations:
    """One statement for each class and property of the data, dropped or changed, and whether a rule notices."""

    def __init__(self, world: World, checker: Checker, known: list[Finding]) -> None:
        self.world = world
        self.checker = checker
        self.known = {(finding.rule, finding.focus, finding.value) for finding in known}
        quads = sorted(
            (
                quad
                for name in SOURCE_GRAPHS
                for quad in world.store.quads_for_pattern(None, None, None, graph(name))
            ),
            key=str,
        )
        # Of several pages one says so, and which was not recorded: nothing in the data tells whether more of them do.
        unrecorded = {quad.subject for quad in quads if quad.object == UNSPECIFIED}
        quads = [quad for quad in quads if quad.predicate not in OF_EVIDENCE or quad.subject not in unrecorded]
        self.classes = {quad.subject: quad.object for quad in reversed(quads) if quad.predicate == TYPE}
        self.values: dict[ox.NamedNode, set[ox.NamedNode | ox.Literal]] = {}
        self.chosen: dict[tuple[str, str], ox.Quad] = {}
        for quad in quads:
            kind = self.classes.get(quad.subject)
            key = (compact(kind.value) if kind else "-", compact(quad.predicate.value))
            self.chosen.setdefault(key, quad)
            self.values.setdefault(quad.predicate, set()).add(quad.object)

    def other_value(self, quad: ox.Quad) -> ox.NamedNode | ox.Literal:
        """A value that fits as well: one that the property has elsewhere, else another thing or text."""
        present = {q.object for q in self.world.store.quads_for_pattern(quad.subject, quad.predicate, None, None)}
        others = sorted(
            (v for v in self.values[quad.predicate] - present if type(v) is type(quad.object)), key=str
        )
        if others:
            return others[0]
        if isinstance(quad.object, ox.Literal):
            if quad.object.language:
                return ox.Literal(quad.object.value + "x", language=quad.object.language)
            other = OTHER_VALUES.get(quad.object.datatype.value.removeprefix(str(XSD)), quad.object.value + "x")
            if quad.object.value == other == "true":
                other = "false"
            return ox.Literal(other, datatype=quad.object.datatype)
        return next(subject for subject in sorted(self.classes, key=str) if subject not in present)

    @contextmanager
    def mutated(self, quad: ox.Quad, new: list[ox.Quad]) -> Iterator[set[str]]:
        assert not any(added in self.world.store for added in new), "a mutation must be a change"
        self.world.store.remove(quad)
        self.world.store.extend(new)
        try:
            with self.world.shown([quad], new) as focus:
                yield focus
        finally:
            for added in new:
                self.world.store.remove(added)
            self.world.store.add(quad)

    def noticed_by(self, quad: ox.Quad, new: list[ox.Quad]) -> str | None:
        with self.mutated(quad, new) as focus:
            declarations = {node for node in focus if "/id/declaration/" in node}
            looks: tuple[Callable[[], list[Finding]], ...] = (
                lambda: run_rules(self.world.store, RULES_FIRST),
                lambda: self.checker.run(self.world.data, focus - declarations),
                lambda: run_rules(self.world.store, RULES_THEN),
                lambda: self.checker.run(self.world.data, declarations),
            )
            for look in looks:
                for finding in look():
                    if (finding.rule, finding.focus, finding.value) not in self.known:
                        return finding.rule
        return None


@pytest.fixture(scope="module")
def mutations(real_world: World, checker: Checker, findings: list[Finding]) -> Mutations:
    return Mutations(real_world, checker, findings)


def test_there_are_mutations_for_every_class_of_the_data(mutations: Mutations) -> None:
    classes = {kind for kind, _ in mutations.chosen}
    assert len(mutations.chosen) > 200
    assert {
        "lup:Declaration",
        "lup:Commitment",
        "lup:Signature",
        "lup:Claim",
        "lup:Source",
        "lup:Tenure",
    } <= classes
    assert "-" not in classes


LOSS_UNNOTICED = {
    "lup:asOf": "a number may have no date",
    "lup:expectedCount": "a source need not count",
    "lup:gazetteerPopulation": "left out where it counts a wider area",
    "dcterms:source": "one of several pages of a list",
    "dcterms:contributor": "further publishers of a source are extra",
    "dcterms:identifier": "claims from datasets have no number; a source may have several identifiers",
    "dcterms:license": "few sources state one",
    "dcterms:spatial": "a body need not lie in one country",
    "lup:asStated": "only some quantities are worded by their source",
    "lup:contradicts": "one of several, or between claims that are both undecided",
    "lup:controlledBy": "matters only where it changes a count of publishers",
    "lup:isComplete": "nobody may have said",
    "lup:labelTranslatedInto": "nothing else says whose words a label is",
    "lup:quantityKind": "one language of several",
    "lup:variesFrom": "an extra on a claim",
    "org:role": "a membership may be of no special kind",
    "rdfs:seeAlso": "links are extra",
    "schema:about": "of works other than blog posts",
    "schema:alternateName": "an extra name",
    "schema:genre": "an extra on a source",
    "schema:inLanguage": "datasets have no language",
    "schema:publisher": "of works other than blog posts",
    "schema:url": "a body may have no page",
    "skos:note": "notes are extra",
}
"""Properties that may be absent, so that no rule can miss them."""

CHANGE_UNNOTICED = {
    "dcterms:source": "another page could be the source of a list",
    "lup:asOf": "any day could be the day",
    "lup:expectedCount": "a list that is not called complete may count anything",
    "lup:isComplete": "a list need not be complete",
    "dcterms:contributor": "one source's fact",
    "dcterms:created": "any day could be the day",
    "dcterms:identifier": "any identifier could be the one",
    "dcterms:license": "any licence could be the one",
    "dcterms:publisher": "another publisher, where the count stays the same",
    "lup:asStated": "any words could be the source's",
    "lup:contradicts": "another claim could be meant",
    "lup:controlledBy": "matters only where it changes a count of publishers",
    "lup:labelTranslatedInto": "another language that has a label",
    "lup:milestoneKind": "another kind could be right",
    "lup:qualifier": "another qualifier could be right",
    "lup:quantityKind": "any words could be right",
    "lup:quantityOf": "another thing could be counted",
    "lup:quantityUnit": "another unit could be right",
    "lup:variesFrom": "another claim could be meant",
    "prov:wasDerivedFrom": "another source, where the count of publishers stays the same",
    "rdfs:label": "any words could be right, where no claim gives them",
    "rdfs:seeAlso": "links are extra",
    "schema:about": "another subject could be right",
    "schema:alternateName": "any name could be right",
    "schema:genre": "any words could be right",
    "schema:inLanguage": "another language could be right",
    "schema:publisher": "another publisher could be right",
    "schema:sameAs": "another entry of the EU table could be right",
    "schema:superEvent": "a session may be part of another session",
    "schema:url": "any address could be right",
    "skos:note": "notes are extra",
}
"""Properties whose value is not sourced by a claim and not bound to another statement."""


class TestLostStatements:
    """The fast half; the changed ones are as many again."""

    def test_every_lost_statement_is_noticed(self, mutations: Mutations) -> None:
        unnoticed = {key for key, quad in mutations.chosen.items() if not mutations.noticed_by(quad, [])}
        assert {key for key in unnoticed if key[1] not in LOSS_UNNOTICED} == set()
        assert {predicate for _, predicate in unnoticed} == set(LOSS_UNNOTICED), "the list names what is noticed"


@pytest.mark.slow
class TestChangedStatements:
    def test_every_changed_statement_is_noticed(self, mutations: Mutations) -> None:
        unnoticed = set()
        for key, quad in mutations.chosen.items():
            changed = ox.Quad(quad.subject, quad.predicate, mutations.other_value(quad), quad.graph_name)
            if not mutations.noticed_by(quad, [changed]):
                unnoticed.add(key)
        assert {key for key in unnoticed if key[1] not in CHANGE_UNNOTICED} == set()
        assert {predicate for _, predicate in unnoticed} == set(CHANGE_UNNOTICED), "the list names what is noticed"


@pytest.fixture(scope="module")
def derived(real_world: World) -> ox.Store:
    """A copy of the data with graph/inferred, by the rules run until they add nothing."""
    store = ox.Store()
    store.extend(real_world.store)
    known = {(quad.subject, quad.predicate, quad.object) for quad in store}
    rules = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "ontology/rules").glob("*.rq"))]
    while True:
        answers = (store.query(rule, use_default_graph_as_union=True) for rule in rules)
        new = {(t.subject, t.predicate, t.object) for answer in answers for t in answer} - known
        if not new:
            return store
        store.extend(ox.Quad(*triple, graph("inferred")) for triple in new)
        known |= new


class TestInferences:
    """What the rules of the ontology derive breaks no hygiene rule and no shape."""

    def test_no_hygiene_rule_is_broken(self, derived: ox.Store) -> None:
        assert len(list(derived.quads_for_pattern(None, None, None, graph("inferred")))) > 1000
        assert [finding for finding in run_rules(derived) if finding.severity == "violation"] == []

    def test_shapes_find_no_violation_in_the_merge(self, derived: ox.Store, checker: Checker) -> None:
        asserted = ox.Store()
        asserted.extend(ox.Quad(q.subject, q.predicate, q.object, graph("curated")) for q in derived)
        found = checker.run(merge(asserted))
        assert [finding for finding in found if finding.severity == "violation"] == []

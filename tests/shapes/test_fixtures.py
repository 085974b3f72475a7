"""Every shape and every hygiene rule passes a world that is right and speaks up about one edit of it, alone."""

import pytest
from checking import INVALID, NEARLY, RULES, SHAPES_OF_BASE, Checker, Edit, World, load_shapes, run_rules, worst
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from lupaus.namespaces import compact

SLUGS = {rule.slug for rule in RULES}

ALSO_HYGIENE = {
    "lups:Declaration-dates-in-conference": "16-signature-outside-conference",
    "lups:Declaration-office-held": "54-office-not-held",
    "lups:Declaration-post-of-signatory": "55-post-elsewhere",
    "lups:Claim-confidence": "13-claim-incomplete",
    "lups:Claim-evidence": "13-claim-incomplete",
    "lups:Claim-subject": "13-claim-incomplete",
    "lups:WikidataItem-link": "09-wikidata-link",
    "lups:Geometry-wkt": "38-geometry-disagrees",
}
"""Rules that exist in both forms: what a shape says of its failing edit, a hygiene rule says too."""


def constraints() -> set[str]:
    """Every property shape and SPARQL constraint, and the node shapes that have a message of their own."""
    shapes = load_shapes({name for names in SHAPES_OF_BASE.values() for name in names})
    named = {s for kind in (SH.PropertyShape, SH.SPARQLConstraint) for s in shapes.subjects(RDF.type, kind)}
    named |= {s for s in shapes.subjects(RDF.type, SH.NodeShape) if (s, SH.message, None) in shapes}
    return {compact(str(node)) for node in named}


@pytest.mark.parametrize("base", sorted(SHAPES_OF_BASE))
def test_valid_base_has_no_finding(worlds: dict[str, World], checkers: dict[str, Checker], base: str) -> None:
    assert checkers[base].run(worlds[base].data) == []


def test_valid_base_has_no_offender(worlds: dict[str, World]) -> None:
    assert run_rules(worlds["core.trig"].store) == []


def test_every_constraint_and_rule_has_one_failing_edit() -> None:
    assert sorted(edit.trips for edit in INVALID) == sorted(constraints() | SLUGS)


def test_failing_edits_are_named_by_what_they_trip() -> None:
    assert [edit.path.stem for edit in INVALID] == [edit.trips.removeprefix("lups:") for edit in INVALID]


@pytest.mark.parametrize("base", sorted(SHAPES_OF_BASE))
def test_every_node_shape_looks_at_something_in_its_base(
    worlds: dict[str, World], checkers: dict[str, Checker], base: str
) -> None:
    targeted = {
        compact(str(s))
        for s in checkers[base].graph.subjects(RDF.type, SH.NodeShape)
        if any((s, p, None) in checkers[base].graph for p in (SH.targetNode, SH.targetClass, SH.targetSubjectsOf))
    }
    assert targeted == set(checkers[base].targets(worlds[base].data))


def assert_trips_exactly(edit: Edit, world: World, checker: Checker) -> None:
    """The constraint that the edit names speaks, and nothing else speaks as loudly."""
    with world.edited(edit.update) as focus:
        if edit.trips in SLUGS:
            findings = run_rules(world.store)
        else:
            findings = checker.run(world.data, focus)
            if edit.trips in ALSO_HYGIENE:
                also = {finding.rule for finding in run_rules(world.store)}
                assert ALSO_HYGIENE[edit.trips] in also, "the shape and the hygiene rule disagree"
    spoken = [finding for finding in findings if finding.rule == edit.trips]
    assert spoken, f"nothing was reported; instead: {findings}"
    assert worst(findings, spoken[0].severity) == {edit.trips}
    assert all(finding.message.strip() and "{" not in finding.message for finding in spoken)


CORE_FILE = {compact(str(s)) for s in load_shapes(["core"]).subjects(SH.message, None)}


class TestEditsAgainstTheCore:
    """Apart from the others so that two processes can share the work."""

    @pytest.mark.parametrize("edit", [e for e in INVALID if e.trips in CORE_FILE], ids=lambda edit: edit.path.stem)
    def test_edit_trips_exactly_what_it_names(
        self, worlds: dict[str, World], checkers: dict[str, Checker], edit: Edit
    ) -> None:
        assert_trips_exactly(edit, worlds[edit.base], checkers[edit.base])


class TestEditsAgainstTheRest:
    @pytest.mark.parametrize(
        "edit", [e for e in INVALID if e.trips not in CORE_FILE], ids=lambda edit: edit.path.stem
    )
    def test_edit_trips_exactly_what_it_names(
        self, worlds: dict[str, World], checkers: dict[str, Checker], edit: Edit
    ) -> None:
        assert_trips_exactly(edit, worlds[edit.base], checkers[edit.base])


@pytest.mark.parametrize("edit", NEARLY, ids=lambda edit: edit.path.stem)
def test_near_miss_is_not_reported(worlds: dict[str, World], checkers: dict[str, Checker], edit: Edit) -> None:
    world = worlds[edit.base]
    with world.edited(edit.update) as focus:
        assert [*checkers[edit.base].run(world.data, focus), *run_rules(world.store)] == []


def test_worlds_are_put_back_after_an_edit(worlds: dict[str, World]) -> None:
    world = worlds["core.trig"]
    before = set(world.data), frozenset(world.store)
    with world.edited(INVALID[0].update):
        assert set(world.data) != before[0] or frozenset(world.store) != before[1]
    assert (set(world.data), frozenset(world.store)) == before


@pytest.mark.slow
@pytest.mark.parametrize("edit", [e for e in INVALID if e.trips not in SLUGS], ids=lambda edit: edit.path.stem)
def test_narrow_run_says_what_a_full_run_says(
    worlds: dict[str, World], checkers: dict[str, Checker], edit: Edit
) -> None:
    world, checker = worlds[edit.base], checkers[edit.base]
    with world.edited(edit.update) as focus:
        narrow = {(f.rule, f.focus, f.value) for f in checker.run(world.data, focus)}
        full = {(f.rule, f.focus, f.value) for f in checker.run(world.data)}
    assert narrow == full


def test_pyshacl_narrowed_by_its_own_argument_reports_what_is_not_wrong(
    worlds: dict[str, World], checkers: dict[str, Checker]
) -> None:
    """Why the runner narrows targets itself; when this fails, pyshacl has been mended and the runner can go."""
    import pyshacl

    data = worlds["core.trig"].data
    focus = [URIRef("https://w3id.org/lupaus/id/declaration/helsinki-impact-declaration-2019")]
    conforms, report, _ = pyshacl.validate(data, shacl_graph=checkers["core.trig"].graph, focus_nodes=focus)
    assert isinstance(report, Graph)
    assert not conforms
    assert checkers["core.trig"].run(data, [str(node) for node in focus]) == []

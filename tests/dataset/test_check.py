"""Syntax, hygiene and shapes over the sources."""

import pytest

from lupaus.dataset.check import check_sources, examine
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.report_text import report_as_text
from lupaus.errors import SourceError, StartError

BASE = "https://w3id.org/lupaus/"


def break_city(tree, text="<{}id/city/fi/espoo> a <{}ns#City> .\n"):
    path = tree / "data/cities/fi.ttl"
    path.write_text(path.read_text() + text.format(BASE, BASE))


def test_the_small_tree_conforms_with_a_remark(inputs):
    report = check_sources(inputs)
    assert report.conforms
    assert [f.message for f in report.findings] == ["has no comment"]
    assert (report.files, report.triples) == (11, 163)


def test_a_finding_names_file_line_thing_and_rule(tree):
    break_city(tree)
    [first, *_] = report_as_text(check_sources(Inputs(tree))).splitlines()
    assert first == "data/cities/fi.ttl:10 violation: id/city/fi/espoo: has no label [lups:LabelShape]"


def test_a_finding_is_placed_at_its_property(inputs):
    [found] = check_sources(inputs).findings
    assert (found.file, found.line) == ("data/declarations/test.ttl", 42)


def test_what_both_passes_find_is_said_once(tree):
    break_city(tree)
    assert check_sources(Inputs(tree)).counts["violation"] == 1


def test_an_inferred_triple_does_not_hide_a_missing_one(tree):
    break_city(tree)
    (tree / "ontology/rules/90-hide.rq").write_text(
        'CONSTRUCT { ?city <http://www.w3.org/2000/01/rdf-schema#label> "?"@en } '
        f"WHERE {{ ?city a <{BASE}ns#City> }}"
    )
    assert [f.focus for f in check_sources(Inputs(tree)).findings if f.severity == "violation"] == [
        f"<{BASE}id/city/fi/espoo>"
    ]


def test_what_only_the_inferred_triples_break_is_found(tree):
    (tree / "ontology/rules/90-two.rq").write_text(
        f"CONSTRUCT {{ <{BASE}id/declaration/other> <{BASE}ns#hasCommitment> ?c }} "
        f"WHERE {{ ?c a <{BASE}ns#Commitment> }}"
    )
    components = {f.component for f in check_sources(Inputs(tree)).findings if f.severity == "violation"}
    assert "<http://www.w3.org/ns/shacl#MaxCountConstraintComponent>" in components


def test_hygiene_and_literals_are_checked(tree):
    break_city(tree, "<{}id/city/fi/helsinki> <{}ns#near> <https://w3id.org/lupaus/id/city/fi/none> , 01 .\n")
    assert [f.rule.rpartition("/")[2] for f in check_sources(Inputs(tree)).findings[:2]] == [
        "canonical-literals>",
        "no-dangling-iri>",
    ]


def test_paths_limit_the_check_to_what_they_describe(tree):
    break_city(tree)
    inputs = Inputs(tree)
    assert check_sources(inputs, [tree / "data/declarations/test.ttl"]).counts == {
        "violation": 0, "warning": 0, "info": 1,
    }  # fmt: skip
    for chosen in ("data/cities/fi.ttl", "data/cities", "data", "."):
        assert check_sources(inputs, [tree / chosen]).counts["violation"] == 1


def test_hygiene_is_limited_too(tree):
    break_city(tree, "<{}id/city/fi/helsinki> <{}ns#near> <https://w3id.org/lupaus/id/city/fi/none> .\n")
    inputs = Inputs(tree)
    assert check_sources(inputs, [tree / "data/cities"]).counts["violation"] == 1
    assert check_sources(inputs, [tree / "data/declarations"]).counts["violation"] == 0


def test_a_path_without_a_source_is_told(tree, inputs, tmp_path):
    for path in (tmp_path, tree / "data/none.ttl", tree / "shapes/hygiene"):
        with pytest.raises(StartError, match="no Turtle file of the sources"):
            check_sources(inputs, [path])


def test_a_syntax_error_comes_before_everything_else(tree):
    break_city(tree, "no Turtle")
    with pytest.raises(SourceError, match=r"data/cities/fi\.ttl:10:1"):
        check_sources(Inputs(tree))


def test_shapes_of_the_description_do_not_judge_the_sources(tree):
    """The catalogue that ``shapes/release.ttl`` asks for is only made by a build."""
    assert "targetNode" in (tree / "shapes/release.ttl").read_text()
    assert check_sources(Inputs(tree)).conforms


def test_a_check_under_another_base_is_the_same(tree):
    break_city(tree)
    local = check_sources(Inputs(tree, "http://localhost:8000/"))
    assert report_as_text(local) == report_as_text(check_sources(Inputs(tree)))


def test_steps_are_told_in_order(inputs):
    steps = []
    examine(inputs, progress=steps.append)
    assert steps == ["Reading the sources", "Applying the rules", "Checking hygiene", "Checking shapes"]

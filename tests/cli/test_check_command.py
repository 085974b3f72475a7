"""lupaus check."""

import json

import pytest
from pyoxigraph import RdfFormat, parse

from lupaus.cli import main


def test_clean_sources_give_zero(tree, capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out.endswith("0 violations, 0 warnings, 1 info; 11 files, 163 triples read.\n")


def test_a_violation_gives_one_in_plain_words(tree, break_tree, capsys):
    break_tree()
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith(
        "data/cities/fi.ttl:11 violation: id/city/fi/espoo: has no label [lups:LabelShape]\n"
    )


def test_paths_limit_the_check(tree, break_tree):
    break_tree()
    assert main(["check", str(tree / "data/declarations")]) == 0
    assert main(["check", str(tree / "data/declarations"), str(tree / "data/cities/fi.ttl")]) == 1


def test_paths_are_relative_to_where_one_stands(tree, break_tree, monkeypatch):
    break_tree()
    monkeypatch.chdir(tree / "data")
    assert main(["check", "cities"]) == 1
    assert main(["check", "declarations/test.ttl"]) == 0


def test_other_formats(tree, break_tree, capsys):
    break_tree()
    assert main(["check", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["violation"] == 1
    assert main(["check", "--format", "turtle"]) == 1
    assert list(parse(capsys.readouterr().out, RdfFormat.TURTLE))


@pytest.mark.parametrize("path", ["nowhere.ttl", "."])
def test_a_path_outside_the_sources_gives_two(tree, tmp_path, monkeypatch, capsys, path):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert main(["check", path]) == 2
    assert "no Turtle file of the sources" in capsys.readouterr().err


def test_a_syntax_error_gives_two(tree, capsys):
    (tree / "shapes/hygiene/no-dangling-iri.rq").write_text("# severity: info\n# message: x\nSELECT")
    assert main(["check"]) == 2
    assert "lupaus check: shapes/hygiene/no-dangling-iri.rq:3:" in capsys.readouterr().err

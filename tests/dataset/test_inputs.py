"""Where the sources are, and their text."""

import shutil

import pytest

from lupaus.dataset import inputs as module
from lupaus.dataset.inputs import Inputs, find_inputs
from lupaus.errors import SourceError, StartError
from lupaus.namespaces import BASE

LOCAL = "http://localhost:8000/"


def test_files_are_listed_in_the_order_of_their_names(inputs):
    assert list(inputs.files) == sorted(inputs.files)
    assert "ontology/lupaus.ttl" in inputs.files
    assert inputs.queries("ontology/rules") == tuple(
        f"ontology/rules/{name}.rq" for name in ("01-inverses", "02-signed", "03-labels")
    )


def test_other_files_and_earlier_versions_feed_nothing(tree):
    (tree / "data/slugs.csv").write_text("a,b\n")
    (tree / "ontology/versions").mkdir()
    (tree / "ontology/versions/0.0.1.ttl").write_text("not even Turtle")
    assert Inputs(tree).files == Inputs(tree).files
    assert not [path for path in Inputs(tree).files if "versions" in path or path.endswith(".csv")]


def test_text_is_read_under_the_base_of_the_release(tree):
    text = Inputs(tree, LOCAL).text("data/cities/fi.ttl")
    assert BASE not in text
    assert f"<{LOCAL}id/city/fi/helsinki>" in text
    assert BASE in Inputs(tree, LOCAL).raw("data/cities/fi.ttl")


def test_a_pattern_moves_with_the_base(tree):
    pattern = r'"^https://w3id\\.org/lupaus/id/theme/"'
    assert pattern in Inputs(tree).raw("shapes/core.ttl")
    text = Inputs(tree, "http://my.example/").text("shapes/core.ttl")
    assert r'"^http://my\\.example/id/theme/"' in text
    assert "lupaus" not in text


@pytest.mark.parametrize("base", ["ftp://example.org/", "http://example.org", "example.org/", ""])
def test_a_base_that_is_no_address_with_a_slash_is_refused(tree, base):
    with pytest.raises(StartError, match="must be an http or https address ending in a slash"):
        Inputs(tree, base)


def test_a_missing_folder_is_named(tree):
    shutil.rmtree(tree / "shapes")
    with pytest.raises(StartError, match="has no folder shapes"):
        Inputs(tree)


def test_a_file_that_is_not_utf8_is_told_with_its_line(tree):
    (tree / "data/cities/fi.ttl").write_bytes(b"# one\n# two \xff\n")
    with pytest.raises(SourceError, match=r"data/cities/fi\.ttl:2: is not UTF-8"):
        Inputs(tree).raw("data/cities/fi.ttl")


def test_a_file_that_cannot_be_read_is_told(tree):
    with pytest.raises(SourceError, match=r"none\.ttl: cannot be read: No such file"):
        Inputs(tree).raw("none.ttl")


def test_the_digest_follows_names_and_texts_only(tree):
    before = Inputs(tree).digest()
    (tree / "data/cities/fi.ttl").touch()
    assert Inputs(tree).digest() == before
    (tree / "data/cities/fi.ttl").rename(tree / "data/cities/finland.ttl")
    renamed = Inputs(tree).digest()
    (tree / "data/cities/finland.ttl").write_text("")
    assert len({before, renamed, Inputs(tree).digest()}) == 3


def test_relative_spells_a_path_as_the_files_do(tree, tmp_path):
    inputs = Inputs(tree)
    assert inputs.relative(tree / "data" / ".." / "data/cities") == "data/cities"
    assert inputs.relative(tmp_path / "elsewhere.ttl") is None


def test_the_checkout_is_found_beside_the_package(tmp_path, monkeypatch, tree):
    package = tree / "src/lupaus"
    monkeypatch.setattr(module, "_PACKAGE", package)
    assert find_inputs().root == tree
    assert find_inputs(LOCAL).base == LOCAL


def test_without_a_checkout_the_wheels_own_copy_is_read(tmp_path, monkeypatch, tree):
    package = tmp_path / "site-packages/lupaus"
    package.mkdir(parents=True)
    monkeypatch.setattr(module, "_PACKAGE", package)
    with pytest.raises(StartError, match="the sources are not there"):
        find_inputs()
    shutil.copytree(tree, package / "_resources")
    assert find_inputs().root == package / "_resources"

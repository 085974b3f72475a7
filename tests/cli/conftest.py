"""The commands over a copy of the small source tree."""

import shutil
from pathlib import Path

import pytest

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs

TREE = Path(__file__).parents[1] / "dataset/tree"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A copy of the tree, which the commands take for the checkout; releases go to a cache of the test's own."""
    copy = Path(shutil.copytree(TREE, tmp_path / "tree"))
    monkeypatch.setattr("lupaus.dataset.inputs.find_inputs", lambda base=Inputs.base: Inputs(copy, base))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return copy


@pytest.fixture(scope="session")
def release_path(tmp_path_factory):
    """A release of the small tree. Not to be changed."""
    path = tmp_path_factory.mktemp("release") / "small"
    build_release(Inputs(TREE), path).close()
    return path


@pytest.fixture
def break_tree(tree):
    """Makes the sources break one rule."""

    def add():
        path = tree / "data/cities/fi.ttl"
        base = "https://w3id.org/lupaus/"
        path.write_text(path.read_text() + f"\n<{base}id/city/fi/espoo> a <{base}ns#City> .\n")

    return add

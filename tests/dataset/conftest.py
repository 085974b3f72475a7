"""A small source tree to change and break, and one release of it for each test run."""

import shutil
from pathlib import Path

import pytest

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs

TREE = Path(__file__).parent / "tree"


@pytest.fixture
def tree(tmp_path):
    """A copy of the small tree, free to be changed."""
    return Path(shutil.copytree(TREE, tmp_path / "tree"))


@pytest.fixture
def inputs(tree):
    return Inputs(tree)


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """A release of the small tree. Not to be changed: copy it first."""
    built = build_release(Inputs(TREE), tmp_path_factory.mktemp("release") / "small")
    yield built
    built.close()


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch):
    """The machine's own reproducible-build settings must not change what is tested."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

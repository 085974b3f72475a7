"""A small release, and an engine that can be made to fail."""

from pathlib import Path

import pytest
from failing import failing_engine

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs

TREE = Path(__file__).parents[1] / "dataset" / "tree"


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    built = build_release(Inputs(TREE), tmp_path_factory.mktemp("publishing") / "release")
    yield built
    built.close()


@pytest.fixture
def engine():
    with failing_engine() as found:
        yield found


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"

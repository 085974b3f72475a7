"""Endpoints that do as they are told, and data to begin with."""

import pytest
from stubs import HERE, listening

from lupaus.engine.base import StoreFile, StoreSource


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def stub():
    async with listening() as one:
        yield one


@pytest.fixture
async def other_stub():
    async with listening() as one:
        yield one


@pytest.fixture(scope="session")
def here(tmp_path_factory):
    path = tmp_path_factory.mktemp("here") / "here.ttl"
    path.write_text(HERE, "utf-8")
    return StoreSource((StoreFile(path, "turtle"),))

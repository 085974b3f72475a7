"""One release of the real sources for all of the documentation, whichever processes the tests run in."""

import fcntl

import pytest

from lupaus.dataset.build import ensure_release
from lupaus.dataset.inputs import find_inputs


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory, worker_id):
    """A cache folder that the processes of this run share, with the release in it."""
    mine = tmp_path_factory.getbasetemp()
    home = (mine if worker_id == "master" else mine.parent) / "documentation"
    home.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, (home / "lock").open("w") as lock:
        patch.setenv("XDG_CACHE_HOME", str(home))
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second finds the release built
        ensure_release(find_inputs()).close()
    return home


@pytest.fixture(scope="session")
def release(cache_home):
    """That release, opened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache_home))
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        opened = ensure_release(find_inputs())
    yield opened
    opened.close()

"""One release of the real sources for all of the documentation, whichever processes the tests run in."""

import fcntl
import os
import re
import subprocess
import sys

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


@pytest.fixture(scope="session")
def environment(cache_home):
    """What a reader's shell has, but for the port: a free one."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LUPAUS_")}
    kept.pop("SOURCE_DATE_EPOCH", None)
    return {**kept, "XDG_CACHE_HOME": str(cache_home), "LUPAUS_PORT": "0"}


@pytest.fixture(scope="session")
def server(environment):
    """``lupaus serve`` with every default, as its own process; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lupaus", "serve"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if line.startswith("SERVICE"):  # the last line of the banner
                break
        found = re.search(r"endpoint\s+(http://127\.0\.0\.1:\d+)/sparql", "".join(said))
        assert found, "".join(said)
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=30)

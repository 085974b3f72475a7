"""The packaged release in engines that run as programs, loaded by ``lupaus publish`` and served by us."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "engine"), str(TESTS / "protocol")]

from engine_programs import oxigraph, serving  # noqa: E402
from virtuoso import virtuoso  # noqa: E402

from lupaus.dataset.build import ensure_release  # noqa: E402
from lupaus.dataset.inputs import find_inputs  # noqa: E402

ADMINISTRATOR = {"LUPAUS_ENGINE_USER": "dba", "LUPAUS_ENGINE_PASSWORD": "dba"}


@dataclass(frozen=True)
class Served:
    """An engine behind our server."""

    name: str
    url: str
    """Our server."""


@pytest.fixture(scope="session")
def release():
    """The packaged data."""
    return ensure_release(find_inputs())


@pytest.fixture(scope="session")
def embedded(release):
    """Our server with the engine it has itself."""
    with serving("--release", release.path) as (url, _):
        yield url


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def served(request, release, tmp_path_factory):
    """Our server before the same release in an engine elsewhere."""
    folder = tmp_path_factory.mktemp(request.param)
    words = ["--engine-profile", request.param]
    if request.param == "oxigraph":
        with oxigraph(folder) as engine:
            publish(release, {}, *words, "--engine-url", f"{engine}/query", "--update-url", f"{engine}/update")
            with in_front_of(f"{engine}/query", words, release) as url:
                yield Served(request.param, url)
    else:
        with virtuoso(folder) as engine:
            publish(release, ADMINISTRATOR, *words, "--engine-url", f"{engine}/sparql-auth")
            with in_front_of(f"{engine}/sparql", words, release) as url:
                yield Served(request.param, url)


def publish(release, environ, *words):
    """Load it. Every graph is read back and is what was written, or this fails."""
    command = [sys.executable, "-m", "lupaus", "publish", "--release", str(release.path), *words]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environ}
    done = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert done.stdout == f"{release.version} is now current.\n", done.stderr


@contextmanager
def in_front_of(engine_url, words, release):
    """The address of our server before an engine; with time for a busy machine."""
    words = ["--engine", "sparql", "--engine-url", engine_url, *words, "--query-time-limit-ms", "60000"]
    with serving("--release", release.path, *words) as (url, _):
        yield url


@pytest.fixture(scope="session")
def http():
    with httpx.Client(trust_env=False, timeout=90) as client:
        yield client

"""The wheel itself, built as pip builds it. Slow: run with ``pytest -m slow -n 0 tests/packaging``.

Two machines are played: one that reaches no registry of npm, and one that has no Node at all. The second needs
PyPI and npm in reach.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LEFT_OUT = (".git", ".venv", "assets", "build", "dist", "*cache*", "node_modules")
LIMIT_S = 180
"""The README's first command takes no longer."""


@pytest.fixture
def sources(tmp_path):
    """The project as a fresh clone has it: without what an earlier build made."""
    return shutil.copytree(ROOT, tmp_path / "sources", ignore=shutil.ignore_patterns(*LEFT_OUT))


def wheel(sources, folder, **variables):
    """Names in the wheel that pip builds."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(sources)]
    subprocess.run(command, check=True, timeout=LIMIT_S, env=os.environ | variables)
    (made,) = folder.glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        return set(archive.namelist())


def test_where_npm_cannot_be_reached_the_wheel_is_built_without_the_editor(sources, tmp_path):
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    nobody = "http://127.0.0.1:9/"  # the port of discard, where nothing listens
    cache = str(tmp_path / "npm")  # what an earlier run has fetched is not reached either
    names = wheel(sources, tmp_path / "out", npm_config_registry=nobody, npm_config_cache=cache)
    assert "lupaus/web/app.py" in names
    assert not [name for name in names if name.endswith("editor.js")]


def test_where_there_is_no_node_it_comes_from_pypi(sources, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "env", "uname"):  # all of the machine's that npm itself needs
        programs.joinpath(name).symlink_to(shutil.which(name))
    names = wheel(sources, tmp_path / "out", PATH=str(programs))
    assert [name for name in names if name.endswith("editor.js")]

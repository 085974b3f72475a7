"""The walk-through of docs/curating.md is pasted into a shell, in a copy of the sources, and answers what it shows.

After a change of the data, ``PYTHONPATH=src python tests/docs/test_curating.py`` writes the shown answers anew.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from answers import steps
from pages import ROOT

PAGE = ROOT / "docs/curating.md"
TEXT = PAGE.read_text("utf-8")
_TIME_LIMIT_S = 1200


class Shell:
    """A shell in a checkout of its own, where ``lupaus`` is the program of that checkout."""

    def __init__(self, folder: Path):
        self._folder = folder
        for name in ("src", "ontology", "data", "shapes"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        command = folder / "bin/lupaus"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lupaus "$@"\n')
        command.chmod(0o755)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("LUPAUS_")}
        path = f"{command.parent}{os.pathsep}{kept['PATH']}"
        self._environment = {**kept, "PATH": path, "PYTHONPATH": str(folder / "src"), "LC_ALL": "C.UTF-8"}

    def run(self, command):
        """What the command writes; it must end well."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=self._folder, env=self._environment,
            capture_output=True, text=True, timeout=_TIME_LIMIT_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout or None


def test_the_walk_through_answers_what_it_shows(tmp_path):
    shell = Shell(tmp_path)
    for command, shown in steps(TEXT):
        assert shell.run(command) == shown, command


def test_it_shows_every_command_of_a_curator():
    for command in ("import signatures", "import memberships", "import cities", "new declaration",
                    "wikidata check", "wikidata refresh", "wikidata reconcile"):  # fmt: skip
        assert f"lupaus {command}" in TEXT


def test_a_step_that_fails_is_noticed(tmp_path):
    for name in ("src", "ontology", "data", "shapes"):
        (tmp_path / "from" / name).mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "ROOT", tmp_path / "from")
        shell = Shell(tmp_path / "to")
    with pytest.raises(AssertionError):
        shell.run("false\ntrue")


def refresh():
    """Write the shown answers anew."""
    text = TEXT
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(Path(folder))
        for command, shown in steps(TEXT):
            answer = shell.run(command)
            if shown is not None:
                step = f"```sh\n{command}```\n\n```text\n"
                text = text.replace(f"{step}{shown}```", f"{step}{answer or ''}```")
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    refresh()

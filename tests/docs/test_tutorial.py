"""The tutorial is pasted into a shell, against a real server, and answers what it shows.

After a change of the data, ``PYTHONPATH=src python tests/docs/refresh_answers.py`` writes the shown answers anew.
"""

import shutil

import pytest
from answers import at_port, run_shell, steps
from pages import ROOT
from test_readme import SERVE

TUTORIAL = (ROOT / "docs/tutorial.md").read_text("utf-8")
STEPS = steps(TUTORIAL)
pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="the tutorial asks with curl")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the reader stands."""
    return tmp_path_factory.mktemp("tutorial")


def test_it_begins_as_the_readme_does():
    command, shown = STEPS[0]
    assert command.strip() == SERVE
    assert shown is None


def test_it_has_what_a_first_reader_needs():
    assert len(STEPS) > 8
    assert sum("/sparql" in command for command, _ in STEPS) >= 5


@pytest.mark.parametrize("number", range(1, len(STEPS)))
def test_each_step_answers_what_is_shown(number, server, folder, environment):
    command, shown = STEPS[number]
    assert run_shell(at_port(command, server), folder, environment) == shown


def test_a_step_that_fails_is_noticed(folder, environment):
    with pytest.raises(AssertionError):
        run_shell("false\ntrue", folder, environment)

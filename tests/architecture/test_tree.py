"""What may not stand in a tracked file."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FORBIDDEN = re.compile(
    r"/(?:home|root|work|Users)/\w"  # a path of somebody's machine
    r"|p[y]pi\.org|files\.python[h]osted|registry\.np[m]js|deb\.deb[i]an\.org",  # a registry's address
)


POSSESSIVE_GROUP = re.compile(r"(?<!\()\)[*+?]\+")
"""A group repeated possessively, as in ``(ab|c)*+``; a list of characters such as ``'()*+`` is none."""


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name]


def offenders(text: str) -> list[str]:
    return FORBIDDEN.findall(text)


def test_no_machine_path_and_no_registry_address():
    if not (files := tracked()):
        pytest.fail("git lists no file: run the tests in a clone")
    found = {
        path.relative_to(ROOT).as_posix(): hits
        for path in files
        if path.is_file() and path.suffix not in {".png", ".gz"} and (hits := offenders(path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("text", ["see /ho" + "me/ann/x", "https://py" + "pi.org/simple", "/wo" + "rk/main"])
def test_the_pattern_finds(text):
    assert offenders(text)


def test_a_group_is_repeated_within_an_atomic_one():
    """Debian 12 has CPython 3.11.2, where ``(…)*+`` may read too far (gh-106052); ``(?>(…)*)`` says the same."""
    found = {
        path.relative_to(ROOT).as_posix(): hits
        for path in (ROOT / "src").rglob("*.py")
        if (hits := POSSESSIVE_GROUP.findall(path.read_text("utf-8")))
    }
    assert found == {}


def test_pins_are_name_and_version_only():
    lines = (ROOT / ".ci/constraints.txt").read_text("utf-8").splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9.!+]+", line)] == []


def test_any_folders_of_tests_can_be_named_together():
    """pytest imports them by their bare names, and one name is one module."""
    names = [path.name for path in (ROOT / "tests").glob("*/*.py") if path.name != "conftest.py"]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    importers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if re.search(r"^\s*(?:from|import) conftest\b", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert importers == [], "each folder has a conftest; what others import has a name of its own"

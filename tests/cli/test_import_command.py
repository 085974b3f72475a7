"""lupaus import as a curator runs it, over the real sources: a list with a fault changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import lupaus
from lupaus.dataset.inputs import find_inputs

ROOT = find_inputs().root
PACKAGE = str(Path(lupaus.__file__).parents[1])
HEAD = "network_key,member_name,member_kind,country,as_of,complete,confidence,source_url\n"
GOOD = "eurocities,Helsinki,city,Finland,,no,,\n"


def state():
    """Every source file with its size and the time of its last change."""
    return {
        path: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted((ROOT / "data").rglob("*"))
        if path.is_file()
    }


def take(folder, content):
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = state()
    done = subprocess.run(
        [sys.executable, "-m", "lupaus", "import", "memberships", path.name, "--source", "https://example.org/m",
         "--as-of", "2026-11"],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": PACKAGE, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert state() == before
    return done


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD.replace("member_name", "member") + GOOD, "list.csv:1: member: is no column of this list; is it member"),
        ("\ufeff" + HEAD + GOOD, "list.csv:1: the file begins with a byte order mark"),
        (HEAD.replace(",", ";") + GOOD.replace(",", ";"), "list.csv:1: the columns are separated by semicolons"),
        ((HEAD + GOOD).encode() + "eurocities,Malmö,city,Sweden,,no,,\n".encode("latin-1"),
         "list.csv:3: is not UTF-8 near 'ocities,Malmö,city,Sweden'; save the whole file as UTF-8"),
        (b"", "list.csv:1: the file is empty"),
        ((HEAD + GOOD).encode() + b"eurocities,Ou\0lu,city,Finland,,no,,\n", "list.csv:3: has a NUL character"),
        (b"x" * (16 * 2**20 + 1), "list.csv:1: the file has 16777217 bytes, but at most 16777216 are read"),
        (HEAD + GOOD * 20_000, "list.csv:1: the list has 20001 rows, but at most 20000 are read"),
        (HEAD + GOOD + '"eurocities","=HYPERLINK(""http://e/"")","city","Finland","","no","",""\n',
         "list.csv:3: member_name: begins with '=', as a formula does"),
    ],
    ids=["column", "mark", "semicolons", "encodings", "empty", "nul", "huge", "rows", "formula"],
)  # fmt: skip
def test_a_file_that_is_no_list(tmp_path, content, said):
    done = take(tmp_path, content)
    assert done.returncode == 1
    assert said in done.stdout
    assert "nothing was written" in done.stderr
    assert "Traceback" not in done.stderr


def test_rows_with_faults_are_told_one_by_one(tmp_path):
    done = take(
        tmp_path,
        HEAD + GOOD
        + "eurocities,Helsinky,city,Finland,,no,,\n"  # a typo
        + "eurocities,Helsingfors,city,Suomi,,no,,\n"  # the same city again
        + "eurocities,Atlantis,city,Greece,,no,,\n"  # no city of ours
        + "eurocities,Helsinki,city,,,no,,\n"  # no country
        + "eurocity,Tallinn,city,Estonia,,no,,\n"  # a network called almost so
        + "eurocities,Beyoğlu,city,Türkiye,,no,,\n",  # a district
    )  # fmt: skip
    assert done.returncode == 1
    told = [line.removeprefix("list.csv:") for line in done.stdout.splitlines() if line.startswith("list.csv:")]
    starts = [
        "3: member_name: 'Helsinky' is unmatched: no city of that name is described in that country; perhaps "
        "city/fi/helsinki",
        "4: member_name: is the same party as in line 2",
        "5: member_name: 'Atlantis' is unmatched",
        "6: member_name: 'Helsinki' is ambiguous: no country is given",
        "7: network_key: no network 'eurocity' is described here; is it eurocities?",
        "8: member_name: 'Beyoğlu' is unmatched: a district municipality of Istanbul, not the city",
    ]
    assert [line.startswith(start) for line, start in zip(told, starts, strict=True)] == [True] * 6, told
    assert done.stderr.endswith("lupaus import: 6 problems; nothing was written.\n")


def test_what_is_here_is_known(tmp_path):
    """The order of the columns does not matter; the compilation that a page belongs to is found by its project."""
    path = tmp_path / "list.csv"
    path.write_text("member_name,country,member_kind,network_key\nHelsinki,Finland,city,eurocities\n")
    page = (
        "https://github.com/c-riq/city-vote/blob/016eb56575af319eb88e87c110c8d1509a594b0e/public-data/city-networks/"
        "eurocities/members_from_website.txt"
    )
    before = state()
    done = subprocess.run(
        [sys.executable, "-m", "lupaus", "import", "memberships", path, "--source", page, "--as-of", "2025-05-18"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Every row is there already; nothing to write." in done.stdout
    assert state() == before

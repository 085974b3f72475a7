"""lupaus build."""

import errno
import os
import re
import signal
import subprocess
import sys

import pytest

from lupaus.cli import main
from lupaus.dataset.release import open_release


def test_it_builds_into_a_folder_and_says_what(tree, tmp_path, capsys):
    assert main(["build", "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    release = open_release(tmp_path / "out")
    assert f"{tmp_path / 'out'}: version {release.version[:12]}, " in said.out
    assert "12 named graphs." in said.out
    assert said.err.splitlines()[0] == "Reading the sources …"


def test_it_builds_into_the_cache_without_a_folder(tree, tmp_path, capsys):
    assert main(["build"]) == 0
    [made] = (tmp_path / "cache/lupaus").iterdir()
    assert str(made) in capsys.readouterr().out


def test_a_base_of_ones_own(tree, tmp_path, capsys):
    assert main(["build", "--base", "http://localhost:8000/", "--out", str(tmp_path / "out")]) == 0
    assert open_release(tmp_path / "out").base == "http://localhost:8000/"


def test_a_broken_rule_is_reported_and_gives_one(tree, break_tree, tmp_path, capsys):
    break_tree()
    assert main(["build", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert "data/cities/fi.ttl:11 violation: id/city/fi/espoo: has no label [lups:LabelShape]" in said.out
    assert said.err.endswith("lupaus build: 1 violation; no release was made.\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--base", "nonsense"], "the base is 'nonsense', but must be an http or https address"),
        (["--out", "{tree}"], "holds something that is no release"),
        (["--out", "{tree}/data/dataset.ttl"], "is a file"),
        (["--out", "{tree}/data/dataset.ttl/deep"], "data/dataset.ttl is a file"),
    ],
)
def test_a_bad_argument_gives_two(tree, capsys, arguments, said):
    assert main(["build", *(argument.format(tree=tree) for argument in arguments)]) == 2
    assert said in capsys.readouterr().err


def test_a_syntax_error_gives_two_with_its_place(tree, capsys):
    (tree / "data/cities/fi.ttl").write_text("\n  nonsense")
    assert main(["build"]) == 2
    assert "lupaus build: data/cities/fi.ttl:2:3: " in capsys.readouterr().err


def test_missing_sources_give_two(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("lupaus.dataset.inputs._PACKAGE", tmp_path / "site-packages/lupaus")
    assert main(["build"]) == 2
    assert "the sources are not there" in capsys.readouterr().err


def test_a_full_disk_gives_two_and_leaves_nothing(tree, tmp_path, monkeypatch, capsys):
    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("lupaus.dataset.folder.os.fsync", full)
    assert main(["build", "--out", str(tmp_path / "out")]) == 2
    assert "lupaus build: No space left on device" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["tree"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_gives_two(tree, tmp_path, capsys):
    (tmp_path / "closed").mkdir(mode=0o555)
    assert main(["build", "--out", str(tmp_path / "closed/out")]) == 2
    assert "Permission denied" in capsys.readouterr().err


def test_a_refused_folder_gives_two(tree, tmp_path, monkeypatch, capsys):
    """The same as above for those who run tests as root."""

    def refuse(self, *more, **named):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr("lupaus.dataset.folder.Path.mkdir", refuse)
    assert main(["build", "--out", str(tmp_path / "out")]) == 2
    assert "Permission denied: " in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_an_interrupted_build_leaves_nothing(tree, tmp_path, number):
    """The process is stopped while it writes: it says so through a pipe and waits to be killed."""
    code = """
import sys, signal, pathlib
from lupaus.cli import main
from lupaus.dataset import folder, inputs
root = pathlib.Path(sys.argv[1])
inputs.find_inputs = lambda base=inputs.Inputs.base: inputs.Inputs(root, base)
def hang(descriptor):
    print("writing", flush=True)
    signal.pause()
folder.os.fsync = hang
sys.exit(main(["build", "--out", sys.argv[2]]))
"""
    out = tmp_path / "made/out"
    with subprocess.Popen(
        [sys.executable, "-c", code, tree, out], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout.readline() == b"writing\n"
        assert [p.suffix for p in out.parent.iterdir()] == [".unfinished"]
        process.send_signal(number)
        assert process.wait(timeout=60) == 130
    assert list(out.parent.iterdir()) == []


def test_progress_on_a_terminal_shows_seconds(tree, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["build", "--out", str(tmp_path / "out")]) == 0
    err = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", capsys.readouterr().err)
    assert "✓ Reading the sources" in err
    assert "✓ Writing the files" in err

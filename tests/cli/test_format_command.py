"""lupaus format."""

import errno
import os

import pytest

from lupaus.cli import main

UNTIDY = "PREFIX s: <https://schema.org/>\ns:a s:p 1 ."
TIDY = "@prefix schema: <https://schema.org/> .\n\nschema:a\n    schema:p 1 .\n"


def test_all_sources_are_formatted(tree, capsys):
    path = tree / "data/cities/fi.ttl"
    before = path.read_text()
    path.write_text(before.replace("    ", "  "))
    assert main(["format", "--check"]) == 1
    assert capsys.readouterr().out == f"{path} is not in canonical form; run lupaus format\n"
    assert path.read_text() != before
    assert main(["format"]) == 0
    assert path.read_text() == before
    assert main(["format", "--check"]) == 0


def test_files_and_folders_of_ones_own(tmp_path, capsys):
    (tmp_path / "deep").mkdir()
    for name in ("a.ttl", "deep/b.ttl", "deep/c.txt"):
        (tmp_path / name).write_text(UNTIDY)
    assert main(["format", str(tmp_path / "a.ttl"), str(tmp_path / "deep")]) == 0
    assert [(tmp_path / name).read_text() for name in ("a.ttl", "deep/b.ttl", "deep/c.txt")] == [
        TIDY,
        TIDY,
        UNTIDY,
    ]
    assert capsys.readouterr().err == "2 files, 2 formatted.\n"


def test_a_broken_file_is_told_and_the_others_are_formatted(tmp_path, capsys):
    texts = {
        "a.ttl": b"nonsense",
        "b.ttl": UNTIDY.encode() + b"\n# lost",
        "c.ttl": b"\xff",
        "d.ttl": UNTIDY.encode(),
    }
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text)
    assert main(["format", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "a.ttl:1:1: " in said
    assert "b.ttl:3:1: a comment below the head" in said
    assert "c.ttl: is not UTF-8" in said
    assert (tmp_path / "d.ttl").read_text() == TIDY
    assert (tmp_path / "a.ttl").read_bytes() == b"nonsense"


def test_windows_line_ends_are_not_canonical(tmp_path):
    (tmp_path / "a.ttl").write_bytes(TIDY.replace("\n", "\r\n").encode())
    assert main(["format", "--check", str(tmp_path)]) == 1
    assert main(["format", str(tmp_path)]) == 0
    assert (tmp_path / "a.ttl").read_bytes() == TIDY.encode()


def test_a_missing_path_gives_two(tmp_path, capsys):
    assert main(["format", str(tmp_path / "none.ttl")]) == 2
    assert "none.ttl is not there" in capsys.readouterr().err


def test_a_full_disk_does_not_eat_the_file(tmp_path, monkeypatch, capsys):
    path = tmp_path / "a.ttl"
    path.write_text(UNTIDY)

    def full(self, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    assert main(["format", str(path)]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert path.read_text() == UNTIDY
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o644, 0o600])
def test_the_mode_of_a_file_is_kept(tmp_path, mode):
    path = tmp_path / "a.ttl"
    path.write_text(UNTIDY)
    path.chmod(mode)
    assert main(["format", str(path)]) == 0
    assert path.stat().st_mode & 0o777 == mode

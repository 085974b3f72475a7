"""Folders appear whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from lupaus.dataset import folder as module
from lupaus.dataset.folder import replace_folder, write_folder

FILES = {"a.txt": b"1", "graphs/b.txt": b"2", "graphs/lists/c.txt": b"3"}


def contents(path):
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}


def test_files_are_written_beside_and_moved_into_place(tmp_path):
    target = tmp_path / "deep" / "release"
    made = write_folder(target, FILES)
    assert made.parent == target.parent
    assert not target.exists()
    replace_folder(made, target)
    assert contents(target) == FILES
    assert [p.name for p in target.parent.iterdir()] == ["release"]


def test_an_old_folder_is_replaced_whole(tmp_path):
    target = tmp_path / "release"
    replace_folder(write_folder(target, FILES | {"old.txt": b"old"}), target)
    replace_folder(write_folder(target, FILES), target)
    assert contents(target) == FILES
    assert [p.name for p in tmp_path.iterdir()] == ["release"]


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=repr
)
def test_a_failure_while_writing_leaves_nothing(tmp_path, monkeypatch, error):
    real, calls = os.fsync, []

    def fail_at_the_second(descriptor):
        calls.append(descriptor)
        if len(calls) == 2:
            raise error
        real(descriptor)

    monkeypatch.setattr(module.os, "fsync", fail_at_the_second)
    with pytest.raises(type(error)):
        write_folder(tmp_path / "release", FILES)
    assert list(tmp_path.iterdir()) == []


def test_every_file_and_folder_is_flushed_before_the_move(tmp_path, monkeypatch):
    flushed = []
    real = os.fsync

    def note(descriptor):
        flushed.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    monkeypatch.setattr(module.os, "fsync", note)
    made = write_folder(tmp_path / "release", FILES)
    assert {"a.txt", "b.txt", "c.txt", "graphs", "lists", made.name} <= set(flushed)


def test_when_the_move_fails_the_old_folder_is_back(tmp_path, monkeypatch):
    target = tmp_path / "release"
    replace_folder(write_folder(target, {"old.txt": b"old"}), target)
    new = write_folder(target, FILES)
    real = Path.rename

    def fail(self, to):
        if self == new:
            raise OSError(errno.EACCES, "Permission denied")
        return real(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="Permission denied"):
        replace_folder(new, target)
    assert contents(target) == {"old.txt": b"old"}
    assert [p.name for p in tmp_path.iterdir()] == ["release"]

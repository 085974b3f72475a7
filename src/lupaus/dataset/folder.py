"""Folders that appear whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

__all__ = ["replace_folder", "write_folder"]


def write_folder(beside: Path, files: Mapping[str, bytes]) -> Path:
    """Write ``files`` into a fresh hidden folder beside ``beside`` and flush them to the disk. Returns the folder.

    If anything fails or interrupts, nothing is left.

    :raises OSError: as the system says: no permission, disk full.
    """
    beside.parent.mkdir(parents=True, exist_ok=True)
    folder = beside.with_name(f".{beside.name}.{secrets.token_hex(4)}.unfinished")
    try:
        folder.mkdir()
        folders = {folder}
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
            with target.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for made in folders:
            _sync(made)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def replace_folder(new: Path, target: Path) -> None:
    """Put ``new`` in the place of ``target``. An old one is moved aside, and back if that fails."""
    old = target.with_name(f"{new.name}.old")
    try:
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            if old.exists():
                old.rename(target)
            raise
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Make a folder's entries durable: a file's own fsync does not (fsync(2))."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

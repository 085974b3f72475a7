"""The folder of an export, written file by file."""

import os
import shutil
import zlib
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from lupaus.errors import ExportError
from lupaus.web.compression import worth_compressing

__all__ = ["Tree"]

_GZIP = zlib.MAX_WBITS | 16
_LEVEL = 9
"""Once packed, sent often."""


class Tree:
    """Files below ``root``.

    A server makes an ETag of a file's time and size. So the time is when the content last changed; and it is a
    second later where the same would be said of other bytes: those of another form of the same address, or those
    that the file had in ``before``, the export that this one replaces.
    """

    def __init__(self, root: Path, before: Path | None = None) -> None:
        self._root, self._before = root, before
        self._taken: dict[tuple[int, int], bytes] = {}
        self.files = self.bytes = 0

    def begin(self) -> None:
        """What is written next is at another address."""
        self._taken.clear()

    def write(self, file: str, body: bytes, modified: datetime) -> None:
        """A file, and the same packed by gzip where that is worth it."""
        self._write(file, body, modified)
        if worth_compressing(len(body)):
            packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
            packed = packer.compress(body) + packer.flush()
            if len(packed) < len(body):
                self._write(f"{file}.gz", packed, modified)

    def link(self, file: str, source: Path, modified: datetime, *, may_set_time: bool = False) -> None:
        """A file that is there already, linked; copied where its time is another, or it cannot be linked.

        :param may_set_time: whether the file may be given the right time, and no other is linked to it.
        """
        target, moment = self._place(file), int(modified.timestamp())
        try:
            if may_set_time:
                os.utime(source, (moment, moment))
            is_linked = int(source.stat().st_mtime) == moment
            if is_linked:
                target.hardlink_to(source)
        except OSError:
            is_linked = False
        if not is_linked:
            shutil.copyfile(source, target)
            os.utime(target, (moment, moment))
        self.files += 1
        self.bytes += target.stat().st_size

    def copy(self, file: str, source: BinaryIO, modified: datetime) -> None:
        """A file with all that can be read from ``source``."""
        target, moment = self._place(file), int(modified.timestamp())
        with target.open("xb") as stream:
            shutil.copyfileobj(source, stream)
        os.utime(target, (moment, moment))
        self.files += 1
        self.bytes += target.stat().st_size

    def path(self, file: str) -> Path:
        """Where a file is."""
        return self._root / file.lstrip("/")

    def _write(self, file: str, body: bytes, modified: datetime) -> None:
        target, moment = self._place(file), int(modified.timestamp())
        with target.open("xb") as stream:
            stream.write(body)
        while self._differs(file, body, moment) or self._taken.get((moment, len(body)), body) != body:
            moment += 1
        self._taken[moment, len(body)] = body
        os.utime(target, (moment, moment))
        self.files += 1
        self.bytes += len(body)

    def _differs(self, file: str, body: bytes, moment: int) -> bool:
        if self._before is None:
            return False
        old = self._before / file.lstrip("/")
        try:
            found = old.stat()
            return (int(found.st_mtime), found.st_size) == (moment, len(body)) and old.read_bytes() != body
        except FileNotFoundError:
            return False

    def _place(self, file: str) -> Path:
        if not {"..", "."}.isdisjoint(file.split("/")):
            raise ExportError(f"{file} is no address that can be a file: it leads out of its folder.")
        target = self.path(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

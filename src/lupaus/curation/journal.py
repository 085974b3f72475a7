"""What a long question has been told so far, so that a run that was broken off goes on where it ended."""

import json
import time
from pathlib import Path
from types import TracebackType
from typing import IO

from lupaus.errors import StartError
from lupaus.settings import cache_folder

__all__ = ["Journal", "journal_path"]

_LONGEST_HEAD = 4096
_KEPT_FOR_S = 24 * 3600
"""Answers older than this are asked for again."""


def journal_path(action: str, address: str) -> Path:
    """Where the journal of an action at one address is kept, unless the curator names a file."""
    kept = "".join(c if c.isalnum() else "-" for c in address.partition("://")[2]).strip("-")
    return cache_folder() / f"{action}-{kept[:80]}.jsonl"


class Journal:
    """Answers by key, one line of JSON each, written to the disk as they come.

    A half-written last line, or a file about another address, is no answer. ``finish`` removes the file.
    """

    def __init__(self, path: Path, address: str, *, is_fresh: bool = False) -> None:
        """
        :param address: who was asked; answers of anybody else are not taken.
        :param is_fresh: whether to begin anew whatever the file holds.
        :raises StartError: if there is a file that is no journal; it would be written over and removed.
        """
        self._path, self._address = path, address
        self._refuse_other_files()
        self.answers: dict[str, object] = {} if is_fresh else self._read()
        self._file: IO[str] | None = None

    def __enter__(self) -> "Journal":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("w", encoding="utf-8")
        self._write({"address": self._address})
        for key, answer in self.answers.items():
            self._write({"key": key, "answer": answer})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def note(self, key: str, answer: object) -> None:
        """Keep an answer."""
        self.answers[key] = answer
        self._write({"key": key, "answer": answer})

    def finish(self) -> None:
        """Everything was answered; nothing is left to go on with."""
        self._path.unlink(missing_ok=True)

    def _refuse_other_files(self) -> None:
        try:
            with self._path.open("rb") as file:
                head = file.readline(_LONGEST_HEAD)
        except FileNotFoundError:
            return
        if head and not head.startswith(b'{"address": '):
            raise StartError(f"{self._path} is there and was not written by this command; name another file.")

    def _write(self, line: dict[str, object]) -> None:
        assert self._file is not None
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    def _read(self) -> dict[str, object]:
        try:
            if time.time() - self._path.stat().st_mtime > _KEPT_FOR_S:
                return {}
            lines = self._path.read_text("utf-8").splitlines()
            documents = [json.loads(line) for line in lines[:1]]
            if documents != [{"address": self._address}]:
                return {}
        except (OSError, ValueError):
            return {}
        found: dict[str, object] = {}
        for line in lines[1:]:
            try:
                document = json.loads(line)
                found[document["key"]] = document["answer"]
            except (ValueError, KeyError, TypeError):
                break
        return found

"""A list as a curator has it, a CSV file (RFC 4180), read so that whatever is wrong with it is said row by row."""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lupaus.errors import CheckFailed, StartError

__all__ = ["Columns", "Problem", "Row", "SheetRefused", "read_sheet"]

MAX_BYTES = 16 * 2**20
MAX_ROWS = 20_000
MAX_CELL = 5_000
_MARKS = {
    b"\xef\xbb\xbf": "a byte order mark", b"\xff\xfe": "the byte order mark of UTF-16",
    b"\xfe\xff": "the byte order mark of UTF-16",
}  # fmt: skip
_NUMBER = re.compile(r"[+-][0-9]+(\.[0-9]+)?")
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_MOST_LINES = 200


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong."""

    line: int
    """In the file, from 1; the head is line 1."""
    column: str
    """Empty if it is about the line as a whole."""
    message: str

    def __str__(self) -> str:
        column = f"{self.column}: " if self.column else ""
        return f"{self.line}: {column}{self.message}"


class SheetRefused(CheckFailed):
    """The list cannot be taken as it is; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        number = len(self.problems)
        super().__init__(f"{number} problem{'' if number == 1 else 's'}; nothing was written.")


@dataclass(frozen=True)
class Columns:
    """What the head of a list must and may have, in any order."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row. A column that the list does not have is empty."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def problem(self, column: str, message: str) -> Problem:
        """Something wrong with one cell."""
        return Problem(self.line, column, message)


def read_sheet(path: Path, columns: Columns) -> list[Row]:
    """The rows of a list in UTF-8 with commas and one of the heads that ``columns`` allows.

    :raises SheetRefused: with everything that is wrong, as far as reading could go on.
    :raises StartError: if there is no such file.
    """
    if not path.is_file():
        raise StartError(f"{path} is not there, or is no file.")
    if (size := path.stat().st_size) > MAX_BYTES:
        raise SheetRefused([Problem(1, "", f"the file has {size} bytes, but at most {MAX_BYTES} are read")])
    octets = path.read_bytes()
    if problems := list(_problems_of_bytes(octets)):
        raise SheetRefused(problems)
    reader = csv.reader(io.StringIO(octets.decode(), newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        while True:
            number = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                break
            if cells:
                lines.append((number, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise SheetRefused([Problem(reader.line_num, "", f"is not CSV: {error}")]) from None
    if len(lines) > MAX_ROWS:
        raise SheetRefused([Problem(1, "", f"the list has {len(lines)} rows, but at most {MAX_ROWS} are read")])
    return _rows(lines, columns)


def _problems_of_bytes(octets: bytes) -> Iterator[Problem]:
    if not octets.strip():
        yield Problem(1, "", "the file is empty")
    for mark, name in _MARKS.items():
        if octets.startswith(mark):
            yield Problem(1, "", f"the file begins with {name}; save it as UTF-8 without one")
            return
    bad = 0
    for number, line in enumerate(octets.split(b"\n"), 1):
        if bad == _MOST_LINES:
            yield Problem(number, "", "and more from here on")
            return
        if b"\0" in line:
            bad += 1
            yield Problem(number, "", "has a NUL character")
            continue
        try:
            line.decode()
        except UnicodeDecodeError as error:
            bad += 1
            place = line[max(0, error.start - 12) : error.end + 12].decode("cp1252", "replace")
            yield Problem(number, "", f"is not UTF-8 near {place!r}; save the whole file as UTF-8")


def _rows(lines: list[tuple[int, list[str]]], columns: Columns) -> list[Row]:
    (at, head), *body = lines
    problems = list(_problems_of_head(at, head, columns))
    if problems:
        raise SheetRefused(problems)
    if not body:
        raise SheetRefused([Problem(at, "", "the list has a head, but no row")])
    rows: list[Row] = []
    for number, cells in body:
        if len(cells) != len(head):
            problems.append(Problem(number, "", f"has {len(cells)} cells where the head has {len(head)}"))
            continue
        row = Row(number, dict(zip(head, cells, strict=True)))
        rows.append(row)
        problems += (
            row.problem(column, message) for column, cell in row.cells.items() for message in _faults(cell)
        )
        problems += (row.problem(column, "is empty") for column in columns.required if not row[column])
    if problems:
        raise SheetRefused(problems)
    return rows


def _problems_of_head(at: int, head: list[str], columns: Columns) -> Iterator[Problem]:
    known = (*columns.required, *columns.optional)
    for separator, name in _SEPARATORS.items():
        if len(head) == 1 and separator in head[0]:
            yield Problem(at, "", f"the columns are separated by {name}; save the file with commas")
            return
    for name in dict.fromkeys(head):
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
            hint = f"; is it {close[0]}?" if close else f"; known are {', '.join(known)}"
            yield Problem(at, name, f"is no column of this list{hint}")
        elif head.count(name) > 1:
            yield Problem(at, name, "is there twice")
    for name in columns.required:
        if name not in head:
            yield Problem(at, name, "is missing")


def _faults(cell: str) -> Iterator[str]:
    if len(cell) > MAX_CELL:
        yield f"has {len(cell)} characters, but at most {MAX_CELL} are read"
    if any(unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn") for character in cell):
        yield "has a control character or a line break"
    if "\ufffd" in cell:
        yield "has the sign for a character that was lost in another program"
    if cell[:1] in ("=", "+", "-", "@") and not _NUMBER.fullmatch(cell):
        yield f"begins with {cell[0]!r}, as a formula does"

"""Query results, read back from what an engine writes, for a page to show.

TSV is read (SPARQL 1.1 Query Results CSV and TSV Formats, section 4), because a table can stop at any row.
Its terms are written as in Turtle, with control characters escaped: a tab or a line feed is always a separator.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lupaus.namespaces import compact

__all__ = ["Cell", "Table", "read_cell", "read_table"]

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?\Z', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z")
_NUMERIC = re.compile(r"http://www\.w3\.org/2001/XMLSchema#(?:integer|decimal|double|float|int|long|short)\Z")


@dataclass(frozen=True)
class Cell:
    """One term, ready to be shown."""

    text: str
    href: str = ""
    is_external: bool = False
    lang: str = ""
    datatype_name: str = ""
    is_number: bool = False

    @property
    def label(self) -> "Cell":
        """The cell as the text of its own link."""
        return Cell(self.text)

    @property
    def is_fallback(self) -> bool:
        """A cell shows what it holds, never a substitute."""
        return False


@dataclass(frozen=True)
class Table:
    """Solutions, or the first of them."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    is_cut: bool = False
    kind: str = "table"


def read_table(tsv: str, max_rows: int, link: Callable[[str], tuple[str, bool]], *, is_whole: bool) -> Table:
    """The first ``max_rows`` solutions of ``tsv``; unless ``is_whole``, its last line may be half a line."""
    lines = tsv.split("\n")
    half = lines.pop()  # what follows the last line feed: nothing, or half a row
    if is_whole and half:
        lines.append(half)
    header = lines[0].rstrip("\r") if lines else ""
    variables = tuple(name.removeprefix("?") for name in header.split("\t")) if header else ()
    rows = [_row(line.rstrip("\r"), len(variables), link) for line in lines[1 : max_rows + 1]]
    return Table(variables, tuple(rows), is_cut=not is_whole or len(lines) - 1 > max_rows)


def _row(line: str, width: int, link: Callable[[str], tuple[str, bool]]) -> tuple[Cell | None, ...]:
    cells: Sequence[str] = line.split("\t") if width else ()
    return tuple(read_cell(cell, link) for cell in cells)


def read_cell(term: str, link: Callable[[str], tuple[str, bool]]) -> Cell | None:
    """One term as TSV writes it; ``None`` for an unbound variable. ``link`` gives an IRI's address here."""
    if not term:
        return None
    if term.startswith("<<"):
        return Cell(term)
    if term.startswith("<") and term.endswith(">"):
        iri = _unescape(term[1:-1])
        href, is_external = link(iri)
        return Cell(iri, href, is_external)
    if (match := _LITERAL.match(term)) is not None:
        text, lang, datatype = match.groups()
        name = compact(datatype) if datatype else ""
        is_number = bool(datatype and _NUMERIC.match(datatype))
        return Cell(_unescape(text), lang=lang or "", datatype_name=name, is_number=is_number)
    return Cell(term, is_number=_NUMBER.match(term) is not None)


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "�"
    return _ESCAPED.get(match[3], match[3])

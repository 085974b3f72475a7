"""Tables for a curator's terminal, and the same as CSV."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from lupaus.curation.candidates import Candidate
from lupaus.curation.links import Thing

__all__ = ["print_table", "write_candidates"]

_WIDE = 10_000
"""For a file or a pipe: no line is broken."""


def print_table(out: TextIO, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the terminal, or as its widest row. Cells are shown as they are, without markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*head, header_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=out, width=None if out.isatty() else _WIDE).print(table)


def write_candidates(
    out: TextIO, things: Sequence[Thing], found: Mapping[str, Sequence[Candidate]], format: str
) -> None:
    """One line for each candidate of each thing; a thing without one has a line that says so."""
    head = ("thing", "name", "item", "item's name", "description", "score")
    rows = [row for thing in things for row in _rows(thing, found[thing.iri])]
    if format == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([head, *rows])
        return
    print_table(out, head, rows)
    without = sum(not found[thing.iri] for thing in things)
    print(f"{len(things)} things without an item, {without} of them without a candidate. Nothing was written: "
          "take an item only when a source that you can name has it.", file=out)  # fmt: skip


def _rows(thing: Thing, candidates: Sequence[Candidate]) -> list[tuple[str, ...]]:
    if not candidates:
        return [(thing.iri, thing.name, "", "no candidate", "", "")]
    return [
        (thing.iri, thing.name, c.id, c.name, c.description, f"{c.score:g}{' (sure)' if c.is_sure else ''}")
        for c in candidates
    ]

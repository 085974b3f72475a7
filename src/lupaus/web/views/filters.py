"""What a reader can narrow a picture to; anything else is an address where nothing is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lupaus.errors import N_, NotFound
from lupaus.web.views.asking import Row
from lupaus.web.views.figures import name_of

__all__ = ["Filter", "choose", "map_patterns"]

_YEAR = re.compile(r"(?:19|20)\d\d\Z")


@dataclass(frozen=True)
class Filter:
    """One choice among some."""

    key: str
    options: tuple[tuple[str, str], ...]
    """What the address says, and what the reader reads."""
    chosen: str = ""


def choose(key: str, rows: Sequence[Row], base: str, asked: str) -> Filter:
    """A filter by things: the address says the path after ``id/``.

    :raises NotFound: if what is asked for is not among them.
    """
    options = tuple((row["item"].text.removeprefix(base + "id/"), name_of(row)) for row in rows)
    if asked and asked not in {value for value, _ in options}:
        raise NotFound(
            N_("There is no %(filter)s %(value)s to choose here; leave it out to see all."),
            values={"filter": key, "value": repr(asked[:60])},
        )
    return Filter(key, options, asked)


def map_patterns(chosen: Mapping[str, str], base: str) -> str:
    """The filters as patterns of the query. Values were chosen from lists, so each is an IRI of ours.

    :raises NotFound: if the year is none.
    """
    lines: list[str] = []
    if network := chosen.get("network"):
        lines.append(f"?membership org:organization <{base}id/{network}> ; org:member ?item .")
    signed = any(chosen.get(key) for key in ("declaration", "theme", "year"))
    if signed or not chosen.get("network"):
        lines.append("?signature lup:signatory ?item ; lup:signedDeclaration ?declaration .")
    if declaration := chosen.get("declaration"):
        lines.append(f"VALUES ?declaration {{ <{base}id/{declaration}> }}")
    if theme := chosen.get("theme"):
        lines.append("?declaration lup:hasCommitment ?commitment .")
        lines.append(f"?commitment lup:theme/skos:broader* <{base}id/{theme}> .")
    if year := chosen.get("year"):
        if not _YEAR.match(year):
            raise NotFound(
                N_("%(value)s is no year; write one like 2019, or leave it out."),
                values={"value": repr(year[:20])},
            )
        lines.append(f'?signature lup:earliest ?day . FILTER (STRSTARTS(STR(?day), "{year}"))')
    return "\n  ".join(lines)

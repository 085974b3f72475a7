"""``data/unlinked.csv``: the names in lists that no Wikidata item could be told for, each with its reason."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from lupaus.dataset.inputs import Inputs
from lupaus.dataset.report import Finding, Severity
from lupaus.dataset.sources import Sources
from lupaus.dataset.terms import RDF_TYPE, iri, ours, text_of
from lupaus.errors import SourceError

__all__ = ["RULE", "UNLINKED", "Unlinked", "find_unlinked", "read_unlinked"]

UNLINKED = "data/unlinked.csv"
RULE = "shapes#hygiene/unlinked"
"""What stands for this check in reports, below the base."""

_FIELDS = ("country", "name", "slug", "reason")


@dataclass(frozen=True)
class Unlinked:
    """One row: a name, the slug of what it became, and why that has no Wikidata item."""

    country: str
    """ISO code in small letters, empty where the list gives no country."""
    name: str
    slug: str
    reason: str
    line: int


def read_unlinked(inputs: Inputs) -> tuple[Unlinked, ...] | None:
    """The rows of the table, or ``None`` if there is no table.

    :raises SourceError: if a row lacks a field, a slug or its reason, or a name stands twice.
    """
    if not (inputs.root / UNLINKED).is_file():
        return None
    rows: dict[tuple[str, str], Unlinked] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(inputs.raw(UNLINKED))), 2):
        if tuple(row) != _FIELDS or not (row["name"] and row["slug"] and row["reason"]):
            raise SourceError(f"a row has the fields {', '.join(_FIELDS)}, and says why", UNLINKED, line)
        key = (row["country"], row["slug"])
        if key in rows:
            raise SourceError(f"{row['name']!r} stands here twice", UNLINKED, line)
        rows[key] = Unlinked(row["country"], row["name"], row["slug"], row["reason"], line)
    return tuple(rows.values())


def find_unlinked(inputs: Inputs, sources: Sources) -> Iterator[Finding]:
    """What is not linked, as information with its reason; and where table and data disagree, as violations.

    Every city, and every other body that signs or is a member, is linked or stands in the table, and not both.
    Networks are exempt: no list gives them under a name that could be another's. Sources without the table say
    nothing about links, and nothing is asked of them.

    :raises SourceError: as ``read_unlinked``.
    """
    rows = read_unlinked(inputs)
    if rows is None:
        return
    base = sources.base
    parties = _Parties.of(sources)
    listed = set()
    for row in rows:
        thing = next((one for one in _candidates(row, base) if one in parties.known), None)
        if thing is None:
            said = f"row {row.line} of {UNLINKED} is of something that is not described; remove it"
            yield _finding(base, f"{base}id/city/{row.country}/{row.slug}", "violation", said)
            continue
        listed.add(thing)
        if thing in parties.linked:
            yield _finding(base, thing, "violation", f"is linked by now; remove row {row.line} of {UNLINKED}")
        else:
            yield _finding(base, thing, "info", row.reason)
    for thing in sorted(parties.to_link - parties.linked - listed):
        said = f"has no Wikidata item (lup:wikidataId), and no row of {UNLINKED} says why"
        yield _finding(base, thing, "violation", said)


@dataclass(frozen=True)
class _Parties:
    """The IRIs of cities and bodies."""

    known: frozenset[str]
    to_link: frozenset[str]
    linked: frozenset[str]

    @classmethod
    def of(cls, sources: Sources) -> "_Parties":
        base = sources.base
        city, body, item = ours("City", base), iri("org:Organization"), ours("wikidataId", base)
        naming = (ours("signatory", base), iri("org:member"))
        cities, bodies, linked, named = (set[str]() for _ in range(4))
        for triple in (t for file in sources.files for t in file.triples):
            if triple.predicate == RDF_TYPE and triple.object == city:
                cities.add(text_of(triple.subject))
            elif triple.predicate == RDF_TYPE and triple.object == body:
                bodies.add(text_of(triple.subject))
            elif triple.predicate == item:
                linked.add(text_of(triple.subject))
            elif triple.predicate in naming:
                named.add(text_of(triple.object))
        return cls(frozenset(cities | bodies), frozenset(cities | bodies & named), frozenset(linked))


def _candidates(row: Unlinked, base: str) -> list[str]:
    """Where the thing of a row may stand: as a city, as a body of the country, as a body of none."""
    inside = [f"city/{row.country}/{row.slug}", f"organisation/{row.country}/{row.slug}"] if row.country else []
    return [f"{base}id/{path}" for path in (*inside, f"organisation/{row.slug}")]


def _finding(base: str, thing: str, severity: Severity, message: str) -> Finding:
    return Finding(severity, f"<{base}{RULE}>", f"<{base}shapes#HygieneQuery>", message, f"<{thing}>")

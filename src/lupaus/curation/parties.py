"""From a list of signatories or members to facts: each name matched, each row new, known already, or refused."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lupaus.curation.facts import dated
from lupaus.curation.lists import ListKind, ListWriter
from lupaus.curation.moves import move_cities
from lupaus.curation.pages import describe_page
from lupaus.curation.plan import Plan
from lupaus.curation.reconcile import Ambiguous, Match, Reconciler
from lupaus.curation.register import Act, Register
from lupaus.curation.sheet import Problem, Row

__all__ = ["ListOptions", "plan_parties"]

_CONFIDENCES = {"": "oneSource", "one_source": "oneSource", "inferred": "inferred"}
_COMPLETE = {"": None, "yes": True, "no": False}
_PARTY_KINDS = ("city", "network", "region", "organisation")
_SINCE = re.compile(r"(.*?) ?\(member since (.+)\)")


@dataclass(frozen=True)
class ListOptions:
    """What is true of the list as a whole."""

    source_url: str
    as_of: str
    expected: int | None = None
    """How many entries the page itself counts."""
    file: str | None = None
    """Where all of it goes; by default each row to the file of its declaration or network."""


@dataclass
class _Group:
    """The rows on one declaration or network."""

    writer: ListWriter
    first: Row
    complete: str
    entries: int
    """How many are on the list, those that were there before included."""
    new: list[Row] = field(default_factory=list)


def plan_parties(
    rows: Iterable[Row], kind: ListKind, register: Register, reconciler: Reconciler, options: ListOptions
) -> Plan:
    """Match every row and collect what is new. Nothing is added for a row with a problem."""
    return _Planner(kind, register, reconciler, options).plan(rows)


class _Planner:
    def __init__(self, kind: ListKind, register: Register, reconciler: Reconciler, options: ListOptions) -> None:
        self._kind, self._register, self._reconciler = kind, register, reconciler
        self._options = options
        self._plan = Plan()
        self._seen: dict[tuple[str, str], int] = {}
        self._groups: dict[str, _Group] = {}

    def plan(self, rows: Iterable[Row]) -> Plan:
        for row in rows:
            target, party = self._target(row), self._party(row)
            problems = [*self._date_problems(row), *self._other_problems(row)]
            self._plan.problems += problems
            if target and party and not problems:
                self._take(row, target, party)
        for group in self._groups.values():
            self._plan.problems += self._count_problems(group)
            group.writer.describe(_COMPLETE[group.complete], self._options.expected)
        move_cities(self._plan, self._register, {party for _, party in self._seen})
        return self._plan

    def _tell(self, row: Row, outcome: str, detail: str) -> None:
        self._plan.tell(row, row[self._kind.name], outcome, detail)

    def _target(self, row: Row) -> str | None:
        space = f"{self._register.base}id/{self._kind.target}/"
        target = space + row[self._kind.key]
        if self._register.is_a(target, self._kind.target_class):
            return target
        known = [thing.removeprefix(space) for thing in self._register.things if thing.startswith(space)]
        close = difflib.get_close_matches(row[self._kind.key], known, n=1)
        hint = f"; is it {close[0]}?" if close else ""
        said = f"no {self._kind.target} {row[self._kind.key]!r} is described here{hint}"
        self._plan.refuse(row, self._kind.key, said)
        return None

    def _party(self, row: Row) -> str | None:
        name, kind = row[self._kind.name], row[self._kind.kind]
        if kind not in _PARTY_KINDS:
            said = f"is {kind!r}, but must be one of {', '.join(_PARTY_KINDS)}"
            self._plan.refuse(row, self._kind.kind, said)
            return None
        found = self._reconciler.find(name, row["country"], kind)
        if isinstance(found, Match):
            return found.iri
        near = found.candidates if isinstance(found, Ambiguous) else found.suggestions
        short = ", ".join(thing.removeprefix(f"{self._register.base}id/") for thing in near)
        outcome = "ambiguous" if isinstance(found, Ambiguous) else "unmatched"
        detail = f"{found.reason}{f'; perhaps {short}' if short else ''}{self._body_hint(row)}"
        self._tell(row, outcome, detail)
        self._plan.refuse(row, self._kind.name, f"{name!r} is {outcome}: {detail}")
        return None

    def _body_hint(self, row: Row) -> str:
        """A region, district or agency is often listed among cities."""
        body = self._reconciler.find(row[self._kind.name], row["country"], "organisation")
        if row[self._kind.kind] != "city" or not isinstance(body, Match):
            return ""
        path = body.iri.removeprefix(f"{self._register.base}id/")
        return f"; if {path} is meant, the kind is organisation"

    def _date_problems(self, row: Row) -> Iterator[Problem]:
        if row["date"] and dated(row["date"]) is None:
            yield row.problem("date", f"is {row['date']!r}, but must be a day, month or year such as 2019-10")
        if row["date"] and not row["date_kind"]:
            yield row.problem("date_kind", "is empty; say of what the date is, or unknown")
        concept = f"{self._register.base}id/date-kind/{row['date_kind']}"
        if row["date_kind"] and concept not in self._register.things:
            yield row.problem("date_kind", f"no kind of date {row['date_kind']!r} is described here")
        stated, since = _split_since(row["as_of"])
        if stated not in ("", self._options.as_of):
            yield row.problem("as_of", f"is {stated!r}, but the list as a whole is as of {self._options.as_of}")
        if since and dated(since) is None:
            yield row.problem("as_of", f"has the beginning {since!r}, but must have a day, month or year")

    def _other_problems(self, row: Row) -> Iterator[Problem]:
        if row["confidence"] not in _CONFIDENCES:
            yield row.problem("confidence", f"is {row['confidence']!r}; one list gives one_source or inferred")
        if row["complete"] not in _COMPLETE:
            yield row.problem("complete", f"is {row['complete']!r}, but must be yes or no")
        if row["source_url"] not in ("", self._options.source_url):
            yield row.problem("source_url", "is another page than --source; import the rows of one page at a time")

    def _take(self, row: Row, target: str, party: str) -> None:
        if first := self._seen.get((target, party)):
            self._refuse(row, self._kind.name, f"is the same party as in line {first}")
            return
        self._seen[target, party] = row.line
        group = self._group(row, target)
        act = self._register.acts.get((target, party))
        date = row["date"] or _split_since(row["as_of"])[1]
        if row["complete"] != group.complete:
            other = f"{group.complete!r} in line {group.first.line}"
            said = f"is {row['complete']!r}, but {other}; it is said of the list"
            self._refuse(row, "complete", said)
        elif act and act.ended:
            self._refuse(row, self._kind.name, f"ended in {act.ended}; write the second one by hand")
        elif act and date and date != act.date:
            have = (
                f"is dated {act.date} already, not {date}"
                if act.date
                else f"has no date here, but {date} in the list"
            )
            self._refuse(row, self._kind.name, f"{have}; write the claim by hand")
        elif act and group.writer.node.value in act.lists:
            self._tell(row, "known", act.iri.removeprefix(f"{self._register.base}id/"))
        else:
            self._enter(row, group, act, party, date)

    def _refuse(self, row: Row, column: str, message: str) -> None:
        self._plan.refuse(row, column, message, row[self._kind.name])

    def _enter(self, row: Row, group: _Group, act: Act | None, party: str, date: str) -> None:
        confidence = _CONFIDENCES[row["confidence"]]
        path = group.writer.enter(party, act, date, row["date_kind"], confidence)
        group.entries += 1
        group.new.append(row)
        self._plan.added += 1
        self._tell(row, "listed again" if act else "new", path)

    def _group(self, row: Row, target: str) -> _Group:
        if target not in self._groups:
            source = describe_page(self._plan.facts, self._register, self._options.source_url)
            writer = ListWriter(self._plan.facts, self._register, self._kind, target, self._options.as_of, source,
                                self._options.file)  # fmt: skip
            entries = self._register.entries(writer.node.value)
            self._groups[target] = _Group(writer, row, row["complete"], entries)
        return self._groups[target]

    def _count_problems(self, group: _Group) -> Iterator[Problem]:
        """A list says one thing of itself, and a complete one has as many entries as its source counts."""
        known, said, expected = group.writer.known, _COMPLETE[group.complete], self._options.expected
        if known:
            here = "the list of that day, which is here already,"
            if said is not None and said != known.is_complete:
                yield group.first.problem("complete", f"is {group.complete!r}, but {here} says otherwise")
            if expected is not None and expected != known.expected:
                number = known.expected or "no number"
                yield group.first.problem("", f"--count is {expected}, but {here} has {number}")
            said, expected = known.is_complete, known.expected
            for row in group.new if said else ():
                yield row.problem(self._kind.name, f"is not on {here} and is complete")
        if expected is not None and (group.entries > expected or (said and group.entries != expected)):
            yield group.first.problem("", f"the list has {group.entries} entries, but its source counts {expected}"
                                      f"{', and it is said to be complete' if said else ''}")  # fmt: skip


def _split_since(text: str) -> tuple[str, str]:
    """``2019 (member since 2008)`` as the date of the list and the beginning."""
    match = _SINCE.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")

"""From a list of signatories or members to facts: each name matched, each row new, known already, or refused."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal as OneOf

from pyoxigraph import NamedNode

from lupaus.curation.facts import Facts, dated, slug_of
from lupaus.curation.reconcile import Ambiguous, Match, Reconciler
from lupaus.curation.register import Act, Register, host_of
from lupaus.curation.sheet import Columns, Problem, Row

__all__ = ["MEMBERSHIPS", "SIGNATURES", "ListKind", "Plan", "plan_parties"]

_CONFIDENCES = {"": "oneSource", "one_source": "oneSource", "inferred": "inferred"}
_PARTY_KINDS = ("city", "network", "region", "organisation")
_SINCE = re.compile(r"(.*?) ?\(member since (.+)\)")


@dataclass(frozen=True)
class ListKind:
    """What differs between the two kinds of list."""

    columns: Columns
    key: str
    name: str
    kind: str
    target: OneOf["declaration", "network"]
    target_class: str
    list_class: str
    list_word: str
    act: str
    folder: str


SIGNATURES = ListKind(
    Columns(("declaration_key", "signatory_name", "signatory_kind"),
            ("country", "date", "date_kind", "confidence", "source_url")),
    "declaration_key", "signatory_name", "signatory_kind", "declaration", "Declaration", "SignatoryList",
    "signatories", "signature", "data/signatures",
)  # fmt: skip
MEMBERSHIPS = ListKind(
    Columns(("network_key", "member_name", "member_kind"),
            ("country", "as_of", "complete", "confidence", "source_url")),
    "network_key", "member_name", "member_kind", "network", "CityNetwork", "MemberList",
    "members", "membership", "data/memberships",
)  # fmt: skip


@dataclass
class Plan:
    """What would be done with a list."""

    facts: Facts = field(default_factory=Facts)
    problems: list[Problem] = field(default_factory=list)
    lines: list[tuple[str, ...]] = field(default_factory=list)
    """One line of a table for each row: line, name, what became of it, the thing or the reason."""
    added: int = 0


def plan_parties(
    rows: Iterable[Row], kind: ListKind, register: Register, reconciler: Reconciler, source_url: str, as_of: str
) -> Plan:
    """Match every row and collect what is new. Nothing is added for a row with a problem."""
    return _Planner(kind, register, reconciler, source_url, as_of).plan(rows)


class _Planner:
    def __init__(
        self, kind: ListKind, register: Register, reconciler: Reconciler, source_url: str, as_of: str
    ) -> None:
        self._kind, self._register, self._reconciler = kind, register, reconciler
        self._url, self._as_of = source_url, as_of
        self._plan = Plan()
        self._seen: dict[tuple[str, str], int] = {}
        self._lists: dict[str, tuple[NamedNode, NamedNode]] = {}

    def plan(self, rows: Iterable[Row]) -> Plan:
        for row in rows:
            target, party = self._target(row), self._party(row)
            problems = [*self._date_problems(row), *self._other_problems(row)]
            self._plan.problems += problems
            if target and party and not problems:
                self._take(row, target, party)
        return self._plan

    def _tell(self, row: Row, outcome: str, detail: str) -> None:
        self._plan.lines.append((str(row.line), row[self._kind.name], outcome, detail))

    def _refuse(self, row: Row, column: str, message: str) -> None:
        self._plan.problems.append(row.problem(column, message))

    def _target(self, row: Row) -> str | None:
        space = f"{self._register.base}id/{self._kind.target}/"
        target = space + row[self._kind.key]
        if self._register.is_a(target, self._kind.target_class):
            return target
        known = [thing.removeprefix(space) for thing in self._register.things if thing.startswith(space)]
        close = difflib.get_close_matches(row[self._kind.key], known, n=1)
        hint = f"; is it {close[0]}?" if close else ""
        self._refuse(
            row, self._kind.key, f"no {self._kind.target} {row[self._kind.key]!r} is described here{hint}"
        )
        return None

    def _party(self, row: Row) -> str | None:
        name, kind = row[self._kind.name], row[self._kind.kind]
        if kind not in _PARTY_KINDS:
            self._refuse(row, self._kind.kind, f"is {kind!r}, but must be one of {', '.join(_PARTY_KINDS)}")
            return None
        found = self._reconciler.find(name, row["country"], kind)
        if isinstance(found, Match):
            return found.iri
        near = found.candidates if isinstance(found, Ambiguous) else found.suggestions
        short = ", ".join(thing.removeprefix(f"{self._register.base}id/") for thing in near)
        outcome = "ambiguous" if isinstance(found, Ambiguous) else "unmatched"
        detail = f"{found.reason}{f'; perhaps {short}' if short else ''}"
        self._tell(row, outcome, detail)
        self._refuse(row, self._kind.name, f"{name!r} is {outcome}: {detail}")
        return None

    def _date_problems(self, row: Row) -> Iterable[Problem]:
        if row["date"] and dated(row["date"]) is None:
            yield row.problem("date", f"is {row['date']!r}, but must be a day, month or year such as 2019-10")
        if row["date"] and not row["date_kind"]:
            yield row.problem("date_kind", "is empty; say of what the date is, or unknown")
        concept = f"{self._register.base}id/date-kind/{row['date_kind']}"
        if row["date_kind"] and concept not in self._register.things:
            yield row.problem("date_kind", f"no kind of date {row['date_kind']!r} is described here")
        stated, since = _split_since(row["as_of"])
        if stated not in ("", self._as_of):
            yield row.problem("as_of", f"is {stated!r}, but the list as a whole is as of {self._as_of}")
        if since and dated(since) is None:
            yield row.problem("as_of", f"has the beginning {since!r}, but must have a day, month or year")

    def _other_problems(self, row: Row) -> Iterable[Problem]:
        if row["confidence"] not in _CONFIDENCES:
            yield row.problem("confidence", f"is {row['confidence']!r}; one list gives one_source or inferred")
        if row["complete"] not in ("", "yes", "no"):
            yield row.problem("complete", f"is {row['complete']!r}, but must be yes or no")
        if row["source_url"] not in ("", self._url):
            yield row.problem("source_url", "is another page than --source; import the rows of one page at a time")

    def _take(self, row: Row, target: str, party: str) -> None:
        if first := self._seen.get((target, party)):
            self._refuse(row, self._kind.name, f"is the same party as in line {first}")
            return
        self._seen[target, party] = row.line
        list_, source = self._list(row, target)
        act = self._register.acts.get((target, party))
        date = row["date"] or _split_since(row["as_of"])[1]
        if act and act.ended:
            self._refuse(row, self._kind.name, f"ended in {act.ended}; write the second one by hand")
        elif act and date and act.date and date != act.date:
            self._refuse(row, self._kind.name, f"is dated {act.date} already, not {date}; write the claim by hand")
        elif act and list_.value in act.lists:
            self._tell(row, "known", act.iri.removeprefix(f"{self._register.base}id/"))
        else:
            self._add(row, act, target, party, list_, source)

    def _add(
        self, row: Row, act: Act | None, target: str, party: str, list_: NamedNode, source: NamedNode
    ) -> None:
        facts, kind, file = self._plan.facts, self._kind, self._file(target)
        key, name = target.rpartition("/")[2], _party_slug(party, self._register.base)
        node = NamedNode(act.iri) if act else facts.node(f"{kind.act}/{key}/{name}")
        confidence = _CONFIDENCES[row["confidence"]]
        claim = f"{kind.act}-{key}-{name}-{list_.value.rpartition('/')[2]}"
        facts.claim(file, claim, node, "lup:listedIn", list_, source, confidence)
        if not act:
            self._describe(row, node, target, party, source)
        self._plan.added += 1
        self._tell(row, "listed again" if act else "new", node.value.removeprefix(f"{self._register.base}id/"))

    def _describe(self, row: Row, node: NamedNode, target: str, party: str, source: NamedNode) -> None:
        facts, file = self._plan.facts, self._file(target)
        slug, confidence = "-".join(node.value.split("/")[-3:]), _CONFIDENCES[row["confidence"]]
        by = {tag: (self._register.label(party, tag), self._register.label(target, tag))
              for tag in ("en", "fi", "sv", "et")}  # fmt: skip
        if self._kind is SIGNATURES:
            words = ("Signature of {}: {}", "Allekirjoitus: {}, {}", "Underskrift: {}, {}", "Allkiri: {}, {}")
            facts.say(file, node, "lup:Signature", lup_signedDeclaration=NamedNode(target))
            facts.claim(file, slug, node, "lup:signatory", NamedNode(party), source, confidence)
            if row["date_kind"]:
                facts.say(file, node, lup_dateKind=facts.node(f"date-kind/{row['date_kind']}"))
            if date := dated(row["date"]):
                how = "lup:dateSigned" if row["date_kind"] == "signed" else "dcterms:date"
                facts.claim(file, f"{slug}-date", node, how, date, source, confidence)
        else:
            words = ("Membership of {}: {}", "Jäsenyys: {}, {}", "Medlemskap: {}, {}", "Liikmesus: {}, {}")
            facts.say(
                file, node, "org:Membership", org_organization=NamedNode(target), org_member=NamedNode(party)
            )
            if since := dated(_split_since(row["as_of"])[1]):
                facts.claim(file, f"{slug}-since", node, "schema:startDate", since, source, confidence)
        en, fi, sv, et = (word.format(*by[tag]) for word, tag in zip(words, by, strict=True))
        facts.labels(file, node, en, fi, sv, et)

    def _file(self, target: str) -> str:
        return f"{self._kind.folder}/{target.rpartition('/')[2]}.ttl"

    def _list(self, row: Row, target: str) -> tuple[NamedNode, NamedNode]:
        """The list of this page and day, which may be there already, and the page."""
        if target in self._lists:
            return self._lists[target]
        facts, kind, file = self._plan.facts, self._kind, self._file(target)
        english = self._register.label(target, "en")
        facts.begin(file, f"# {kind.list_word.capitalize()} of {english}, as lists name them.\n")
        source = self._source(file)
        same = [
            found for found in self._register.lists.values() if (found.of, found.as_of) == (target, self._as_of)
        ]
        known = [found.iri for found in same if source.value in found.sources]
        if known:
            self._lists[target] = NamedNode(known[0]), source
            return self._lists[target]
        path = f"list/{target.rpartition('/')[2]}/{kind.list_word}-{self._as_of}"
        list_ = self._free(path)
        facts.say(
            file, list_, f"lup:{kind.list_class}", lup_listOf=NamedNode(target), dcterms_source=source,
            lup_asOf=dated(self._as_of) or self._as_of,
        )  # fmt: skip
        if row["complete"]:
            facts.say(file, list_, lup_isComplete=row["complete"] == "yes")
        heads = (("Signatories of {}, {}", "Allekirjoittajat: {}, {}", "Undertecknare: {}, {}",
                  "Allakirjutanud: {}, {}") if kind is SIGNATURES else
                 ("Members of {}, {}", "Jäsenet: {}, {}", "Medlemmar: {}, {}", "Liikmed: {}, {}"))  # fmt: skip
        en, fi, sv, et = (head.format(self._register.label(target, tag), self._as_of)
                          for head, tag in zip(heads, ("en", "fi", "sv", "et"), strict=True))  # fmt: skip
        facts.labels(file, list_, en, fi, sv, et)
        self._lists[target] = list_, source
        return self._lists[target]

    def _source(self, file: str) -> NamedNode:
        """The page, described if it is new. Its publisher is that of other pages of its host, or the host."""
        if known := self._register.sources_by_url.get(self._url):
            return NamedNode(known)
        facts, host = self._plan.facts, host_of(self._url)
        publishers = self._register.publishers_by_host.get(host, set())
        publisher = facts.node(f"organisation/{slug_of(host)}")
        if len(publishers) == 1:
            publisher = NamedNode(next(iter(publishers)))
        elif publisher.value not in self._register.subjects:
            facts.say(file, publisher, "org:Organization")
            facts.labels(file, publisher, host, host, host, host)
        source = self._free(
            f"source/{slug_of(self._url.partition('://')[2].removeprefix('www.'))[:80].strip('-')}"
        )
        label = self._register.label(publisher.value, "en") if publisher.value in self._register.things else host
        facts.say(file, source, "lup:Source", dcterms_publisher=publisher, schema_url=NamedNode(self._url))
        facts.labels(file, source, f"{label}: list", f"{label}: luettelo", f"{label}: lista", f"{label}: loend")
        self._register.sources_by_url[self._url] = source.value
        return source

    def _free(self, path: str) -> NamedNode:
        number, node = 1, self._plan.facts.node(path)
        while node.value in self._register.subjects:
            number += 1
            node = self._plan.facts.node(f"{path}-{number}")
        return node


def _split_since(text: str) -> tuple[str, str]:
    """``2019 (member since 2008)`` as the date of the list and the beginning."""
    match = _SINCE.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def _party_slug(party: str, base: str) -> str:
    return "-".join(party.removeprefix(f"{base}id/").split("/")[1:])

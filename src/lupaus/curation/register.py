"""What the sources have already, as an importer needs to find it."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from lupaus.curation.links import Thing, things_of
from lupaus.dataset.sources import Sources
from lupaus.dataset.terms import iri, ours

__all__ = ["Act", "PartyList", "Register", "host_of"]


@dataclass
class Act:
    """A signature or a membership: a party, what it signed or belongs to, its date and the lists that name it."""

    iri: str
    party: str = ""
    target: str = ""
    date: str = ""
    ended: str = ""
    lists: set[str] = field(default_factory=set)


@dataclass
class PartyList:
    """A list of members or signatories."""

    iri: str
    of: str = ""
    as_of: str = ""
    is_complete: bool | None = None
    """``None`` if nobody says."""
    expected: int | None = None
    """How many entries its source counts."""
    sources: set[str] = field(default_factory=set)


class Register:
    """Indexes over the triples of the sources."""

    def __init__(self, sources: Sources) -> None:
        self.base = sources.base
        self.files = sources.files
        self.things: dict[str, Thing] = things_of(sources.graphs, sources.base)
        self.subjects: set[str] = set()
        self.sources_by_url: dict[str, str] = {}
        self._acts: defaultdict[str, Act] = defaultdict(lambda: Act(""))
        self._lists: defaultdict[str, PartyList] = defaultdict(lambda: PartyList(""))
        self._publishers: dict[str, str] = {}
        kinds = {ours(name, self.base).value for name in ("Signature", "MemberList", "SignatoryList")}
        self._kinds = kinds | {iri("org:Membership").value}
        triples = [t for file in sources.files for t in file.triples if isinstance(t.subject, NamedNode)]
        for triple in triples:
            self._note(triple)
        wanted = {thing.iri for thing in self.things.values() if thing.types & self._kinds}
        known = [act for key, act in sorted(self._acts.items()) if key in wanted and act.party]
        # Of two stints the one that has not ended is meant.
        self.acts = {(act.target, act.party): act for act in sorted(known, key=lambda act: not act.ended)}
        self.lists = {key: found for key, found in self._lists.items() if key in wanted}
        self.publishers_by_host: defaultdict[str, set[str]] = defaultdict(set)
        for url, source in self.sources_by_url.items():
            if source in self._publishers:
                self.publishers_by_host[host_of(url)].add(self._publishers[source])

    def label(self, thing: str, language: str) -> str:
        """The label of a thing in one language, or its English one, or any, or the last part of its IRI."""
        known = self.things.get(thing)
        found = known.labels.get(language) if known else None
        return min(found) if found else (known.name if known else "") or thing.rpartition("/")[2]

    def entries(self, list_: str) -> int:
        """How many signatures or memberships a list names."""
        return sum(list_ in act.lists for act in self.acts.values())

    def is_a(self, thing: str, class_: str) -> bool:
        """Whether the sources give a thing that class of ours."""
        known = self.things.get(thing)
        return known is not None and ours(class_, self.base).value in known.types

    def _note(self, triple: Triple) -> None:
        assert isinstance(triple.subject, NamedNode)
        subject, predicate = triple.subject.value, triple.predicate
        value = triple.object.value if isinstance(triple.object, NamedNode | Literal) else ""
        self.subjects.add(subject)
        if predicate == iri("schema:url") and subject.startswith(f"{self.base}id/source/"):
            self.sources_by_url[value] = subject
        elif predicate == iri("dcterms:publisher"):
            self._publishers[subject] = value
        elif predicate in (ours("signatory", self.base), iri("org:member")):
            self._act(subject).party = value
        elif predicate in (ours("signedDeclaration", self.base), iri("org:organization")):
            self._act(subject).target = value
        elif predicate in (ours("dateSigned", self.base), iri("schema:startDate"), iri("dcterms:date")):
            self._act(subject).date = value
        elif predicate == iri("schema:endDate"):
            self._act(subject).ended = value
        elif predicate == ours("listedIn", self.base):
            self._act(subject).lists.add(value)
        else:
            self._note_list(subject, predicate, value)

    def _note_list(self, subject: str, predicate: NamedNode, value: str) -> None:
        if predicate == ours("listOf", self.base):
            self._list(subject).of = value
        elif predicate == ours("asOf", self.base):
            self._list(subject).as_of = value
        elif predicate == ours("isComplete", self.base):
            self._list(subject).is_complete = value == "true"
        elif predicate == ours("expectedCount", self.base):
            self._list(subject).expected = int(value)
        elif predicate == iri("dcterms:source"):
            self._list(subject).sources.add(value)

    def _act(self, subject: str) -> Act:
        act = self._acts[subject]
        act.iri = subject
        return act

    def _list(self, subject: str) -> PartyList:
        found = self._lists[subject]
        found.iri = subject
        return found


def host_of(url: str) -> str:
    """The host of a web address without ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")

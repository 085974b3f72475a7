"""A new declaration as facts with their claims, in a file that says what may follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from lupaus.curation.facts import Facts, dated
from lupaus.curation.pages import describe_page
from lupaus.curation.register import Register
from lupaus.errors import StartError

__all__ = ["DeclarationStub", "Saying", "choices_of", "describe_declaration", "key_problem"]

_FOLDER = "data/declarations"
_HEADER = """# {title}: what it promises and asks, as told by public pages in words of our own.
# Each fact is followed by the claims that it rests on.
#
# Still to be written, where a source has it; lupaus format puts everything in its order:
# - the date, a day, month or year: dcterms:issued "2026-11"^^xsd:gYearMonth
# - who adopted it, as described here: lup:adoptedBy <https://w3id.org/lupaus/id/network/eurocities>
# - the names in the other languages: rdfs:label "…"@fi , "…"@sv , "…"@et
# - what it promises: commitment/{key}/1 a lup:Commitment; rdfs:label, lup:commitmentOf, schema:position, lup:theme
# - what it asks of others: demand/{key}/1 a lup:Demand; rdfs:label, lup:demandOf, lup:addressee, lup:theme
# Each statement needs a claim with its source, as those below have.
# Who signed: lupaus import signatures.
"""


@dataclass(frozen=True)
class Saying:
    """One promise or demand of the text, in words of our own."""

    themes: tuple[str, ...]
    """Names of themes or subjects."""
    text: str


@dataclass(frozen=True)
class DeclarationStub:
    """What is known of a text so far."""

    key: str
    title: str
    source_url: str
    instrument_kind: str
    adopter_kind: str
    adopter: str = ""
    """Who adopted it, in words."""
    issued: str = ""
    promises: Sequence[Saying] = ()
    demands: Sequence[Saying] = ()


def choices_of(register: Register, scheme: str) -> list[str]:
    """The names in one of our schemes: ``instrument-kind``, ``adopter-kind``, ``theme``, ``subject``."""
    space = f"{register.base}id/{scheme}/"
    return sorted(thing.removeprefix(space) for thing in register.things if thing.startswith(space))


def key_problem(register: Register, key: str) -> str | None:
    """Why a declaration cannot be called so, if it cannot."""
    parts = key.split("-")
    if len(key) > 80 or not all(part.isascii() and part.isalnum() and part == part.lower() for part in parts):
        return f"the key is {key!r}, but must be small letters and digits with hyphens, as in charter-2026."
    if f"{register.base}id/declaration/{key}" in register.subjects:
        return f"the declaration {key} is described already; its file is {_FOLDER}/{key}.ttl."
    return None


def describe_declaration(stub: DeclarationStub, register: Register, today: date) -> Facts:
    """The facts of a stub. What is our own classification says so, with ``today`` as its date.

    :raises StartError: if a value is none that the model knows.
    """
    for problem in _problems(stub, register):
        raise StartError(problem)
    return _Author(stub, register, today).write()


def _problems(stub: DeclarationStub, register: Register) -> Iterable[str]:
    if problem := key_problem(register, stub.key):
        yield problem
    if not stub.title.strip():
        yield "the title is empty."
    if stub.issued and dated(stub.issued) is None:
        yield f"the date is {stub.issued!r}, but must be a day, month or year such as 2026-11."
    if not stub.source_url.startswith(("http://", "https://")):
        yield f"the source is {stub.source_url!r}, but must be a web address."
    for scheme, name in (("instrument-kind", stub.instrument_kind), ("adopter-kind", stub.adopter_kind)):
        if name not in (known := choices_of(register, scheme)):
            yield f"the {scheme.replace('-', ' ')} is {name!r}, but must be one of {', '.join(known)}."
    themes = [*choices_of(register, "theme"), *choices_of(register, "subject")]
    for saying in (*stub.promises, *stub.demands):
        if unknown := [theme for theme in saying.themes if theme not in themes]:
            yield f"the theme is {unknown[0]!r}, but must be one of {', '.join(themes)}."
        if not saying.text.strip():
            yield "a promise or demand is empty."


class _Author:
    def __init__(self, stub: DeclarationStub, register: Register, today: date) -> None:
        self._stub, self._register, self._today = stub, register, today
        self._facts = Facts()
        self._file = f"{_FOLDER}/{stub.key}.ttl"
        self._node = self._facts.node(f"declaration/{stub.key}")
        self._source = describe_page(self._facts, register, stub.source_url)

    def write(self) -> Facts:
        facts, stub = self._facts, self._stub
        title = " ".join(stub.title.split())
        facts.begin(self._file, _HEADER.format(title=title, key=stub.key))
        facts.say(self._file, self._node, "lup:Declaration")
        self._claim("label", self._node, "rdfs:label", Literal(title, language="en"))
        if issued := dated(stub.issued):
            self._claim("issued", self._node, "dcterms:issued", issued)
        if stub.adopter.strip():
            adopter = Literal(" ".join(stub.adopter.split()), language="en")
            self._claim("stated-adopter", self._node, "lup:statedAdopter", adopter)
        for scheme, name in (("instrument-kind", stub.instrument_kind), ("adopter-kind", stub.adopter_kind)):
            predicate = "lup:instrumentKind" if scheme == "instrument-kind" else "lup:adopterKind"
            facts.judge(
                self._file,
                f"{scheme}-{stub.key}",
                self._node,
                predicate,
                facts.node(f"{scheme}/{name}"),
                self._today,
            )
        for number, promise in enumerate(stub.promises, 1):
            self._say("commitment", number, promise, "lup:Commitment", "lup:commitmentOf")
        for number, demand in enumerate(stub.demands, 1):
            self._say("demand", number, demand, "lup:Demand", "lup:demandOf")
        return facts

    def _claim(self, name: str, node: NamedNode, predicate: str, value: Literal) -> None:
        self._facts.claim(self._file, f"{name}-{self._stub.key}", node, predicate, value, self._source)

    def _say(self, kind: str, number: int, saying: Saying, class_: str, part_of: str) -> None:
        facts, file = self._facts, self._file
        node = facts.say(file, facts.node(f"{kind}/{self._stub.key}/{number}"), class_)
        name = f"{kind}-{self._stub.key}-{number}"
        label = Literal(" ".join(saying.text.split()), language="en")
        facts.claim(file, f"{name}-label", node, "rdfs:label", label, self._source)
        facts.claim(file, f"{name}-of", node, part_of, self._node, self._source)
        if kind == "commitment":
            facts.judge(file, f"{name}-position", node, "schema:position", number, self._today)
        for theme in saying.themes:
            scheme = "theme" if theme in choices_of(self._register, "theme") else "subject"
            concept = facts.node(f"{scheme}/{theme}")
            facts.judge(file, f"{name}-{scheme}-{theme}", node, "lup:theme", concept, self._today)

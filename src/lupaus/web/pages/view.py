"""The page of one thing: from the release's view of it to what the template shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from lupaus.namespaces import compact
from lupaus.web.pages.language import Label, choose_label

__all__ = ["Block", "Claim", "Group", "Node", "ResourcePage", "Section", "Value", "View", "read_view"]

Link = Callable[[str], tuple[str, bool]]


class NodeView(TypedDict):
    """A thing as the release describes it."""

    iri: str
    path: str | None
    labels: Mapping[str, str]


class ValueView(TypedDict):
    """A thing or a literal: ``iri`` or ``text`` is there."""

    iri: NotRequired[str]
    path: NotRequired[str | None]
    labels: NotRequired[Mapping[str, str]]
    text: NotRequired[str]
    lang: NotRequired[str | None]
    datatype: NotRequired[str | None]


class GroupView(TypedDict):
    """A property and its values."""

    property: str
    labels: Mapping[str, str]
    values: Sequence[ValueView]
    heading: NotRequired[Mapping[str, str]]
    total: NotRequired[int]


class ClaimView(TypedDict):
    """One claim about the thing."""

    path: str | None
    property: str | None
    labels: Mapping[str, str]
    value: ValueView | None
    standing: ValueView | None
    confidence: ValueView | None
    sources: Sequence[NodeView]


class SectionView(TypedDict):
    """A part of a portrait: rows of columns of values."""

    key: str
    total: int
    rows: Sequence[Mapping[str, Sequence[ValueView]]]


class View(TypedDict):
    """Everything a page says about one thing."""

    iri: str
    path: str
    labels: Mapping[str, str]
    types: Sequence[NodeView]
    portrait: NotRequired[Sequence[SectionView]]
    groups: Sequence[GroupView]
    incoming: Sequence[GroupView]
    claims: Sequence[ClaimView]
    licences: Sequence[str]
    """Of the graphs that the document is made from."""


@dataclass(frozen=True)
class Node:
    """A thing with a link, or a literal."""

    label: Label
    href: str = ""
    is_external: bool = False
    text: str = ""
    lang: str = ""
    datatype_name: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim, ready to be shown."""

    property: Node
    value: Node
    standing: Node | None
    standing_kind: str
    """The local name of the standing (accepted, disputed …), for its colour."""
    confidence: Node | None
    sources: tuple[Node, ...]
    href: str


@dataclass(frozen=True)
class Value:
    """A value and the claims that it rests on."""

    node: Node
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Group:
    """A property and its values, ready to be shown."""

    property: Node
    values: tuple[Value, ...]
    more: int = 0
    """How many values are not shown."""
    others: tuple[Claim, ...] = ()
    """What is said of the same property and not stated here: disputed, superseded, undecided."""


@dataclass(frozen=True)
class Block:
    """Groups under one heading; the last block of a page has none."""

    heading: Label
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Section:
    """A part of a portrait."""

    rows: tuple[Mapping[str, tuple[Node, ...]], ...]
    total: int

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return max(0, self.total - len(self.rows))


@dataclass(frozen=True)
class ResourcePage:
    """What the template ``resource.html`` shows."""

    iri: str
    title: Label
    kind: str
    """The local name of the class that decides how the page looks; empty: no special look."""
    types: tuple[Node, ...]
    sections: Mapping[str, Section]
    blocks: tuple[Block, ...]
    derived: tuple[Group, ...]
    incoming: tuple[Group, ...]
    claims: tuple[Claim, ...]
    """Claims of what no group shows: names, and what is not stated at all."""


_KINDS = ("Declaration", "City", "CityNetwork", "Person", "Commitment", "Source", "Concept")


def read_view(view: View, languages: tuple[str, ...], link: Link) -> ResourcePage:
    """``view`` in the reader's languages, its links leading where ``link`` says."""
    reader = _Reader(languages, link, view["claims"])
    names = {node["iri"].rpartition("#")[2].rpartition("/")[2] for node in view["types"]}
    blocks: dict[Label, list[Group]] = {}
    derived: list[Group] = []
    for group in view["groups"]:
        heading = group.get("heading") or {}
        into = blocks.setdefault(choose_label(heading, languages, ""), []) if heading else derived
        into.append(reader.group(group))
    return ResourcePage(
        iri=view["iri"],
        title=choose_label(view["labels"], languages, view["path"].rpartition("/")[2]),
        kind=next((kind for kind in _KINDS if kind in names), ""),
        types=tuple(reader.thing(node["iri"], node["labels"]) for node in view["types"]),
        sections={section["key"]: reader.section(section) for section in view.get("portrait", ())},
        blocks=tuple(Block(heading, tuple(groups)) for heading, groups in blocks.items()),
        derived=tuple(derived),
        incoming=tuple(map(reader.linking, view["incoming"])),
        claims=tuple(reader.left()),
    )


_Key = tuple[str, str, str]


def _key(property_: str | None, value: ValueView | None) -> _Key:
    value = value or {}
    return property_ or "", value.get("iri") or value.get("text") or "", value.get("lang") or ""


class _Reader:
    """Makes nodes; hands each claim out once: to the value it supports, else to its property, else at the end."""

    def __init__(self, languages: tuple[str, ...], link: Link, claims: Sequence[ClaimView]) -> None:
        self.languages, self.link = languages, link
        self._claims: dict[_Key, list[ClaimView]] = {}
        for claim in claims:
            self._claims.setdefault(_key(claim["property"], claim["value"]), []).append(claim)

    def thing(self, iri: str, labels: Mapping[str, str]) -> Node:
        href, is_external = self.link(iri)
        label = choose_label(labels, self.languages, compact(iri).strip("<>"))
        return Node(label, href, is_external, text=label.text, lang=label.lang)

    def value(self, value: ValueView) -> Node:
        if iri := value.get("iri", ""):
            return self.thing(iri, value.get("labels", {}))
        text, lang, datatype = value.get("text", ""), value.get("lang"), value.get("datatype")
        name = compact(datatype) if datatype else ""
        shown = "" if name in ("xsd:string", "rdf:langString") else name
        return Node(Label(text, lang or ""), text=text, lang=lang or "", datatype_name=shown)

    def section(self, section: SectionView) -> Section:
        rows = tuple(
            {column: tuple(map(self.value, values)) for column, values in row.items()} for row in section["rows"]
        )
        return Section(rows, section["total"])

    def group(self, group: GroupView) -> Group:
        values = tuple(
            Value(self.value(value), tuple(map(self.claim, self._claims.pop(_key(group["property"], value), ()))))
            for value in group["values"]
        )
        others = [key for key in self._claims if key[0] == group["property"]]
        return Group(
            self.thing(group["property"], group["labels"]),
            values,
            max(0, group.get("total", len(values)) - len(values)),
            tuple(self.claim(claim) for key in others for claim in self._claims.pop(key)),
        )

    def linking(self, group: GroupView) -> Group:
        """What refers to the thing: claims about the thing say nothing of it."""
        values = tuple(Value(self.value(value)) for value in group["values"])
        more = max(0, group.get("total", len(values)) - len(values))
        return Group(self.thing(group["property"], group["labels"]), values, more)

    def left(self) -> list[Claim]:
        return [self.claim(claim) for claims in self._claims.values() for claim in claims]

    def claim(self, claim: ClaimView) -> Claim:
        standing = claim["standing"]
        return Claim(
            property=self.thing(claim["property"] or "", claim["labels"]),
            value=self.value(claim["value"] or {}),
            standing=self.value(standing) if standing else None,
            standing_kind=(standing or {}).get("iri", "").rpartition("#")[2],
            confidence=self.value(claim["confidence"]) if claim["confidence"] else None,
            sources=tuple(self.thing(source["iri"], source["labels"]) for source in claim["sources"]),
            href="/" + claim["path"] if claim["path"] else "",
        )

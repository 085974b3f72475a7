"""The page of one thing: from the release's view of it to what the template shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from lupaus.namespaces import compact
from lupaus.web.pages.language import Label, choose_label

__all__ = ["Claim", "Group", "Node", "ResourcePage", "View", "read_view"]

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


class View(TypedDict):
    """Everything a page says about one thing."""

    iri: str
    path: str
    labels: Mapping[str, str]
    types: Sequence[NodeView]
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
class Group:
    """A property and its values, ready to be shown."""

    property: Node
    values: tuple[Node, ...]
    more: int = 0
    """How many values are not shown."""


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
class ResourcePage:
    """What the template ``resource.html`` shows."""

    iri: str
    title: Label
    types: tuple[Node, ...]
    groups: tuple[Group, ...]
    incoming: tuple[Group, ...]
    claims: tuple[Claim, ...]


def read_view(view: View, languages: tuple[str, ...], link: Link) -> ResourcePage:
    """``view`` in the reader's languages, its links leading where ``link`` says."""
    reader = _Reader(languages, link)
    return ResourcePage(
        iri=view["iri"],
        title=choose_label(view["labels"], languages, view["path"].rpartition("/")[2]),
        types=tuple(reader.thing(node["iri"], node["labels"]) for node in view["types"]),
        groups=tuple(map(reader.group, view["groups"])),
        incoming=tuple(map(reader.group, view["incoming"])),
        claims=tuple(map(reader.claim, view["claims"])),
    )


class _Reader:
    def __init__(self, languages: tuple[str, ...], link: Link) -> None:
        self.languages, self.link = languages, link

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

    def group(self, group: GroupView) -> Group:
        values = tuple(map(self.value, group["values"]))
        more = max(0, group.get("total", len(values)) - len(values))
        return Group(self.thing(group["property"], group["labels"]), values, more)

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

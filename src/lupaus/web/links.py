"""Typed links between an address and what belongs to it (RFC 8288), as a header, in a page, and as a linkset.

The relations are those of Signposting, levels 1 and 2: a crawler that reads them need not read the page.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lupaus.media import DOCUMENT_FORMATS, HTML, LINKSET, TIMEMAP, Format
from lupaus.web.headers import Header, field, link

__all__ = ["TypedLink", "link_header", "linkset_document", "linkset_of", "variants", "versions_of"]


@dataclass(frozen=True)
class TypedLink:
    """One link. A target without a scheme is on this server."""

    target: str
    relation: str
    type: str = ""
    """The media type that is found there."""

    def __str__(self) -> str:
        return link(self.target, self.relation, **({"type": self.type} if self.type else {}))


def link_header(links: Iterable[TypedLink]) -> Header:
    """The field ``Link``. Targets are ASCII: whatever else an IRI has is percent-encoded."""
    ascii_only = (TypedLink(_encoded(each.target), each.relation, each.type) for each in links)
    return field("link", ", ".join(map(str, ascii_only)))


def variants(address: str, form: Format, query: str = "") -> list[TypedLink]:
    """The other forms of a document; they describe what its page shows."""
    others = [other for other in DOCUMENT_FORMATS if other is not form]
    found = [TypedLink(f"{address}.{other.suffix}{query}", "alternate", other.media_type) for other in others]
    if form is HTML:
        found += [TypedLink(each.target, "describedby", each.type) for each in found]
    return [*found, TypedLink(address + query, "canonical")]


def linkset_of(address: str) -> list[TypedLink]:
    """Where all links of a document stand together (RFC 9264, section 6)."""
    return [TypedLink("/linkset" + address, "linkset", LINKSET.media_type)]


def versions_of(address: str) -> list[TypedLink]:
    """Where earlier states of a document are found (RFC 7089, section 2.2)."""
    return [
        TypedLink("/timegate" + address, "timegate"),
        TypedLink("/timemap" + address, "timemap", TIMEMAP.media_type),
    ]


def linkset_document(anchors: Mapping[str, Iterable[TypedLink]], root: str) -> bytes:
    """The links of several addresses as JSON (RFC 9264, section 4.2); what is on this server is below ``root``."""
    contexts: list[dict[str, object]] = []
    for anchor, links in anchors.items():
        relations: dict[str, list[dict[str, str]]] = {}
        for each in links:
            target = {"href": root + each.target if each.target.startswith("/") else each.target}
            relations.setdefault(each.relation, []).append(target | ({"type": each.type} if each.type else {}))
        contexts.append({"anchor": root + anchor, **relations})
    return (json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1) + "\n").encode()


def _encoded(iri: str) -> str:
    return "".join(c if " " < c < "\x7f" and c not in '<>"' else _percent(c) for c in iri)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())

"""Every thing's description, rendered once.

Two forms are kept: the statements as N-Quads, each in the named graphs it comes from, and the JSON that the HTML
page is made of. The other RDF formats are written from the first when asked for, which takes a tenth of a
millisecond (see ``rendering.py``); what a document says of itself stands in no named graph.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from pyoxigraph import NamedNode, Triple

from lupaus.dataset.beside import beside
from lupaus.dataset.homes import Home, graphs_among, homes_of, line
from lupaus.dataset.pen import Pen
from lupaus.dataset.sheet import Sheet, ntriples_of
from lupaus.dataset.shelf import Row
from lupaus.dataset.view import EXAMPLES, INCOMING_LIMIT, Index, view_of

__all__ = ["Description", "Statements", "describe_resource", "render_resources", "whole_graphs"]


@dataclass(frozen=True)
class Statements:
    """All that documents are written from."""

    index: Index
    homes: Mapping[Triple, Home]
    beyond: Mapping[NamedNode, list[Triple]] = field(default_factory=dict)
    """What graphs outside the default graph say of a thing: ``graph/sameas``."""
    licences: Mapping[str, str] = field(default_factory=dict)
    """The licence of each named graph that has one, by the graph's IRI."""

    @classmethod
    def of(cls, index: Index, sheets: Mapping[str, Sheet], licences: Mapping[str, str]) -> "Statements":
        """Read all graphs, by name; what the default graph says is taken from ``index``."""
        beyond: dict[NamedNode, list[Triple]] = {}
        for triple in sheets.get("sameas", Sheet()).triples:
            if isinstance(triple.subject, NamedNode):
                beyond.setdefault(triple.subject, []).append(triple)
        return cls(index, homes_of(sheets, index.base), beyond, licences)


@dataclass(frozen=True)
class Description:
    """One document, or one page of it."""

    thing: NamedNode
    document: NamedNode
    lines: Mapping[Triple, str]
    """Each triple with its lines of N-Quads: about the thing first, then about the document, then the rest."""
    licences: tuple[str, ...] = ()
    """Of the graphs that these are from."""
    pages: int = 1


def describe_resource(statements: Statements, thing: NamedNode, page: int = 1) -> Description:
    """What is said about ``thing``, the labels and types of what it names, what links here, and its document.

    Of each property at most ``INCOMING_LIMIT`` incoming links stand on a page; the next pages have the rest of
    them and nothing else.
    """
    index = statements.index
    incoming, pages = _incoming(index, thing, page)
    shown = set(incoming)
    if page == 1:
        own = [*index.about[thing], *statements.beyond.get(thing, ())]
        shown.update(own)
        for term in {triple.object for triple in own}:
            shown.update(index.telling(term))
    path = thing.value.removeprefix(index.base)
    address = index.base + (path if path.startswith(EXAMPLES) else "doc/" + path.removeprefix("id/"))
    document = NamedNode(address if page == 1 else f"{address}?page={page}")
    # When the document changed is said by whoever knows earlier releases.
    homes = {triple: statements.homes.get(triple) for triple in shown}
    sources = graphs_among(homes.values(), index.base)
    licences = sorted({statements.licences[g.value] for g in sources if g.value in statements.licences})
    pen = Pen(index.base)
    pen.say(
        document, "foaf:Document",
        foaf_primaryTopic=thing, void_inDataset=pen.node("dataset"), prov_wasDerivedFrom=sources,
        dcterms_license=[NamedNode(licence) for licence in licences],
    )  # fmt: skip
    if page < pages:
        pen.say(document, hydra_next=NamedNode(f"{address}?page={page + 1}"))
    if page > 1:
        pen.say(document, hydra_previous=NamedNode(address if page == 2 else f"{address}?page={page - 1}"))
    homes |= {triple: statements.homes.get(triple) for triple in pen.triples}
    lines = {triple: home.lines if home else line(triple) for triple, home in homes.items()}
    return Description(thing, document, _for_readers(lines, thing, document), tuple(licences), pages)


def _for_readers(lines: Mapping[Triple, str], thing: NamedNode, document: NamedNode) -> dict[Triple, str]:
    """A reader wants the thing first, then what the document is, then the rest in a stable order."""
    own: dict[Triple, str] = {}
    of_document: dict[Triple, str] = {}
    rest: dict[Triple, str] = {}
    for triple, text in sorted(lines.items(), key=itemgetter(1)):
        subject = triple.subject
        part = own if subject == thing else of_document if subject == document else rest
        part[triple] = text
    return own | of_document | rest


def _incoming(index: Index, thing: NamedNode, page: int) -> tuple[list[Triple], int]:
    """The incoming links on one page, and how many pages there are."""
    by_property: dict[NamedNode, list[Triple]] = {}
    for triple in index.towards.get(thing, ()):
        by_property.setdefault(triple.predicate, []).append(triple)
    first = (page - 1) * INCOMING_LIMIT
    shown = [triple for links in by_property.values() for triple in links[first : first + INCOMING_LIMIT]]
    most = max(map(len, by_property.values()), default=0)
    return shown, max(1, -(-most // INCOMING_LIMIT))


def render_resources(statements: Statements, space: str = "id/") -> Iterator[Row]:
    """Every described thing below ``space``, in order of path and form."""
    index = statements.index
    below = index.base + space
    described = [term for term in index.about if isinstance(term, NamedNode) and term.value.startswith(below)]
    things = sorted(described, key=lambda term: term.value)
    middle = len(things) // 2
    with beside(lambda: list(_render(statements, things[middle:]))) as second_half:
        yield from _render(statements, things[:middle])
        yield from second_half()


def _render(statements: Statements, things: Iterable[NamedNode]) -> Iterator[Row]:
    index = statements.index
    for thing in things:
        path = thing.value.removeprefix(index.base)
        page = pages = 1
        while page <= pages:
            described = describe_resource(statements, thing, page)
            pages = described.pages
            key = path if page == 1 else f"{path}?page={page}"
            yield _rendering(key, "nquads", "".join(described.lines.values()).encode())
            yield _rendering(key, "view", view_of(index, thing, page, described.licences))
            page += 1


def _rendering(path: str, form: str, body: bytes) -> Row:
    return path, form, hashlib.sha256(body).hexdigest()[:32], body


def whole_graphs(sheets: Mapping[str, Sheet], base: str) -> Iterator[Row]:
    """A row without a body for each graph that documents about things do not cover: it is fetched as a whole."""
    covered = (base + "id/", base + EXAMPLES)
    for name, sheet in sheets.items():
        subjects = {triple.subject for triple in sheet.triples}
        if not all(isinstance(node, NamedNode) and node.value.startswith(covered) for node in subjects):
            yield f"graph/{name}", "whole", hashlib.sha256(ntriples_of(sheet)).hexdigest()[:32], b""

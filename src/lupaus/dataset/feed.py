"""What changed between releases, as a Linked Data Event Stream: the stream, and its pages (LDES; TREE).

A member is the event that a document was created, updated or deleted in a release. Its IRI says both, so it never
changes, and neither does a page: a harvester follows the pages from the release it saw last.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from lupaus.dataset.history import Change, History
from lupaus.dataset.pen import Pen
from lupaus.dataset.release import Release
from lupaus.dataset.terms import by_text, iri

__all__ = ["MEMBERS", "FeedPage", "describe_page", "describe_stream", "document_of", "pages_of"]

MEMBERS = 1_000
"""Events on a page."""
_KINDS = {"create": "as:Create", "update": "as:Update", "delete": "as:Delete"}


class FeedPage(NamedTuple):
    """A part of the events of one release."""

    release: Release
    number: int
    """From 1."""
    changes: tuple[Change, ...]

    @property
    def path(self) -> str:
        """Its address after the base."""
        return f"feed/{self.release.version}/{self.number}"


def pages_of(history: History, members: int = MEMBERS) -> list[FeedPage]:
    """All pages, oldest first; a release in which nothing changed has none."""
    return [
        FeedPage(release, first // members + 1, changes[first : first + members])
        for release in history.releases
        if (changes := history.changes(release.version))
        for first in range(0, len(changes), members)
    ]


def document_of(path: str) -> str:
    """The document that a change is about, after the base: ``doc/…`` tells of ``id/…``."""
    return "doc/" + path.removeprefix("id/") if path.startswith("id/") else path


def describe_stream(base: str, pages: Sequence[FeedPage]) -> list[Quad]:
    """The stream and where its pages are, the newest first said by their time (TREE, relations)."""
    pen = _start(base)
    root = pen.node("feed")
    for page in pages:
        relation = pen.node(f"feed#from-{page.release.version}-{page.number}")
        pen.say(root, "tree:Node", tree_relation=relation)
        pen.say(
            relation, "tree:GreaterThanOrEqualToRelation", tree_node=pen.node(page.path),
            tree_path=iri("as:published"), tree_value=_moment(page.release.released),
        )  # fmt: skip
        relation = pen.node(f"feed#until-{page.release.version}-{page.number}")
        pen.say(root, "tree:Node", tree_relation=relation)
        pen.say(
            relation, "tree:LessThanOrEqualToRelation", tree_node=pen.node(page.path),
            tree_path=iri("as:published"), tree_value=_moment(page.release.released),
        )  # fmt: skip
    return _quads(pen.triples)


def describe_page(base: str, page: FeedPage) -> list[Quad]:
    """One page with its members."""
    pen = _start(base)
    stream, node = pen.node("feed#stream"), pen.node(page.path)
    pen.say(stream, tree_view=node)
    pen.say(node, "tree:Node", dcterms_isPartOf=pen.node(f"dataset/{page.release.version}"))
    for kind, path in page.changes:
        document = pen.node(document_of(path))
        member = pen.node(f"feed/{page.release.version}/{page.number}#{kind}-{document_of(path)}")
        pen.say(stream, tree_member=member)
        pen.say(
            member, _KINDS[kind], as_object=document, as_published=_moment(page.release.released),
            dcterms_isVersionOf=document,
        )  # fmt: skip
    return _quads(pen.triples)


def _start(base: str) -> Pen:
    pen = Pen(base)
    pen.say(
        pen.node("feed#stream"), "ldes:EventStream", tree_view=pen.node("feed"),
        ldes_timestampPath=iri("as:published"), ldes_versionOfPath=iri("dcterms:isVersionOf"),
        dcterms_source=pen.node("dataset"),
    )  # fmt: skip
    return pen


def _moment(moment: datetime) -> Literal:
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Literal(text, datatype=NamedNode(iri("xsd:dateTime").value))


def _quads(triples: Iterable[Triple]) -> list[Quad]:
    return [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in sorted(triples, key=by_text)]

"""What is served, as one value: a release of our dataset, or any RDF files as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from lupaus.engine.base import StoreSource
from lupaus.sparql.counted import Counted
from lupaus.sparql.description import NamedGraph

if TYPE_CHECKING:
    from lupaus.dataset.history import History
    from lupaus.dataset.release import Release

__all__ = ["Example", "ServedFile", "Site"]

_LINKED = ("http://", "https://")
"""Schemes a page links to. Data may hold any IRI, and a ``javascript:`` one must stay text."""


@dataclass(frozen=True)
class Example:
    """A question that can be asked, in several languages, and the query that asks it."""

    slug: str
    labels: Mapping[str, str]
    query: str
    comments: Mapping[str, str] = field(default_factory=dict)
    """What the question is about, by language."""

    @property
    def href(self) -> str:
        """Where its answer is."""
        return f"/sparql?query={quote(self.query, safe='')}"


@dataclass(frozen=True)
class ServedFile:
    """A file named on the command line; never its folder."""

    name: str
    graph: str | None = None


@dataclass(frozen=True)
class Site:
    """What the application serves; fixed for the life of the process."""

    source: StoreSource
    version: str
    """Which data these are. Part of every ETag and cache key."""
    released: datetime
    base: str
    title: str
    public_url: str
    """Scheme, host and port as the world sees them, without a final slash."""
    release: "Release | None" = None
    """``None`` where plain files are served: then there are no documents, only the endpoint."""
    history: "History | None" = None
    """The releases that are kept, the one that is served among them."""
    graphs: tuple[NamedGraph, ...] = ()
    default_triples: int = 0
    counted: Counted | None = None
    """What is known of the data without asking them. ``None``: they were not counted."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    files: tuple[ServedFile, ...] = ()
    is_live: bool = False
    """Whether the data are in an engine elsewhere and may change: then no answer is kept, and none has an ETag."""

    @property
    def has_documents(self) -> bool:
        """Whether things have addresses here."""
        return self.release is not None

    def href(self, iri: str) -> tuple[str, bool]:
        """The address of ``iri`` for a link on a page, and whether it leads elsewhere; empty: no link.

        What is below the base is on this server, whatever its host: a copy on localhost can be walked through.
        """
        if self.has_documents and iri.startswith(self.base):
            return "/" + iri[len(self.base) :], False
        return (iri if iri.startswith(_LINKED) else ""), True

    def address(self, path: str) -> str:
        """The absolute address of a path on this server."""
        return self.public_url + path

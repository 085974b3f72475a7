"""Every thing's description in every format, rendered once, in one SQLite file."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from pyoxigraph import NamedNode, Triple

from lupaus.dataset.canonical import ntriples, turtle
from lupaus.dataset.jsonld import to_jsonld
from lupaus.dataset.terms import RDF_TYPE, by_text, iri
from lupaus.dataset.view import INCOMING_LIMIT, Index, view_of
from lupaus.namespaces import prefixes_for

__all__ = ["RESOURCE_FORMATS", "Rendering", "describe_resource", "pack_resources", "render_resources"]

RESOURCE_FORMATS = ("turtle", "jsonld", "ntriples", "view")
"""``view`` is the JSON that an HTML page is made of."""

Rendering = tuple[str, str, str, bytes]
"""Path, format, etag, body."""
_SCHEMA = """
CREATE TABLE resource (path TEXT NOT NULL, format TEXT NOT NULL, etag TEXT NOT NULL, body BLOB NOT NULL,
                       PRIMARY KEY (path, format)) WITHOUT ROWID
"""


def describe_resource(index: Index, thing: NamedNode) -> list[Triple]:
    """What is said about ``thing``, the labels and types of what it names, what links here, and its document.

    At most ``INCOMING_LIMIT`` incoming links are given for each property; the rest is a query away.
    """
    shown = set(index.about[thing])
    named = {triple.object for triple in shown}
    incoming: dict[NamedNode, int] = {}
    for triple in index.towards.get(thing, ()):
        incoming[triple.predicate] = incoming.get(triple.predicate, 0) + 1
        if incoming[triple.predicate] <= INCOMING_LIMIT:
            shown.add(triple)
    telling = (RDF_TYPE, iri("rdfs:label"), iri("skos:prefLabel"))
    for term in named:
        shown.update(triple for triple in index.about.get(term, ()) if triple.predicate in telling)
    document = NamedNode(index.base + "doc/" + thing.value.removeprefix(index.base + "id/"))
    shown.add(Triple(document, RDF_TYPE, iri("foaf:Document")))
    shown.add(Triple(document, iri("foaf:primaryTopic"), thing))
    shown.add(Triple(document, iri("void:inDataset"), NamedNode(index.base + "dataset")))
    # A reader wants the thing first, then what the document is, then the rest in a stable order.
    return sorted(shown, key=lambda t: (t.subject != thing, t.subject != document, by_text(t)))


def render_resources(index: Index) -> Iterator[Rendering]:
    """Every described thing below ``id/``, in order of path and format."""
    prefixes = prefixes_for(index.base)
    things = [term for term in index.about if isinstance(term, NamedNode) and index.path(term)]
    for thing in sorted(things, key=lambda term: term.value):
        path = thing.value.removeprefix(index.base)
        triples = describe_resource(index, thing)
        bodies = {
            "jsonld": to_jsonld(triples, prefixes),
            "ntriples": ntriples(triples),
            "turtle": turtle(triples, prefixes),
            "view": view_of(index, thing),
        }
        for format_, body in bodies.items():
            yield path, format_, hashlib.sha256(body).hexdigest()[:32], body


def pack_resources(renderings: Iterable[Rendering]) -> bytes:
    """The renderings as the bytes of an SQLite file.

    Rows come sorted into a fresh database with fixed settings, so the same rows give the same bytes. It is made in
    memory: what can fail on the way to the disk then fails as it does for every other file.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA page_size = 1024")  # a large body fills its last page only half
        database.execute(_SCHEMA)
        database.executemany("INSERT INTO resource VALUES (?, ?, ?, ?)", renderings)
        database.commit()
        return database.serialize()

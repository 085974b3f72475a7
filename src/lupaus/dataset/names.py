"""The names by which things are looked for: in each language, other names too."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from lupaus.dataset.terms import iri
from lupaus.dataset.view import Index

__all__ = ["SOUGHT", "Name", "fold", "names_of"]

SOUGHT = (
    "declaration", "commitment", "demand", "city", "network", "person", "organisation", "action", "event", "talk",
    "statement", "publication", "policy", "target", "theme", "subject", "country", "place", "venue", "source",
)  # fmt: skip
"""Kinds of things that people look for; the others stand between these, or say how a thing is meant."""
_OTHER_NAMES = (iri("skos:altLabel"), iri("dcterms:title"), iri("schema:alternateName"))
_LONGEST = 300
"""A name is as long as a title; what is longer is a text, and is cut."""
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that no decomposition takes apart (Unicode gives them none)."""


class Name(NamedTuple):
    """One name of one thing."""

    path: str
    """The thing's IRI after the base: ``id/city/fi/helsinki``."""
    lang: str
    """Empty: no language, or all of them."""
    text: str
    is_label: bool
    """Whether pages call the thing so; if not, it is one of its other names."""


def names_of(index: Index) -> Iterator[Name]:
    """Every name of every thing below ``id/`` that is worth looking for, in order of path."""
    below = index.base + "id/"
    things = (term for term in index.about if isinstance(term, NamedNode) and term.value.startswith(below))
    for thing in sorted(things, key=lambda term: term.value):
        path = thing.value.removeprefix(index.base)
        if path.split("/")[1] not in SOUGHT:
            continue
        labels = {(lang, text[:_LONGEST]) for lang, text in index.labels(thing).items()}
        others = {(t.object.language or "", t.object.value[:_LONGEST]) for t in index.about[thing]
                  if t.predicate in _OTHER_NAMES and isinstance(t.object, Literal)}  # fmt: skip
        yield from (Name(path, lang, text, True) for lang, text in sorted(labels))
        yield from (Name(path, lang, text, False) for lang, text in sorted(others - labels))


def fold(text: str) -> tuple[str, ...]:
    """The words of ``text`` without case and accents, so that *Malmö* is found by *malmo* (UAX #15, NFKD)."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    spaced = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return tuple("".join(spaced).split())

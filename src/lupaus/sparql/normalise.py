"""One text for queries that differ in white space and comments only, and the cache keys made of it."""

import hashlib
import json
import re
from collections.abc import Sequence

from lupaus.sparql.tokens import Reader, decode

__all__ = ["cache_key", "coded_key", "normalise"]

# An IRI whose < a parser might take for a comparison, after which the quote or # would open a string or comment.
_TWO_READINGS = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.\-]*://)[^>]*['#]")


def normalise(query: str) -> str:
    """``query`` with each run of white space and comments written as one space, and none at its ends.

    Strings, IRIs and everything else stay byte for byte. A query that holds no tokens at some place, or an IRI
    that can be read in two ways, is returned as it is: it costs a cache entry, never a wrong answer.
    """
    decoded = decode(query)
    reader, origin = Reader(decoded.text), decoded.origin
    pieces: list[str] = []
    done = 0
    while (kind := reader.advance()) != "end":
        if kind == "error" or (kind == "iri" and _TWO_READINGS.match(reader.text)):
            return query
        if reader.start > done and pieces:
            pieces.append(" ")
        done = reader.end
        pieces.append(query[origin(reader.start) : origin(done)])
    return "".join(pieces)


def cache_key(
    release: str,
    software: str,
    engine: str,
    store_kind: str,
    normalised: str,
    default: Sequence[str] | None,
    named: Sequence[str] | None,
    format: str,
) -> str:
    """SHA-256, in hexadecimal, of everything an answer depends on but its content coding.

    The order of graphs does not matter (both lists are sets); no list and an empty list do differ.
    """
    graphs = [None if graphs is None else sorted(set(graphs)) for graphs in (default, named)]
    parts = [release, software, engine, store_kind, normalised, *graphs, format]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def coded_key(key: str, encoding: str) -> str:
    """The key of the answer with this ``cache_key`` in a content coding."""
    return hashlib.sha256(f"{key} {encoding}".encode()).hexdigest()

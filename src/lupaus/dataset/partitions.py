"""What the description of a release says of its default graph: classes and properties, each with its number."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from lupaus.dataset.service import DEFAULT_GRAPH
from lupaus.dataset.terms import RDF_TYPE
from lupaus.namespaces import expand

__all__ = ["Partitions", "read_partitions"]

_INTEGER = re.compile(rf'"([0-9]+)"\^\^<{re.escape(expand("xsd:integer"))}>')
_Said = dict[tuple[str, str], list[str]]


class Partitions(NamedTuple):
    """By IRI. ``None``: some have none, so that not all are listed."""

    classes: Mapping[str, int] | None
    """Each class and how many things have it."""
    properties: Mapping[str, int] | None
    """Each property and how many triples use it."""


def read_partitions(description: Path, base: str, triples: int) -> Partitions:
    """The partitions of the default graph, which has so many ``triples``.

    They are whole if they add up: each triple has one property, and each triple of ``rdf:type`` one class.
    A class that is a blank node has no partition.

    :param description: ``graph/void`` as N-Triples, a triple a line, as releases have it.
    """
    said: _Said = {}
    with description.open(encoding="utf-8") as lines:
        for line in lines:
            if "/void#" in line:
                subject, predicate, object_ = line.rstrip(" .\n").split(" ", 2)
                said.setdefault((subject, predicate), []).append(object_)
    properties = _numbers(said, base, "property", "triples")
    if sum(properties.values()) != triples:
        return Partitions(None, None)
    classes = _numbers(said, base, "class", "entities")
    is_whole = sum(classes.values()) == properties.get(RDF_TYPE.value, 0)
    return Partitions(classes if is_whole else None, properties)


def _numbers(said: _Said, base: str, kind: str, number: str) -> dict[str, int]:
    def values(subject: str, name: str) -> list[str]:
        return said.get((subject, f"<{expand('void:' + name)}>"), [])

    found: dict[str, int] = {}
    for part in values(f"<{base}{DEFAULT_GRAPH}>", f"{kind}Partition"):
        for iri, count in zip(values(part, kind), values(part, number), strict=False):
            if iri.startswith("<") and (integer := _INTEGER.fullmatch(count)) is not None:
                found[iri[1:-1]] = int(integer[1])
    return found

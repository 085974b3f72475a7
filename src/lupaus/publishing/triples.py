"""The triples of one graph of a release as an engine is given them, and what they add up to."""

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from lupaus.dataset.canonical import canonical_quads
from lupaus.namespaces import expand

__all__ = ["Digest", "GraphTriples", "Piece", "batches", "digest_of", "line_of", "read_graph"]

_BATCH_BYTES = 400_000
_INTEGER = ox.NamedNode(expand("xsd:integer"))
_DECIMAL = ox.NamedNode(expand("xsd:decimal"))
_FRACTION = re.compile(r"([+-]?\d+(?:\.\d*[1-9])?)\.?0*")
"""A decimal, and what of it is left without the zeros behind."""
_KINDS_OF_INTEGER = frozenset(
    expand(f"xsd:{name}")
    for name in (
        "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger", "long", "int", "short",
        "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
Rename = Callable[[str], str]


@dataclass(frozen=True)
class Digest:
    """How many triples there are, and which: equal for two graphs if they are isomorphic, and only then.

    The sum of the SHA-256 of each line of N-Triples: lines may come in any order, one at a time. Triples with
    blank nodes go through RDFC-1.0 first. Kinds of integer (``xsd:nonNegativeInteger`` and the like) count as
    ``xsd:integer``, and 5.0 as 5, if both are ``xsd:decimal``: engines keep numbers by their value.
    """

    triples: int
    hash: str


@dataclass(frozen=True)
class GraphTriples:
    """One graph: triples without blank nodes, and those with, in groups that share their nodes."""

    ground: tuple[str, ...]
    tangled: tuple[tuple[str, ...], ...]
    digest: Digest

    @property
    def is_ground(self) -> bool:
        """Whether inserting part of it twice changes nothing."""
        return not self.tangled


@dataclass(frozen=True)
class Piece:
    """Some triples of a graph, to be written at once."""

    text: str
    triples: int
    is_ground: bool
    """Whether writing it twice changes nothing."""


def read_graph(path: Path, rename: Rename) -> GraphTriples:
    """A graph's N-Triples with IRIs renamed, each triple as a line without its full stop."""
    ground: list[str] = []
    tangled: list[ox.Triple] = []
    triples = [_renamed(quad.triple, rename) for quad in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES)]
    for triple in triples:
        if _nodes(triple):
            tangled.append(triple)
        else:
            ground.append(str(triple))
    groups = tuple(tuple(map(str, group)) for group in _groups(tangled))
    return GraphTriples(tuple(sorted(ground)), groups, digest_of(triples))


def digest_of(triples: Iterable[ox.Triple]) -> Digest:
    """What triples add up to."""
    total = count = 0
    tangled: list[ox.Triple] = []
    for triple in triples:
        if _nodes(triple):
            tangled.append(triple)
            continue
        count += 1
        total += _number(triple)
    for quad in canonical_quads(ox.Quad(t.subject, t.predicate, t.object) for t in tangled):
        count += 1
        total += _number(quad.triple)
    return Digest(count, f"{total % 2**256:064x}")


def line_of(triple: ox.Triple) -> str:
    """A triple as it is compared: what engines keep by its value is written by its value."""
    object_ = triple.object
    if isinstance(object_, ox.Literal) and (plain := _by_value(object_)) is not None:
        return str(ox.Triple(triple.subject, triple.predicate, plain))
    return str(triple)


def _by_value(literal: ox.Literal) -> ox.Literal | None:
    if literal.datatype.value in _KINDS_OF_INTEGER:
        with contextlib.suppress(ValueError):
            return ox.Literal(str(int(literal.value)), datatype=_INTEGER)
    if literal.datatype == _DECIMAL and (match := _FRACTION.fullmatch(literal.value)):
        return ox.Literal(match[1], datatype=_DECIMAL)
    return None


def _number(triple: ox.Triple) -> int:
    return int.from_bytes(hashlib.sha256(line_of(triple).encode()).digest())


def batches(graph: GraphTriples, most: int) -> Iterator[Piece]:
    """The graph in pieces of at most ``most`` triples and some bytes; what shares a blank node stays together."""
    yield from _pieces(((line,) for line in graph.ground), most, is_ground=True)
    yield from _pieces(graph.tangled, most, is_ground=False)


def _pieces(groups: Iterable[tuple[str, ...]], most: int, *, is_ground: bool) -> Iterator[Piece]:
    lines: list[str] = []
    size = 0
    for group in groups:
        length = sum(map(len, group))
        if lines and (len(lines) + len(group) > most or size + length > _BATCH_BYTES):
            yield Piece(" .\n".join(lines) + " .", len(lines), is_ground)
            lines, size = [], 0
        lines += group
        size += length
    if lines:
        yield Piece(" .\n".join(lines) + " .", len(lines), is_ground)


def _renamed(triple: ox.Triple, rename: Rename) -> ox.Triple:
    subject, predicate, object_ = triple
    if isinstance(subject, ox.NamedNode):
        subject = ox.NamedNode(rename(subject.value))
    if isinstance(object_, ox.NamedNode):
        object_ = ox.NamedNode(rename(object_.value))
    elif (
        isinstance(object_, ox.Literal) and (datatype := rename(object_.datatype.value)) != object_.datatype.value
    ):
        object_ = ox.Literal(object_.value, datatype=ox.NamedNode(datatype))
    return ox.Triple(subject, ox.NamedNode(rename(predicate.value)), object_)


def _nodes(triple: ox.Triple) -> list[str]:
    return [term.value for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)]


def _groups(triples: Iterable[ox.Triple]) -> Iterator[list[ox.Triple]]:
    """Triples by the blank nodes they share, directly or through others."""
    above: dict[str, str] = {}

    def top(node: str) -> str:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    listed = list(triples)
    for triple in listed:
        first, *others = _nodes(triple)
        for other in others:
            above[top(other)] = top(first)
    groups: dict[str, list[ox.Triple]] = {}
    for triple in listed:
        groups.setdefault(top(_nodes(triple)[0]), []).append(triple)
    return iter(groups.values())

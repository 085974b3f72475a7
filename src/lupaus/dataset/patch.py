"""Changes as files: an RDF Patch, which other tools read (Apache Jena, RDF Delta, rdflib), or two datasets.

One row a line: ``H`` header, ``TX`` and ``TC`` around the transaction, ``D`` delete, ``A`` add. A row without a
graph is about the default graph. A blank node is named by its label in the dataset that the patch is applied to,
which is what Jena and rdflib do too; our dumps in N-Quads carry stable labels (RDFC-1.0).
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse, serialize

from lupaus.dataset.changes import Changes
from lupaus.dataset.syntax import locate
from lupaus.errors import SourceError

__all__ = ["read_patch", "write_graphs", "write_patch"]

_ROW = re.compile(r"(?P<verb>[A-Z]+)(?:\s+(?P<rest>.*?))?\s*\.")
_IGNORED = {"H", "TX", "TC"}


def write_patch(changes: Changes, headers: Mapping[str, str] | None = None) -> bytes:
    """``changes`` as an RDF Patch; deletions first, each kind in the order of its text.

    :param headers: names and IRIs for the head: ``id`` of the new state, ``prev`` of the old one.
    """
    lines = [f"H {name} <{value}> ." for name, value in (headers or {}).items()]
    lines.append("TX .")
    for verb, quads in (("D", changes.removed), ("A", changes.added)):
        lines += sorted(f"{verb} {_terms(quad)} ." for quad in quads)
    lines.append("TC .")
    return ("\n".join(lines) + "\n").encode()


def read_patch(text: str, path: str = "patch") -> Changes:
    """The changes that a patch with one transaction says, one row a line.

    A quad that is deleted and added again ends as the last row about it says.

    :raises SourceError: with the line, if a row is none that we know (prefixes and nested transactions are none).
    """
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for number, verb, rest in _rows(text, path):
        if verb in _IGNORED:
            continue
        quad = _quad(rest, path, number)
        gains, loses = (added, removed) if verb == "A" else (removed, added)
        gains.add(quad)
        loses.discard(quad)
    return Changes(frozenset(removed), frozenset(added))


def write_graphs(changes: Changes, folder: Path) -> tuple[Path, Path]:
    """Write ``removed.trig`` and ``added.trig`` into ``folder``, which is made if it is missing.

    :raises OSError: as the system says.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / "removed.trig", folder / "added.trig"
    for file, quads in zip(files, (changes.removed, changes.added), strict=True):
        ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
        serialize(ordered, file, format=RdfFormat.TRIG)
    return files


def _rows(text: str, path: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        row = line.strip()
        if not row or row.startswith("#"):
            continue
        match = _ROW.fullmatch(row)
        if not match or match["verb"] not in _IGNORED | {"A", "D"}:
            raise SourceError(f"{row[:60]!r} is no row of an RDF Patch that we read", path, number)
        yield number, match["verb"], match["rest"] or ""


def _quad(rest: str, path: str, number: int) -> Quad:
    try:
        quads: list[Quad] = list(parse(f"{rest} .", format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise SourceError(locate(error)[0], path, number) from error
    if len(quads) != 1:
        raise SourceError("a row needs a triple or quad", path, number)
    return quads[0]


def _terms(quad: Quad) -> str:
    """The quad as N-Quads writes it, without the end: line ends in literals are escaped there."""
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else f" {quad.graph_name}"
    return f"{quad.subject} {quad.predicate} {quad.object}{graph}"

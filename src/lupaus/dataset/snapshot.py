"""A dataset as it was: the quads of a release, or of a dump."""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from lupaus.dataset.canonical import canonical_quads
from lupaus.dataset.release import MANIFEST, open_release
from lupaus.dataset.syntax import source_error
from lupaus.errors import StartError
from lupaus.namespaces import BASE

__all__ = ["Snapshot", "read_snapshot"]

_LABELLED = (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES)
"""Formats in which every blank node has a label, so that a patch can name it."""
_PACKED = ".gz"


@dataclass(frozen=True)
class Snapshot:
    """The quads of one version."""

    quads: frozenset[Quad]
    base: str = BASE
    iri: str | None = None
    """The version's address, if it is a release."""


def read_snapshot(path: Path) -> Snapshot:
    """Read a release folder, or a dump in any RDF format, by its suffix; ``.gz`` is unpacked.

    Blank nodes keep the labels they have; those of formats without labels are named by RDFC-1.0.

    :raises ReleaseError: if the release is damaged.
    :raises SourceError: if the dump does not parse.
    :raises StartError: if there is nothing at ``path``, or its suffix names no RDF format.
    """
    if path.is_dir():
        return _read_release(path)
    if not path.is_file():
        raise StartError(f"{path} is not there; name a release folder or a dump.")
    name = path.name.removesuffix(_PACKED)
    format_ = RdfFormat.from_extension(name.rpartition(".")[2])
    if format_ is None:
        raise StartError(f"{path}: the suffix names no RDF format; .nq, .trig, .nt and .ttl do.")
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == _PACKED else path.read_bytes()
        quads = frozenset(parse(content, format=format_))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise StartError(f"{path} is no whole gzip file.") from error
    except SyntaxError as error:
        raise source_error(error, str(path)) from error
    return Snapshot(quads if format_ in _LABELLED else canonical_quads(quads))


def _read_release(path: Path) -> Snapshot:
    if not (path / MANIFEST).is_file():
        raise StartError(f"{path} is no release: it has no {MANIFEST}.")
    release = open_release(path)
    quads = frozenset(
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(name))
        for name, file in release.graph_files().items()
        for triple in parse(path=file, format=RdfFormat.N_TRIPLES)
    )
    return Snapshot(quads, release.base, f"{release.base}dataset/{release.version}")

"""A release: an immutable folder with everything the server needs, checked byte by byte when it is opened."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, parse

from lupaus.dataset.manifest import Manifest
from lupaus.dataset.names import Name
from lupaus.dataset.packing import Dictionary, open_unpacked
from lupaus.dataset.rendering import RENDERED, render
from lupaus.dataset.shelf import dictionaries_of
from lupaus.errors import ReleaseError
from lupaus.namespaces import prefixes_for

__all__ = ["MANIFEST", "ONTOLOGIES", "RESOURCES", "Release", "open_kept", "open_release", "read_release"]

MANIFEST, RESOURCES = "manifest.json", "resources.sqlite"
ONTOLOGIES = "ontology/"
"""Where earlier versions of the ontology are."""


class Release:
    """An opened release. Reading never changes it, and any thread may read."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self._is_checked = False

    def check(self) -> None:
        """Compare the size and hash of each file with the manifest, once.

        :raises ReleaseError: at the first that is damaged or missing.
        """
        if self._is_checked:
            return
        for name, entry in self.manifest.files.items():
            if entry.is_packed:  # what it is made of is looked at
                continue
            try:
                with (self.path / name).open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
                    size = stream.tell()
            except OSError as error:
                text = f"{self.path}: {name} cannot be read ({error.strerror}); build it anew."
                raise ReleaseError(text) from error
            if (size, digest) != (entry.bytes, entry.sha256):
                raise ReleaseError(f"{self.path}: {name} is damaged; build the release anew.")
        self._is_checked = True

    @property
    def version(self) -> str:
        """SHA-256 of the canonical N-Quads of what people wrote and what follows from it."""
        return self.manifest.version

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest, which holds the hashes of all files: of the description too."""
        return hashlib.sha256((self.path / MANIFEST).read_bytes()).hexdigest()

    @property
    def base(self) -> str:
        """What every IRI of ours begins with."""
        return self.manifest.base

    @property
    def released(self) -> datetime:
        """When it was released, with its offset from UTC."""
        return self.manifest.released_at

    @property
    def default_file(self) -> Path:
        """The N-Triples of the default graph."""
        return self.path / "default.nt"

    def ontologies(self) -> tuple[str, ...]:
        """The earlier versions of the ontology that came with the release."""
        names = (path.removeprefix(ONTOLOGIES) for path in self.manifest.files if path.startswith(ONTOLOGIES))
        return tuple(sorted(name.removesuffix(".nt") for name in names if name.endswith(".nt")))

    def open(self, path: str) -> BinaryIO:
        """One of its files, to be read, and moved forward in; also one that is kept packed.

        :raises KeyError: if it has no such file.
        """
        if self.manifest.files[path].is_packed:
            return open_unpacked(self.path / f"{path}.zst")
        return (self.path / path).open("rb")

    def graph_files(self) -> Mapping[str, Path]:
        """The N-Triples file of each named graph, by the graph's IRI."""
        return {graph.iri: self.path / graph.file for graph in self.manifest.graphs}

    def resource(self, path: str, format: str, more: Iterable[Quad] = ()) -> tuple[bytes, str] | None:
        """The description of a thing, or a page of it, with its etag; ``None`` if there is none.

        :param path: the thing's IRI after the base: ``id/city/fi/helsinki``; of a further page with ``?page=2``.
        :param format: the name of an RDF format, or ``view`` for the JSON of its page.
        :param more: what else the document says, after what the release knows.
        """
        if format == "view":
            return self._row(path, format)
        row = self._row(path, "nquads") if format in RENDERED else None
        if row is None:
            return None
        quads = [*parse(row[0], format=RdfFormat.N_QUADS), *more]
        by_subject: dict[object, list[Quad]] = {}
        for quad in quads:
            by_subject.setdefault(quad.subject, []).append(quad)
        body = render((quad for group in by_subject.values() for quad in group), format, prefixes_for(self.base))
        return body, hashlib.sha256(body).hexdigest()[:32]

    def has_resource(self, path: str) -> bool:
        """Whether a thing, or that page of it, is described."""
        query = "SELECT 1 FROM resource WHERE path = ? AND format = 'view'"
        return self._database.execute(query, (path,)).fetchone() is not None

    def resource_paths(self, space: str = "id/") -> Iterator[str]:
        """The path of every described thing below ``space``, in order; further pages are left out."""
        query = "SELECT path FROM resource WHERE format = 'view' AND path >= ? AND path < ? ORDER BY path"
        rows = self._database.execute(query, (space, space + "\U0010ffff"))
        return (path for (path,) in rows if "?" not in path)

    def names(self) -> Iterator[Name]:
        """Every name that a thing is found by, in order of path."""
        rows = self._database.execute("SELECT path, lang, text, is_label FROM name ORDER BY path, lang, text")
        return (Name(path, lang, text, bool(is_label)) for path, lang, text, is_label in rows)

    def digests(self) -> Mapping[str, str]:
        """What tells whether a document is as it was: a digest for each described thing and each named graph."""
        found = {f"graph/{graph.name}": graph.sha256 for graph in self.manifest.graphs}
        for path, etag in self._database.execute("SELECT path, etag FROM resource WHERE format = 'nquads'"):
            first = path.partition("?")[0]
            found[first] = f"{found[first]} {etag}" if first in found else etag
        return found

    def whole_graphs(self) -> Mapping[str, str]:
        """The graphs that documents about things do not cover, as ``graph/{name}``, and a digest of each."""
        return dict(self._database.execute("SELECT path, etag FROM resource WHERE format = 'whole'"))

    def _row(self, path: str, form: str) -> tuple[bytes, str] | None:
        query = "SELECT body, etag FROM resource WHERE path = ? AND format = ?"
        row: tuple[bytes, str] | None = self._database.execute(query, (path, form)).fetchone()
        dictionary = self._dictionaries.get(form)
        return row if row is None or dictionary is None else (dictionary.unpack(row[0]), row[1])

    @cached_property
    def _dictionaries(self) -> Mapping[str, Dictionary]:
        return dictionaries_of(self._database)

    @cached_property
    def _database(self) -> sqlite3.Connection:
        """Opened when first asked, so that a process may fork after opening the release. Immutable: no locks."""
        address = f"{(self.path / RESOURCES).resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the file of rendered descriptions, if it was opened."""
        if "_database" in self.__dict__:
            self.__dict__.pop("_database").close()


def open_release(path: Path) -> Release:
    """Open a release and check the size and hash of each of its files.

    :raises ReleaseError: if it is missing, damaged (names the file), or made by a newer program.
    """
    release = read_release(path)
    release.check()
    return release


def read_release(path: Path) -> Release:
    """Open a release by its manifest; whoever relies on its files calls ``check`` before.

    :raises ReleaseError: if it is missing, its manifest is damaged, or it was made by a newer program.
    """
    try:
        text = (path / MANIFEST).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise ReleaseError(f"{path}: {MANIFEST} is damaged; build the release anew.") from error
    except OSError as error:
        raise ReleaseError(f"{path} is no release: {MANIFEST} cannot be read ({error.strerror}).") from error
    try:
        return Release(path, Manifest.from_json(text))
    except ReleaseError as error:
        raise ReleaseError(f"{path}: {error}") from error


def open_kept(folder: Path) -> tuple[Release, ...]:
    """Open every release in ``folder``: each folder below it is one.

    :raises ReleaseError: if the folder cannot be read, or as ``open_release``.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError as error:
        raise ReleaseError(f"{folder} cannot be read ({error.strerror}); name a folder of releases.") from error
    return tuple(map(open_release, paths))

"""A release: an immutable folder with everything the server needs, checked byte by byte when it is opened."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path

from lupaus.dataset.manifest import Manifest
from lupaus.errors import ReleaseError

__all__ = ["MANIFEST", "RESOURCES", "Release", "open_release"]

MANIFEST, RESOURCES = "manifest.json", "resources.sqlite"


class Release:
    """An opened release. Reading never changes it, and any thread may read."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest

    @property
    def version(self) -> str:
        """SHA-256 of the canonical N-Quads of what people wrote and what follows from it."""
        return self.manifest.version

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

    def graph_files(self) -> Mapping[str, Path]:
        """The N-Triples file of each named graph, by the graph's IRI."""
        return {graph.iri: self.path / graph.file for graph in self.manifest.graphs}

    def resource(self, path: str, format: str) -> tuple[bytes, str] | None:
        """The rendered description of a thing and its etag, or ``None`` if there is none.

        :param path: the thing's IRI after the base: ``id/city/fi/helsinki``.
        :param format: ``turtle``, ``jsonld``, ``ntriples``, or ``view`` for the JSON of its page.
        """
        query = "SELECT body, etag FROM resource WHERE path = ? AND format = ?"
        row: tuple[bytes, str] | None = self._database.execute(query, (path, format)).fetchone()
        return row

    def resource_paths(self) -> Iterator[str]:
        """The path of every described thing, in order."""
        query = "SELECT path FROM resource WHERE format = 'view' ORDER BY path"
        return (path for (path,) in self._database.execute(query))

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
    try:
        text = (path / MANIFEST).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise ReleaseError(f"{path}: {MANIFEST} is damaged; build the release anew.") from error
    except OSError as error:
        raise ReleaseError(f"{path} is no release: {MANIFEST} cannot be read ({error.strerror}).") from error
    try:
        manifest = Manifest.from_json(text)
    except ReleaseError as error:
        raise ReleaseError(f"{path}: {error}") from error
    for name, entry in manifest.files.items():
        try:
            with (path / name).open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                size = stream.tell()
        except OSError as error:
            raise ReleaseError(f"{path}: {name} cannot be read ({error.strerror}); build it anew.") from error
        if (size, digest) != (entry.bytes, entry.sha256):
            raise ReleaseError(f"{path}: {name} is damaged; build the release anew.")
    return Release(path, manifest)

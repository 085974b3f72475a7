"""What the zygote is told to load, and what it says afterwards. Plain values that pass through JSON."""

import json
from typing import NamedTuple

from lupaus.engine.base import StoreSource

__all__ = ["Loaded", "SourceFile", "SourceSpec", "Unloadable", "ZygoteSpec"]


class Unloadable(Exception):
    """A file of a source cannot be read or parsed."""


class SourceFile(NamedTuple):
    """One file to load; as ``base.StoreFile``."""

    path: str
    format: str
    graph: str | None
    base_iri: str


class SourceSpec(NamedTuple):
    """A source, and how far a default graph may be composed from it."""

    files: tuple[SourceFile, ...]
    default_graph: str
    default_parts: tuple[str, ...]
    rocksdb: str | None
    merge_triples_limit: int

    @classmethod
    def of(cls, source: StoreSource, merge_triples_limit: int) -> "SourceSpec":
        """The specification of a source."""
        files = tuple(SourceFile(str(file.path), file.format, file.graph, file.base_iri) for file in source.files)
        rocksdb = None if source.rocksdb is None else str(source.rocksdb)
        return cls(files, source.default_graph, tuple(sorted(source.default_parts)), rocksdb, merge_triples_limit)


class ZygoteSpec(NamedTuple):
    """Everything a zygote needs to know."""

    kind: str
    source: SourceSpec
    memory_bytes: int
    is_confined: bool
    needs_seccomp: bool
    relay_port: int = 0
    """Where queries with SERVICE go; 0: this zygote's workers have no network."""
    needs_relay_lock: bool = False

    def encode(self) -> bytes:
        """As bytes."""
        return json.dumps(self).encode()

    @classmethod
    def decode(cls, data: bytes) -> "ZygoteSpec":
        """From bytes."""
        spec = cls(*json.loads(data))
        source = SourceSpec(*spec.source)
        files = tuple(SourceFile(*file) for file in source.files)
        return spec._replace(source=source._replace(files=files))


class Loaded(NamedTuple):
    """What is there to be asked; ``None`` where counting would cost more than it tells."""

    triples: int | None
    graphs: int | None

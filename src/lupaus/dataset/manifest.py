"""What a release says about itself: ``manifest.json``."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

from lupaus.errors import ReleaseError

__all__ = ["FORMAT", "FileEntry", "GraphEntry", "Manifest", "file_entry"]

FORMAT = 2
"""Raised by one whenever an older program could not read the folder rightly."""


@dataclass(frozen=True)
class FileEntry:
    """One file of the release."""

    bytes: int
    sha256: str
    is_packed: bool = False
    """Whether it is kept as its ``.zst`` alone, of which it is made whenever somebody wants it."""


@dataclass(frozen=True)
class GraphEntry:
    """One named graph. ``file`` is its N-Triples, below the release's folder."""

    name: str
    iri: str
    triples: int
    file: str
    bytes: int
    sha256: str
    licence: str | None
    rights: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """The whole of it. Two builds of the same input have equal manifests."""

    version: str
    base: str
    released: str
    """When, as an ISO 8601 date and time with its offset."""
    software: str
    tools: dict[str, str]
    graphs: tuple[GraphEntry, ...]
    default_triples: int
    default_parts: tuple[str, ...]
    """IRIs of the named graphs whose merge the default graph is."""
    files: dict[str, FileEntry]
    format: int = FORMAT

    @property
    def released_at(self) -> datetime:
        """``released`` as a time."""
        return datetime.fromisoformat(self.released)

    def to_json(self) -> str:
        """The text of ``manifest.json``, with a digest over itself so that no byte of a release is unguarded."""
        document: dict[str, object] = {
            "format": self.format, "version": self.version, "base": self.base, "released": self.released,
            "software": self.software, "tools": self.tools,
            "default_graph": {"triples": self.default_triples, "parts": self.default_parts},
            "graphs": [asdict(graph) for graph in self.graphs],
            "files": {path: asdict(entry) for path, entry in sorted(self.files.items())},
        }  # fmt: skip
        document["digest"] = _digest(document)
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read what ``to_json`` wrote.

        :raises ReleaseError: if a newer program wrote it, or it is damaged.
        """
        damaged = ReleaseError("manifest.json is damaged; build the release anew.")
        try:
            document = json.loads(text)
            written = int(document["format"])
        except (ValueError, TypeError, KeyError) as error:
            raise damaged from error
        if written > FORMAT:
            raise ReleaseError(
                f"The release has format {written}, but this program reads formats up to {FORMAT}; update lupaus."
            )
        digest = document.pop("digest", None)
        if digest != _digest(document) or json.dumps(document | {"digest": digest}, ensure_ascii=False,
                                                     indent=2) + "\n" != text:  # fmt: skip
            raise damaged
        return cls(
            version=document["version"],
            base=document["base"],
            released=document["released"],
            software=document["software"],
            tools=cast(dict[str, str], document["tools"]),
            graphs=tuple(GraphEntry(**g | {"rights": tuple(g["rights"])}) for g in document["graphs"]),
            default_triples=document["default_graph"]["triples"],
            default_parts=tuple(document["default_graph"]["parts"]),
            files={path: FileEntry(**entry) for path, entry in document["files"].items()},
            format=written,
        )


def file_entry(content: bytes) -> FileEntry:
    """Size and hash of a file's content."""
    return FileEntry(len(content), hashlib.sha256(content).hexdigest())


def _digest(document: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(document, ensure_ascii=False).encode()).hexdigest()

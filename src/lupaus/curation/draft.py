"""Source files that are not written yet: checked where they will stand, and written only if they pass."""

import os
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from lupaus.dataset.check import check_sources
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.report import Report
from lupaus.dataset.sources import load_sources
from lupaus.dataset.unlinked import find_unlinked

__all__ = ["Draft", "check_draft", "write_sources"]


@dataclass(frozen=True)
class Draft(Inputs):
    """The sources as they would be with some files added or replaced."""

    drafted: Mapping[str, str] = field(default_factory=dict)
    """Texts by path below the root."""
    removed: frozenset[str] = frozenset()
    """Files that would be there no more."""

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every Turtle and rule file, drafted ones included."""
        drafted = {path for path in self.drafted if path.endswith((".ttl", ".rq"))}
        return tuple(sorted({*Inputs(self.root, self.base).files, *drafted} - self.removed))

    def raw(self, path: str) -> str:
        """The drafted text where there is one, else what is written."""
        return self.drafted[path] if path in self.drafted else super().raw(path)


def check_draft(draft: Draft, *, with_info: bool = False) -> Report:
    """What is wrong with the drafted files where they will stand: violations and warnings, or all findings.

    :raises SourceError: if one does not parse.
    """
    report = check_sources(draft, [draft.root / path for path in draft.drafted if path.endswith(".ttl")])
    # A body may have to be linked because of what another file says of it now.
    unlinked = [f for f in find_unlinked(draft, load_sources(draft)) if f.severity == "violation"]
    found = {f for f in report.findings if with_info or f.severity != "info"} | set(unlinked)
    return replace(report, findings=tuple(sorted(found, key=lambda finding: finding.order)))


def write_sources(inputs: Inputs, texts: Mapping[str, str], removes: Collection[str] = ()) -> list[str]:
    """Write files below the root of ``inputs`` and remove others, all or none.

    Each is written beside its place and renamed; if one cannot be, those in place are put back as they were.

    :returns: one line for each file that is new, changed or removed.
    :raises OSError: as the system says.
    """
    before = {path: _bytes(inputs.root / path) for path in (*texts, *removes)}
    changed = {path: text.encode() for path, text in texts.items() if before[path] != text.encode()}
    beside: dict[str, Path] = {}
    placed: list[str] = []
    try:
        for path, content in changed.items():
            beside[path] = _write_beside(inputs.root / path, content)
        for path in changed:
            beside[path].replace(inputs.root / path)
            placed.append(path)
        for path in sorted(removes):
            placed.append(path)
            (inputs.root / path).unlink(missing_ok=True)
    except BaseException:
        for path in placed:
            _put_back(inputs.root / path, before[path])
        raise
    finally:
        for file in beside.values():
            file.unlink(missing_ok=True)
    written = [f"{path} {'written' if before[path] is None else 'written anew'}" for path in changed]
    return [*written, *(f"{path} removed" for path in sorted(removes))]


def _bytes(path: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return None


def _write_beside(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.with_name(f".{path.name}.{secrets.token_hex(4)}.unfinished")
    try:
        with file.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            file.chmod(path.stat().st_mode)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)

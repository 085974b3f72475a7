"""The releases that are kept, oldest first, and what changed from each to the next."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from lupaus.dataset.release import Release
from lupaus.errors import StartError

__all__ = ["Change", "History"]


class Change(NamedTuple):
    """What became of one document from one release to the next."""

    kind: Literal["create", "update", "delete"]
    path: str
    """``id/…`` for the document about a thing, ``graph/…`` for a graph that is fetched as a whole."""


class History:
    """What is known of the past. The first release kept has created everything it holds."""

    def __init__(self, current: Release, kept: Iterable[Release] = ()) -> None:
        """Compare the releases.

        Two of the same version differ in their description alone; the later one stands for both.

        :raises StartError: if one has another base, or is newer than the one that is served.
        """
        by_version: dict[str, Release] = {}
        for release in sorted(kept, key=lambda release: release.released):
            if release.base != current.base:
                raise StartError(f"{release.path} has the base {release.base}, but {current.base} is served.")
            if release.released > current.released and release.version != current.version:
                raise StartError(f"{release.path} is newer than the release that is served; serve that one.")
            by_version[release.version] = release
        by_version.pop(current.version, None)
        self.releases: tuple[Release, ...] = (*by_version.values(), current)
        self.current = current
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._lives: dict[str, list[tuple[Release, str | None]]] = {}
        before: dict[str, str] = {}
        for release in self.releases:
            now = dict(release.digests())
            told = _told(release)
            self._changes[release.version] = tuple(_compare(before, {p: d for p, d in now.items() if p in told}))
            before = {path: digest for path, digest in now.items() if path in told}
            self._note(release, now)

    def _note(self, release: Release, now: Mapping[str, str]) -> None:
        for path, digest in now.items():
            life = self._lives.setdefault(path, [])
            if not life or life[-1][1] != digest:
                life.append((release, digest))
        for path, life in self._lives.items():
            if path not in now and life[-1][1] is not None:
                life.append((release, None))

    def release(self, version: str) -> Release | None:
        """The kept release of this version."""
        return next((release for release in self.releases if release.version == version), None)

    def changes(self, version: str) -> tuple[Change, ...]:
        """From the release before to this one, in the order of their paths."""
        return self._changes[version]

    def modified(self, path: str, release: Release | None = None) -> datetime:
        """Since when a document has been as it is in ``release`` (default: the one that is served)."""
        wanted = release or self.current
        at = self.releases.index(wanted)
        begun = [since for since, _ in self._lives.get(path, ()) if self.releases.index(since) <= at]
        return (begun[-1] if begun else wanted).released.astimezone(UTC)

    def holders(self, path: str) -> list[Release]:
        """The kept releases that have the document, oldest first."""
        held: list[Release] = []
        life = self._lives.get(path, ())
        states = {since.version: digest for since, digest in life}
        digest: str | None = None
        for release in self.releases:
            digest = states.get(release.version, digest)
            if digest is not None:
                held.append(release)
        return held

    def at(self, path: str, moment: datetime) -> Release | None:
        """The release to show for ``moment``: the last one then out, else the first (RFC 7089, section 4.1.1)."""
        held = self.holders(path)
        out = [release for release in held if release.released <= moment]
        return out[-1] if out else held[0] if held else None


def _told(release: Release) -> set[str]:
    return {*release.resource_paths("id/"), *release.resource_paths(".well-known/"), *release.whole_graphs()}


def _compare(before: Mapping[str, str], now: Mapping[str, str]) -> Iterable[Change]:
    for path in sorted({*before, *now}):
        if path not in before:
            yield Change("create", path)
        elif path not in now:
            yield Change("delete", path)
        elif before[path] != now[path]:
            yield Change("update", path)

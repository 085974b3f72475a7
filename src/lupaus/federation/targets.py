"""The endpoints that SERVICE may call: read from the settings, checked at start."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lupaus.errors import StartError
from lupaus.settings import Settings

__all__ = ["Target", "Targets"]

_PORTS = {"http": 80, "https": 443}
_FORBIDDEN = frozenset('<>"{}|^`\\ ')


@dataclass(frozen=True)
class Target:
    """One endpoint on the list."""

    iri: str
    """As it must stand in a query."""
    is_private: bool
    """Whether it may be at an address that is not public."""
    scheme: str
    host: str
    port: int
    authority: str
    """The value of ``Host``."""
    path: str
    """Path and query."""

    @classmethod
    def of(cls, iri: str, *, is_private: bool) -> "Target":
        """The endpoint of an IRI.

        :raises StartError: if it is no address that SERVICE can call.
        """
        flag = "--federation-allow-private" if is_private else "--federation-allow"
        example = "write it as in https://query.wikidata.org/sparql"
        try:
            parts = urlsplit(iri)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or parts.scheme not in _PORTS or not iri.isascii() or not iri.isprintable():
            raise StartError(f"{flag} names {iri!r}, but must name http or https addresses; {example}.")
        if "@" in parts.netloc or "#" in iri or _FORBIDDEN & set(iri):
            raise StartError(f"{flag} names {iri!r}, which has a user, a fragment or odd characters; {example}.")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(iri, is_private, parts.scheme, host, port or _PORTS[parts.scheme], parts.netloc, path)


class Targets:
    """All endpoints on the list."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        self._targets = dict(targets)

    @classmethod
    def from_settings(cls, settings: Settings) -> "Targets":
        """Those that the settings name; what stands on both lists may be at a private address.

        :raises StartError: if one is no address that SERVICE can call.
        """
        public = (Target.of(iri, is_private=False) for iri in settings.federation_allow.split())
        private = (Target.of(iri, is_private=True) for iri in settings.federation_allow_private.split())
        return cls({target.iri: target for target in (*public, *private)})

    def __iter__(self) -> Iterator[Target]:
        return iter(self._targets.values())

    def __getitem__(self, iri: str) -> Target:
        return self._targets[iri]

    def redirected(self, target: Target, location: str) -> Target | None:
        """Where ``target`` sends us, if that is on the list as well."""
        try:
            return self._targets.get(urljoin(target.iri, location))
        except ValueError:
            return None

"""The addresses of engines, as an operator writes them, and the secrets that go there and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lupaus.errors import StartError

__all__ = ["PASSWORD", "TOKEN", "USER", "Address", "Secrets", "addresses_of"]

USER, PASSWORD, TOKEN = "LUPAUS_ENGINE_USER", "LUPAUS_ENGINE_PASSWORD", "LUPAUS_ENGINE_TOKEN"
_PORTS = {"http": 80, "https": 443}
_EXAMPLE = "write it as in http://127.0.0.1:8890/sparql"


@dataclass(frozen=True)
class Address:
    """One endpoint."""

    url: str
    origin: tuple[str, str, int]
    """Scheme, host and port: what a redirect must not leave (RFC 6454, section 4)."""

    @classmethod
    def of(cls, url: str, flag: str = "--engine-url") -> "Address":
        """The endpoint at ``url``.

        :raises StartError: if it is no such address. A user or password in it is not repeated in the message.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise StartError(f"{flag} names something that is no address; {_EXAMPLE}.") from None
        if "@" in parts.netloc:
            raise StartError(f"{flag} holds a user or password; put them into {USER} and {PASSWORD}.")
        if not host or parts.scheme not in _PORTS or parts.fragment or not url.isascii() or not url.isprintable():
            raise StartError(f"{flag} names {url!r}, but must name http or https addresses; {_EXAMPLE}.")
        return cls(url, (parts.scheme, host, port or _PORTS[parts.scheme]))

    def sibling(self, path: str) -> "Address":
        """The address ``path`` below this one, its query left out."""
        return Address(self.url.partition("?")[0].rstrip("/") + path, self.origin)

    def redirected(self, location: str) -> "Address | None":
        """Where ``location`` leads, if that is the same scheme, host and port."""
        try:
            target = Address.of(urljoin(self.url, location))
        except (StartError, ValueError):
            return None
        return target if target.origin == self.origin else None


def addresses_of(urls: str, flag: str = "--engine-url") -> tuple[Address, ...]:
    """The endpoints of a setting, each once, in order.

    :raises StartError: if there is none, or one is no address.
    """
    addresses = tuple(dict.fromkeys(Address.of(url, flag) for url in urls.split()))
    if not addresses:
        raise StartError(f"An engine elsewhere needs its address: {flag}; {_EXAMPLE}.")
    return addresses


@dataclass(frozen=True)
class Secrets:
    """How we show who we are. Not shown when printed, and read from the environment alone."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Secrets":
        """What the environment holds.

        :raises StartError: if half of it is missing, or it says two things.
        """
        secrets = cls(environ.get(USER, ""), environ.get(PASSWORD, ""), environ.get(TOKEN, ""))
        if bool(secrets.user) != bool(secrets.password):
            raise StartError(f"{USER} and {PASSWORD} belong together: set both or neither.")
        if secrets.user and secrets.token:
            raise StartError(f"Set either {TOKEN} or {USER} with {PASSWORD}.")
        return secrets

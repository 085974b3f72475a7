"""What engines do differently: one row for each kind we know, and one for any other.

A row says only what the engine's own documentation or a run of it says; ``docs/engines.md`` tells which were run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lupaus.errors import StartError
from lupaus.namespaces import expand

__all__ = ["PROFILES", "Profile", "Shortfall", "profile_of"]

Shortfall = Literal["time", "rows"]
"""Why an answer with status 200 is not all of it."""


@dataclass(frozen=True)
class Profile:
    """One kind of engine."""

    name: str
    time_parameter: str = ""
    """The request parameter that limits a query's time in the engine. Empty: it has none."""
    time_unit: Literal["ms", "s", "suffixed"] = "ms"
    """``suffixed``: seconds with an s behind the number."""
    shortfalls: Mapping[str, Shortfall] = field(default_factory=dict)
    """Fields of an answer that say it is cut short, though its status is 200."""
    takes_digest: bool = False
    """Whether a password is sent by HTTP Digest (RFC 7616) rather than Basic."""
    cancel_path: str = ""
    """Where, below the endpoint, a running query is cancelled by the id we gave it. Empty: closing must do."""
    speaks_old_json: bool = False
    """Whether its JSON results have ``typed-literal`` and its own blank node names: they are written anew."""
    opaque_types: frozenset[str] = frozenset()
    """Datatypes whose values it refuses, or gives back as others: it must not recognise them."""
    dropped: bytes = b""
    """What must be taken out of its answers to make them readable."""

    def time_value(self, limit_ms: int) -> str:
        """The limit as the engine wants it; never below one unit."""
        seconds = max(1, -(-limit_ms // 1_000))
        return {"ms": str(limit_ms), "s": str(seconds), "suffixed": f"{seconds}s"}[self.time_unit]


PROFILES: tuple[Profile, ...] = (
    Profile("any"),
    Profile("oxigraph"),
    Profile(
        "virtuoso",
        "timeout",
        shortfalls={"x-sql-state": "time", "x-sparql-maxrows": "rows"},
        takes_digest=True,
        speaks_old_json=True,
        opaque_types=frozenset({expand("xsd:duration"), expand("geo:wktLiteral")}),
        dropped=b"nodeID://",
    ),
    Profile("graphdb", "timeout", "s"),
    Profile("stardog", "timeout"),
    Profile("neptune", cancel_path="/status"),
    Profile("qlever", "timeout", "suffixed"),
    Profile("fuseki", "timeout", "s"),
)


def profile_of(name: str) -> Profile:
    """The row of a kind of engine.

    :raises StartError: if there is none of that name; names those there are.
    """
    for profile in PROFILES:
        if profile.name == name:
            return profile
    known = ", ".join(profile.name for profile in PROFILES)
    raise StartError(f"--engine-profile is {name!r}, but must be one of {known}.")

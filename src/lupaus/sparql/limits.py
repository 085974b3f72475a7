"""What a query may weigh, and how an excess is told."""

from dataclasses import dataclass, fields
from typing import NoReturn

from lupaus.errors import QueryTooComplex
from lupaus.settings import Settings

__all__ = ["DEFAULT_LIMITS", "Limits", "refuse"]


@dataclass(frozen=True)
class Limits:
    """The settings of the same names, and the endpoints that SERVICE may name."""

    max_query_bytes: int
    max_body_bytes: int
    max_nesting: int
    max_chain: int
    max_triple_patterns: int
    max_path_steps: int
    max_optionals: int
    max_unions: int
    max_values_rows: int
    max_parts: int
    max_subselects: int
    max_prefixes: int
    services: frozenset[str] = frozenset()
    """IRIs that SERVICE may call, as they must stand in the query. Empty: SERVICE is refused."""

    @classmethod
    def from_settings(cls, settings: Settings) -> "Limits":
        """The limits these settings ask for."""
        numbers = {field.name: getattr(settings, field.name) for field in fields(cls) if field.name != "services"}
        allowed = f"{settings.federation_allow} {settings.federation_allow_private}".split()
        return cls(**numbers, services=frozenset(allowed))

    def told(self) -> str:
        """What a query may have, as a sentence."""
        counts = (f"{getattr(self, name)} {counted}" for name, (counted, _) in _TOLD.items())
        return f"A query may have {self.max_query_bytes} bytes, {', '.join(counts)}."


DEFAULT_LIMITS = Limits.from_settings(Settings())

_TOLD: dict[str, tuple[str, str]] = {
    "max_nesting": ("levels of brackets", "Write it with fewer brackets inside one another"),
    "max_chain": ("operators in one expression or path", "Use IN, VALUES or a shorter expression"),
    "max_triple_patterns": ("triple patterns", "Ask in several queries"),
    "max_path_steps": ("steps in property paths", "Use shorter paths, or * and + on one step"),
    "max_optionals": ("OPTIONAL parts", "Ask for the optional values in a query of their own"),
    "max_unions": ("UNION branches", "Use VALUES, or ask in several queries"),
    "max_values_rows": ("rows of VALUES data", "Send the rows in several queries"),
    "max_parts": (
        "groups, FILTERs, BINDs and the like",
        "Join conditions with && and IN, or ask in several queries",
    ),
    "max_subselects": ("sub-selects", "Ask in several queries"),
    "max_prefixes": ("PREFIX declarations", "Declare only the prefixes the query uses"),
}


def refuse(name: str, value: int, limit: int, line: int, column: int) -> NoReturn:
    """Say which limit is passed, by what, where, and what to do.

    :raises QueryTooComplex: always.
    """
    counted, advice = _TOLD[name]
    raise QueryTooComplex(
        f"The query has more than {limit} {counted}: number {value} stands at line {line}, column {column}. "
        f"{advice}.",
        limit_name=name,
        limit=limit,
        value=value,
        line=line,
        column=column,
    )

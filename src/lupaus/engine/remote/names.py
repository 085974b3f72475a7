"""Under which names an engine elsewhere keeps the graphs that a request speaks of."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from lupaus.engine.base import EngineRequest
from lupaus.errors import Forbidden
from lupaus.sparql.renaming import rename_iris

__all__ = ["HOLDS", "LEDGER", "AsIs", "Asked", "Names", "ReleaseNames", "release_iri", "suffix_of"]

_NOTHING = "urn:x-lupaus:nothing"
"""Holds no triple: how a request says that it has no default graph."""
LEDGER = "urn:x-lupaus:releases"
"""The graph in which an engine says which releases it holds whole; ``lupaus publish`` writes it."""
HOLDS = "urn:x-lupaus:holds"
_CODE = re.compile(r"(?:bif|sql|java|urn:x-arq|script):", re.IGNORECASE)
"""Schemes of functions and properties by which some engines run code of their own."""


def release_iri(version: str) -> str:
    """The IRI of a release in that graph."""
    return f"urn:x-lupaus:release:{version}"


def suffix_of(version: str) -> str:
    """What ends the name of each of its graphs."""
    return f";release={version}"


@dataclass(frozen=True)
class Asked:
    """What the engine is asked."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


class Names(Protocol):
    """From the names of a request to those in the engine."""

    def translate(self, request: EngineRequest) -> Asked:
        """The query and dataset for the engine. Raises ``Forbidden``."""

    @property
    def condition(self) -> str:
        """An ASK that is true where the engine has what the names stand for."""

    @property
    def mark(self) -> bytes:
        """What is to be taken out of an answer, so that its names are those of the request."""


class AsIs:
    """The engine's graphs are those asked about; its default graph is what it says it is."""

    mark = b""
    condition = "ASK {}"

    def translate(self, request: EngineRequest) -> Asked:
        """The query as it is, and a dataset if the request names one."""
        _rename(request, lambda iri: iri)
        return _asked(request.query, request.default_graphs, request.named_graphs)


class ReleaseNames:
    """The engine's graphs of one release, as ``lupaus publish`` wrote them, and nothing else that it holds."""

    def __init__(
        self,
        version: str,
        base: str,
        graphs: Iterable[str],
        default_parts: frozenset[str],
        opaque_types: frozenset[str] = frozenset(),
    ) -> None:
        """The names of a release's graphs in an engine.

        :param opaque_types: datatypes that get names of this release too, so that the engine sees values of a type
            it does not know and keeps them as they are written.
        """
        self._suffix = suffix_of(version)
        self._graphs = tuple(graphs)
        self._known = frozenset(self._graphs) | opaque_types
        self._default_parts = default_parts
        self.default = self.of(f"{base}graph/default")
        self.condition = f"ASK {{ GRAPH <{LEDGER}> {{ <{release_iri(version)}> <{HOLDS}> ?graph }} }}"

    @property
    def mark(self) -> bytes:
        """The ending of every such name. It stands nowhere else: it holds the hash of all that is there."""
        return self._suffix.encode()

    def of(self, graph: str) -> str:
        """The name of this release's ``graph``."""
        return graph + self._suffix

    def in_term(self, iri: str) -> str:
        """An IRI as it stands in this release's triples."""
        return self.of(iri) if iri in self._known else iri

    def translate(self, request: EngineRequest) -> Asked:
        """Only graphs of this release are ever named; any other name becomes one of a graph that is not there."""
        query = _rename(request, self.in_term)
        if request.default_graphs is None and request.named_graphs is None:
            return Asked(query, (self.default,), tuple(map(self.of, self._graphs)))
        names = tuple(dict.fromkeys(request.default_graphs or ()))
        if len(names) > 1 and frozenset(names) == self._default_parts:
            default: tuple[str, ...] = (self.default,)
        else:
            default = tuple(map(self.of, names))
        return _asked(query, default, tuple(map(self.of, request.named_graphs or ())))


def _asked(query: str, default: tuple[str, ...] | None, named: tuple[str, ...] | None) -> Asked:
    if default is None and named is None:
        return Asked(query, (), ())
    default, named = tuple(dict.fromkeys(default or ())), named or ()
    return Asked(query, default or (() if named else (_NOTHING,)), named)


def _rename(request: EngineRequest, rename: Callable[[str], str]) -> str:
    def checked(iri: str) -> str:
        if _CODE.match(iri):
            raise Forbidden(f"This endpoint calls no code of the engine: take <{iri[:80]}> out of the query.")
        return rename(iri)

    return rename_iris(request.query, request.base_iri, checked)

"""The port every query engine implements: a request in, chunks of bytes out.

The status of the HTTP answer is decided by ``answer``: it returns once the first chunk exists, and raises an
``AnswerError`` before that. A failure afterwards is raised by the iteration as ``AnswerCut``; whoever passes the
chunks on must then break the connection, so that a truncated answer never reads as a complete one.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from lupaus.media import Format
from lupaus.sparql.guard import ServiceCall

__all__ = ["Answer", "AnswerCut", "Engine", "EngineRequest", "QueryForm", "StoreFile", "StoreSource"]

QueryForm = Literal["select", "ask", "construct", "describe"]


@dataclass(frozen=True)
class StoreFile:
    """One RDF file to load."""

    path: Path
    format: str
    """A ``media.Format`` name: turtle, ntriples, rdfxml, jsonld, trig, nquads."""
    graph: str | None = None
    """Where a triple file goes: a named graph's IRI, or the default graph."""
    base_iri: str = "http://localhost/"


@dataclass(frozen=True)
class StoreSource:
    """What an engine serves. Loaded once; never written to."""

    files: tuple[StoreFile, ...]
    default_graph: Literal["unnamed", "union"] = "unnamed"
    """``union``: the default graph is the RDF merge of every named graph and the unnamed one."""
    default_parts: frozenset[str] = frozenset()
    """Graphs whose merge the stored default graph already is (a request for exactly these uses it)."""
    rocksdb: Path | None = None
    """A RocksDB directory to open read-only, in place of ``files``: for data too large to hold in memory."""


@dataclass(frozen=True)
class EngineRequest:
    """One query, parsed as far as the protocol needs, with everything that bounds it."""

    query: str
    form: QueryForm
    format: Format
    default_graphs: tuple[str, ...] | None = None
    """Graphs whose merge is the default graph (SPARQL 1.1 Protocol, section 2.1.4); ``None``: the stored one."""
    named_graphs: tuple[str, ...] | None = None
    """Graphs that GRAPH can see; ``None``: all, unless ``default_graphs`` is given, then none."""
    base_iri: str | None = None
    time_limit_ms: int = 10_000
    """From when a worker starts on it until its last byte is taken; 0: the setting. Waiting is bounded apart."""
    max_answer_bytes: int = 0
    """Longest answer in bytes; 0: no limit."""
    client: str = ""
    """Who asks: requests with the same value share one allowance. Empty: nobody is counted."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Prefixes to write graph results with. Never visible to the query."""
    services: tuple[ServiceCall, ...] = ()
    """The SERVICE clauses in ``query``, all of them to endpoints on the list."""


class AnswerCut(Exception):
    """The answer failed after its first chunk. Its text is for the log, never for the client."""


class Answer(Protocol):
    """A running answer. Iterate it to its end, or close it to stop the query at once."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Chunks of the serialised answer, the first of them ready. Raises ``AnswerCut``."""

    async def aclose(self) -> None:
        """Stop. Harmless at the end and when called twice."""


class Engine(Protocol):
    """A query engine. ``start`` before the first request, ``stop`` after the last."""

    async def start(self) -> None:
        """Load the source and be ready. Raises ``StartError``."""

    async def stop(self) -> None:
        """End every process."""

    async def answer(self, request: EngineRequest) -> Answer:
        """Run a query until its first chunk.

        :raises AnswerError: QuerySyntaxError, QueryTooComplex (more than the parser can follow), BadRequest (a
            function the engine does not have), Forbidden (SERVICE), ServiceFailed, DeadlineExceeded,
            MemoryExceeded, QueueFull, TooManyRequests, AnswerTooLarge, EngineFailed.
        """

    def counters(self) -> Mapping[str, float]:
        """Numbers for ``/metrics``: workers, busy, waiting, kills by reason, reforks."""

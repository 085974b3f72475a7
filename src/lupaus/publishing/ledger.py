"""What an engine knows about the releases in it: a graph of its own, written together with what it tells of."""

from dataclasses import dataclass

from lupaus.engine.remote.names import HOLDS, LEDGER, release_iri, suffix_of
from lupaus.publishing.store import RemoteStore
from lupaus.publishing.triples import Digest

__all__ = ["Entry", "Ledger"]

_P = "urn:x-lupaus:"
_CURRENT = f"<{_P}current>"


@dataclass(frozen=True)
class Entry:
    """What is known of one graph."""

    batches: int = 0
    """How many pieces were written."""
    digest: Digest | None = None
    """What was read back and found right."""


class Ledger:
    """Reads and writes that graph."""

    def __init__(self, store: RemoteStore) -> None:
        self._store = store

    def batch(self, graph: str, number: int) -> str:
        """To be written in one request with the piece itself."""
        return f"GRAPH <{LEDGER}> {{ <{graph}> <{_P}batch> {number} }}"

    async def entry(self, graph: str) -> Entry:
        """What is known of a graph."""
        rows = await self._store.rows(f"SELECT ?p ?o WHERE {{ GRAPH <{LEDGER}> {{ <{graph}> ?p ?o }} }}")
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["p"].removeprefix(_P), []).append(row["o"])
        digest = None
        if "hash" in found and "triples" in found:
            digest = Digest(int(found["triples"][0]), found["hash"][0])
        return Entry(max(map(int, found.get("batch", ["0"]))), digest)

    async def forget(self, graph: str) -> None:
        """Nothing is known of a graph any more."""
        await self._store.update(f"DELETE WHERE {{ GRAPH <{LEDGER}> {{ <{graph}> ?p ?o }} }}")

    async def verified(self, graph: str, digest: Digest) -> None:
        """A graph was read back and found right."""
        await self.forget(graph)
        await self._store.update(
            f"INSERT DATA {{ GRAPH <{LEDGER}> {{ <{graph}> <{_P}triples> {digest.triples} ; "
            f'<{_P}hash> "{digest.hash}" }} }}'
        )

    async def complete(self, version: str, graphs: list[str]) -> None:
        """All graphs of a release are there and right."""
        listed = ", ".join(f"<{graph}>" for graph in graphs)
        await self._store.update(
            f"INSERT DATA {{ GRAPH <{LEDGER}> {{ <{release_iri(version)}> <{HOLDS}> {listed} }} }}"
        )

    async def incomplete(self, version: str) -> None:
        """A release is not there whole, or is about to be rewritten: nobody is to begin to use it."""
        await self._store.update(f"DELETE WHERE {{ GRAPH <{LEDGER}> {{ <{release_iri(version)}> ?p ?o }} }}")

    async def graphs(self, version: str) -> list[str]:
        """Every graph of a release that anything is known of, whole or not."""
        rows = await self._store.rows(
            f"SELECT DISTINCT ?g WHERE {{ GRAPH <{LEDGER}> {{ {{ ?g ?p ?o }} UNION {{ ?r <{HOLDS}> ?g }} }} }}"
        )
        return sorted(row["g"] for row in rows if row["g"].endswith(suffix_of(version)))

    async def releases(self) -> dict[str, list[str]]:
        """The releases that are there whole, with the names of their graphs."""
        rows = await self._store.rows(
            f"SELECT ?r ?g WHERE {{ GRAPH <{LEDGER}> {{ ?r <{HOLDS}> ?g }} }} ORDER BY ?r ?g"
        )
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["r"].removeprefix(f"{_P}release:"), []).append(row["g"])
        return found

    async def current(self) -> tuple[str, str]:
        """The current release and the one before it; empty where there is none."""
        rows = await self._store.rows(f"SELECT ?p ?r WHERE {{ GRAPH <{LEDGER}> {{ {_CURRENT} ?p ?r }} }}")
        found = {row["p"].removeprefix(_P): row["r"].removeprefix(f"{_P}release:") for row in rows}
        return found.get("is", ""), found.get("was", "")

    async def switch(self, version: str, before: str) -> None:
        """Make a release the current one; ``before`` is the one to go back to."""
        was = f" ; <{_P}was> <{release_iri(before)}>" if before else ""
        await self._store.update(
            f"DELETE {{ GRAPH <{LEDGER}> {{ {_CURRENT} ?p ?o }} }}\n"
            f"INSERT {{ GRAPH <{LEDGER}> {{ {_CURRENT} <{_P}is> <{release_iri(version)}>{was} }} }}\n"
            f"WHERE {{ OPTIONAL {{ GRAPH <{LEDGER}> {{ {_CURRENT} ?p ?o }} }} }}"
        )

    async def remove(self, version: str, graphs: list[str]) -> None:
        """A release is to be gone: first from the list, so that nobody begins to use it."""
        await self.incomplete(version)
        for graph in graphs:
            await self._store.update(f"DROP SILENT GRAPH <{graph}>")
            await self.forget(graph)

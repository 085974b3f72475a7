"""Publishing: load, read back, compare, switch; whatever interrupts it, a further run goes on and ends alike."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from lupaus.dataset.release import Release
from lupaus.engine.remote.names import ReleaseNames
from lupaus.errors import PublishError
from lupaus.publishing.ledger import Ledger
from lupaus.publishing.store import RemoteStore, StoreFailed
from lupaus.publishing.triples import Digest, GraphTriples, batches, digest_of, line_of, read_graph

__all__ = ["Publisher", "names_of"]

T = TypeVar("T")

_ATTEMPTS = 6
_FIRST_PAUSE_S = 0.5
_SHOWN = 5


def names_of(release: Release, opaque_types: frozenset[str] = frozenset()) -> ReleaseNames:
    """Under which names an engine holds a release; see ``ReleaseNames``."""
    manifest = release.manifest
    graphs = (graph.iri for graph in manifest.graphs)
    return ReleaseNames(release.version, release.base, graphs, frozenset(manifest.default_parts), opaque_types)


@dataclass(frozen=True)
class _Part:
    name: str
    path: Path


class Publisher:
    """Writes releases into one engine."""

    def __init__(
        self,
        store: RemoteStore,
        progress: Callable[[str], None],
        *,
        batch_triples: int = 500,
        takes_altered: bool = False,
        opaque_types: frozenset[str] = frozenset(),
        pause_s: float = _FIRST_PAUSE_S,
    ) -> None:
        """A publisher; one at a time may write to an engine.

        :param takes_altered: whether a graph may differ in terms the engine keeps otherwise, as long as it has as
            many triples.
        :param opaque_types: datatypes that the engine must not recognise.
        :param pause_s: how long to wait before the first repetition of what failed.
        """
        self._store = store
        self._ledger = Ledger(store)
        self._progress = progress
        self._batch_triples = batch_triples
        self._takes_altered = takes_altered
        self._opaque_types = opaque_types
        self._pause_s = pause_s

    async def publish(self, release: Release) -> bool:
        """Load ``release`` and make it the current one. Returns whether it was not so already.

        :raises PublishError: if a graph cannot be loaded, or is not what was written. The current release stays.
        """
        names = names_of(release, self._opaque_types)
        parts = [_Part(names.of(iri), path) for iri, path in release.graph_files().items()]
        parts.append(_Part(names.default, release.default_file))
        for part in parts:
            self._progress(f"loading {part.name.partition(';')[0]}")
            await self._load(part, names, release.version)
        await self._patiently(lambda: self._ledger.complete(release.version, [part.name for part in parts]))
        current, _ = await self._patiently(self._ledger.current)
        if current == release.version:
            return False
        await self._patiently(lambda: self._ledger.switch(release.version, current))
        return True

    async def roll_back(self) -> tuple[str, str]:
        """Make the release before the current one current again. Returns both, the new one first.

        :raises PublishError: if there is none, or it is not there whole.
        """
        current, before = await self._patiently(self._ledger.current)
        if not before or before not in await self._patiently(self._ledger.releases):
            raise PublishError("There is no release to go back to: none was current before, or it was removed.")
        await self._patiently(lambda: self._ledger.switch(before, current))
        return before, current

    async def remove(self, version: str) -> int:
        """Remove a release, or what an interrupted loading or removal left of one. Returns how many graphs it had.

        :raises PublishError: if it is current, or not there.
        """
        current, _ = await self._patiently(self._ledger.current)
        if version == current:
            raise PublishError("That release is the current one; publish another, or go back, first.")
        graphs = await self._patiently(lambda: self._ledger.graphs(version))
        if not graphs:
            raise PublishError(f"The engine holds nothing of a release {version}; --list says which are whole.")
        await self._patiently(lambda: self._ledger.remove(version, graphs))
        return len(graphs)

    async def listing(self) -> list[tuple[str, str]]:
        """Each release that is there whole, and ``current``, ``before`` or nothing."""
        current, before = await self._patiently(self._ledger.current)
        marks = {before: "before", current: "current"}
        return [(version, marks.get(version, "")) for version in await self._patiently(self._ledger.releases)]

    async def _load(self, part: _Part, names: ReleaseNames, version: str) -> None:
        graph = read_graph(part.path, names.in_term)
        entry = await self._patiently(lambda: self._ledger.entry(part.name))
        if entry.digest is not None and await self._is_right(part, graph, entry.digest):
            return
        await self._patiently(lambda: self._ledger.incomplete(version))
        done = entry.batches if graph.is_ground and entry.digest is None else 0
        for begin in (done, 0):
            await self._write(part, graph, begin)
            if await self._is_right(part, graph):
                return
        await self._complain(part, graph)

    async def _write(self, part: _Part, graph: GraphTriples, begin: int) -> None:
        """Write the pieces from number ``begin`` on."""
        for _ in range(_ATTEMPTS):
            if begin == 0:
                await self._patiently(lambda: self._store.update(f"DROP SILENT GRAPH <{part.name}>"))
                await self._patiently(lambda: self._ledger.forget(part.name))
            if await self._write_pieces(part.name, graph, begin):
                return
            begin = 0
        raise PublishError(f"{part.name} cannot be loaded: the engine failed {_ATTEMPTS} times over it.")

    async def _write_pieces(self, name: str, graph: GraphTriples, begin: int) -> bool:
        there = 0
        for number, piece in enumerate(batches(graph, self._batch_triples), 1):
            there += piece.triples
            if number <= begin:
                continue
            quads = f"GRAPH <{name}> {{\n{piece.text}\n}}\n{self._ledger.batch(name, number)}"
            if piece.is_ground:
                await self._patiently(partial(self._store.update, f"INSERT DATA {{ {quads} }}"))
                continue
            # The same as INSERT DATA (SPARQL 1.1 Update, section 3.1.3), in which Virtuoso takes no blank nodes.
            text = f"INSERT {{ {quads} }} WHERE {{}}"
            if not await self._write_once(name, text, there - piece.triples, there):
                return False
        return True

    async def _write_once(self, name: str, text: str, before: int, after: int) -> bool:
        """Write a piece with blank nodes, which written twice would be there twice: count, where in doubt.

        Returns whether the graph now has as many triples as it should.
        """
        for _ in range(_ATTEMPTS):
            try:
                await self._store.update(text, may_repeat=False)
            except StoreFailed:
                await asyncio.sleep(self._pause_s)
            else:
                return True
            found = await self._patiently(lambda: self._store.count(name))
            if found != before:
                return found == after
        return False

    async def _is_right(self, part: _Part, graph: GraphTriples, known: Digest | None = None) -> bool:
        """Whether the engine gives back what was written.

        :param known: what it gave back when it was found right before.
        """
        if await self._patiently(lambda: self._store.count(part.name)) != graph.digest.triples:
            return False
        found = digest_of(await self._patiently(lambda: self._store.triples(part.name)))
        if found != graph.digest:
            if not self._takes_altered or found.triples != graph.digest.triples or known not in (None, found):
                return False
            self._progress(f"the engine keeps some terms of {part.name.partition(';')[0]} in another form")
        if found != known:
            await self._patiently(lambda: self._ledger.verified(part.name, found))
        return True

    async def _complain(self, part: _Part, graph: GraphTriples) -> None:
        found = await self._patiently(lambda: self._store.triples(part.name))
        wanted = {
            line_of(quad.triple)
            for quad in ox.parse("".join(f"{line} .\n" for line in graph.ground), ox.RdfFormat.N_TRIPLES)
        }
        had = {line for line in map(line_of, found) if "_:" not in line}
        shown = "".join(f"\n  - {line}" for line in sorted(wanted - had)[:_SHOWN])
        shown += "".join(f"\n  + {line}" for line in sorted(had - wanted)[:_SHOWN])
        raise PublishError(
            f"{part.name}: the engine gives {len(found)} triples back where {graph.digest.triples} were written, "
            f"or others. The current release stays. With --take-altered, other forms of as many terms are taken."
            f"{shown}"
        )

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do it, again after a pause if it fails: only what may be done twice."""
        pause_s = self._pause_s
        for attempt in range(_ATTEMPTS):
            try:
                return await work()
            except StoreFailed as error:
                if attempt == _ATTEMPTS - 1:
                    raise PublishError(f"The engine fails: {error}. Run this again to go on.") from None
            await asyncio.sleep(pause_s)
            pause_s *= 2
        raise AssertionError

"""The engine as somebody who writes sees it: updates, counts, and a graph read back triple by triple."""

import asyncio
import json
from collections.abc import Iterable

import pyoxigraph as ox

from lupaus.engine.remote.address import Address
from lupaus.engine.remote.client import Client, Interrupted, Misled, Reply, Unreachable
from lupaus.errors import PublishError
from lupaus.media import JSON, NTRIPLES

__all__ = ["RemoteStore", "StoreFailed"]

_SAID_BYTES = 300
_REFUSED = frozenset({400, 404, 405, 406, 411, 413, 414, 415, 422, 501})
"""What a repetition would not change."""


class StoreFailed(Exception):
    """A request failed; whether it was carried out is not known. The text is for the operator."""


class RemoteStore:
    """Queries at one address, updates at another."""

    def __init__(
        self,
        client: Client,
        query: Address,
        update: Address,
        time_limit_s: float,
        shortfalls: Iterable[str] = (),
    ) -> None:
        """A store whose requests may take so long.

        :param shortfalls: fields by which an answer of status 200 says that it is not all.
        """
        self._client = client
        self._query_at, self._update_at = query, update
        self._time_limit_s = time_limit_s
        self._shortfalls = tuple(shortfalls)

    async def update(self, text: str, *, may_repeat: bool = True) -> None:
        """Carry out an update.

        :param may_repeat: whether it may be sent again where no answer came.

        :raises StoreFailed: if there is no answer that says so.
        :raises PublishError: if we may not.
        """
        body = await self._post(self._update_at, ("update", text), "*/*", may_repeat=may_repeat)
        if b"Virtuoso" in body and b" Error " in body:
            raise StoreFailed("it answered with an error in a page of status 200")

    async def rows(self, query: str) -> list[dict[str, str]]:
        """The values of a SELECT."""
        body = await self._post(self._query_at, ("query", query), JSON.media_type)
        try:
            bindings = json.loads(body)["results"]["bindings"]
            return [{name: term["value"] for name, term in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StoreFailed("it gave no whole answer") from None

    async def count(self, graph: str) -> int:
        """How many triples a graph has."""
        (row,) = await self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        return int(row["n"])

    async def triples(self, graph: str) -> list[ox.Triple]:
        """Every triple of a graph."""
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        body = await self._post(self._query_at, ("query", query), NTRIPLES.media_type)
        try:
            return [quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)]
        except SyntaxError:
            raise StoreFailed("it gave no whole graph") from None

    async def _post(
        self, address: Address, field: tuple[str, str], accept: str, *, may_repeat: bool = True
    ) -> bytes:
        try:
            async with asyncio.timeout(self._time_limit_s):
                reply = await self._client.post(address, [field], accept, may_repeat=may_repeat)
                try:
                    return await self._read(reply, field[0])
                finally:
                    await reply.aclose()
        except (Unreachable, Misled, Interrupted) as error:
            raise StoreFailed(f"it does not answer ({error})") from None
        except TimeoutError:
            raise StoreFailed(f"it took longer than {self._time_limit_s:g} s") from None

    async def _read(self, reply: Reply, what: str) -> bytes:
        if reply.status in (401, 403):
            raise PublishError(
                f"The engine does not let us {what} it (status {reply.status}). Give LUPAUS_ENGINE_USER and "
                "LUPAUS_ENGINE_PASSWORD, or LUPAUS_ENGINE_TOKEN, in the environment; the address must take them."
            )
        if not 200 <= reply.status < 300:
            said = (await reply.beginning(_SAID_BYTES)).decode("utf-8", "replace").split("\n")[0]
            if reply.status in _REFUSED:
                raise PublishError(f"The engine refuses this {what} (status {reply.status}): {said}")
            raise StoreFailed(f"it answered {reply.status}: {said}")
        for name in self._shortfalls:
            if said := reply.field(name):
                raise PublishError(
                    f"The engine cuts answers short ({name}: {said[:80]}): raise its own limit of rows or time."
                )
        return b"".join([chunk async for chunk in reply.chunks()])

"""The way of one answer from an engine to its reader: checked, renamed, in the format asked for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from time import monotonic

from lupaus.engine.base import EngineRequest
from lupaus.engine.remote.client import Client, Interrupted, Misled, Reply, Unreachable
from lupaus.engine.remote.judging import Elsewhere, check_head, refusal, too_long
from lupaus.engine.remote.names import Names
from lupaus.engine.remote.profiles import Profile
from lupaus.engine.remote.removal import Removal
from lupaus.engine.remote.replicas import Replica
from lupaus.engine.remote.transcode import Transcoder, boolean_of, write_boolean
from lupaus.engine.remote.whole import Broken, JsonWatch, Watch, XmlWatch
from lupaus.errors import EngineFailed, EngineUnavailable
from lupaus.media import JSON, NTRIPLES, XML, Format

__all__ = ["Brake", "Transfer", "unreachable"]

_LONGEST_BOOLEAN = 65_536


class Brake:
    """Implements ``answer.Tap`` for a task that reads: it waits while the reader has enough."""

    def __init__(self) -> None:
        self._may_go = asyncio.Event()
        self._may_go.set()
        self.transcoder: Transcoder | None = None

    def pause(self) -> None:
        """No more for now."""
        self._may_go.clear()
        if self.transcoder is not None:
            self.transcoder.pause()

    def resume(self) -> None:
        """Go on."""
        self._may_go.set()
        if self.transcoder is not None:
            self.transcoder.resume()

    async def released(self) -> None:
        """Until there is room."""
        await self._may_go.wait()


class Transfer:
    """One query at one engine."""

    def __init__(
        self,
        client: Client,
        profile: Profile,
        names: Names,
        request: EngineRequest,
        limit_ms: int,
        query_id: str,
    ) -> None:
        self._client = client
        self._profile = profile
        self._names = names
        self._request = request
        self._limit_ms = limit_ms
        self._source = self._format_to_ask_for()
        asked = names.translate(request)
        # On the query's own first line, so that its lines keep their numbers.
        self._prefix = f"BASE <{request.base_iri}> " if request.base_iri else ""
        self._form = [
            ("query", self._prefix + asked.query),
            *(("default-graph-uri", graph) for graph in asked.default_graphs),
            *(("named-graph-uri", graph) for graph in asked.named_graphs),
        ]
        if profile.time_parameter:
            self._form.append((profile.time_parameter, profile.time_value(limit_ms)))
        if profile.cancel_path:
            self._form.append(("queryId", query_id))

    def _format_to_ask_for(self) -> Format:
        """One whose end can be told: CSV and TSV have none, so they are made of JSON, and graphs of N-Triples."""
        request = self._request
        if request.form in ("construct", "describe"):
            if request.format.kind not in ("graph", "dataset"):
                raise EngineFailed("The query engine failed on this query. The server goes on.")
            return NTRIPLES
        if request.format.kind != "solutions":
            raise EngineFailed("The query engine failed on this query. The server goes on.")
        return XML if request.format is XML and request.form == "select" else JSON

    async def run(self, replica: Replica, feed: Callable[[bytes], None], brake: Brake) -> None:
        """Ask, and feed the answer.

        :raises Elsewhere: if nothing was fed, and another engine may answer.
        :raises AnswerError: if the engine refuses.
        :raises Broken: if its answer is not whole.
        """
        started = monotonic()
        replica.begin()
        try:
            reply = await self._client.post(replica.address, self._form, self._source.media_type)
        except (Unreachable, Misled) as error:
            raise Elsewhere(unreachable(), str(error), is_down=True) from None
        try:
            if reply.status != 200:
                refused = await refusal(reply, self._request, self._limit_ms, started, len(self._prefix))
                replica.succeeded()
                raise refused
            replica.succeeded()
            check_head(reply, self._profile, self._source, self._limit_ms)
            await self._pass_on(reply, _Meter(feed, self._request.max_answer_bytes), brake)
        except Interrupted as error:
            raise Broken(f"it broke off ({error})") from None
        finally:
            await reply.aclose()

    async def _pass_on(self, reply: Reply, feed: Callable[[bytes], None], brake: Brake) -> None:
        if self._request.form == "ask":
            body = b"".join([chunk async for chunk in self._clean(reply, _LONGEST_BOOLEAN)])
            feed(write_boolean(boolean_of(body), self._request.format))
        elif self._request.format is self._source and self._source in (JSON, XML) and not self._speaks_oddly:
            await self._watch(reply, feed, brake, JsonWatch() if self._source is JSON else XmlWatch())
        else:
            await self._transcode(reply, feed, brake)

    @property
    def _speaks_oddly(self) -> bool:
        return self._source is JSON and self._profile.speaks_old_json

    async def _watch(self, reply: Reply, feed: Callable[[bytes], None], brake: Brake, watch: Watch) -> None:
        held = b""
        async for chunk in self._clean(reply):
            watch.see(chunk)
            held += chunk
            if watch.has_answer:
                feed(held)
                held = b""
                await brake.released()
        watch.end()
        if held:
            feed(held)

    async def _transcode(self, reply: Reply, feed: Callable[[bytes], None], brake: Brake) -> None:
        transcoder = Transcoder(self._source, self._request.format, self._request.prefixes, feed)
        brake.transcoder = transcoder
        try:
            async for chunk in self._clean(reply):
                await transcoder.put(chunk)
            await transcoder.finish()
        finally:
            transcoder.abandon()

    async def _clean(self, reply: Reply, limit_bytes: int = 0) -> AsyncIterator[bytes]:
        """The body with the names of the request in it."""
        removals = [Removal(unwanted) for unwanted in (self._names.mark, self._profile.dropped) if unwanted]
        size = 0
        async for chunk in reply.chunks():
            size += len(chunk)
            if limit_bytes and size > limit_bytes:
                raise Broken("it is too long for what it should be")
            for removal in removals:
                chunk = removal.feed(chunk)
            if chunk:
                yield chunk
        rest = b""
        for removal in removals:
            rest = removal.feed(rest) + removal.end()
        if rest:
            yield rest


class _Meter:
    """Feeds until the limit."""

    def __init__(self, feed: Callable[[bytes], None], limit_bytes: int) -> None:
        self._feed, self._limit, self._size = feed, limit_bytes, 0

    def __call__(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._limit and self._size > self._limit:
            raise too_long(self._limit)
        self._feed(chunk)


def unreachable() -> EngineUnavailable:
    """The error where no engine answers."""
    return EngineUnavailable(
        "The engine behind this endpoint does not answer. Try again later.", headers={"Retry-After": "5"}
    )

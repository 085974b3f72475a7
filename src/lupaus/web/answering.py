"""From a query, read and understood, to its answer: cache, identical queries at once, engine, stream.

::

    guard -> format -> coding -> cache -> the client has it? -> (wait for an identical query | engine -> hold)
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from ipaddress import IPv6Address, ip_address
from typing import cast

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from lupaus import __version__
from lupaus.engine.base import Answer, EngineRequest
from lupaus.errors import N_, AnswerTooLarge
from lupaus.media import HTML, Format
from lupaus.sparql import accept, counted, guard, narrowing, normalise, rewrite
from lupaus.sparql.limits import Limits
from lupaus.sparql.protocol import QueryRequest, dataset_of
from lupaus.web.cache import ALONE, Flight
from lupaus.web.compression import (
    STREAMED,
    WHOLE,
    Coding,
    choose_coding,
    compress,
    compress_stream,
    decompress,
    takes_plain,
    worth_compressing,
)
from lupaus.web.context import Context
from lupaus.web.document import CACHE_CONTROL
from lupaus.web.etag import given_before, listed, strong, weak
from lupaus.web.headers import EDITOR, Headers, field, http_date, read
from lupaus.web.pages.language import Languages, languages_of
from lupaus.web.reply import EXCHANGE, Reply, respond
from lupaus.web.result_page import HELD_BYTES, EditorForm, engine_format, result_page
from lupaus.web.stream import PATIENCE_S, ClientWatch, Held, hold, resume, send_stream

__all__ = ["Answering", "client_of"]

_LIBRARIES = {"oxigraph": "pyoxigraph", "rdflib": "rdflib", "sparql": "lupaus"}
"""What evaluates: another version of it may answer otherwise."""
_LEAST_HELD_BYTES = 65_536
"""Held back even without a cache, so that a small answer has a length and a status that is true of all of it."""


@dataclass(frozen=True)
class _Plan:
    """Everything decided about an answer before the engine is asked."""

    request: QueryRequest
    facts: guard.QueryFacts
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: Format
    coding: Coding
    takes_plain: bool
    """Whether the client takes the answer in no coding as well."""
    languages: Languages
    location: str
    """The address of the answer in this format alone; empty: it has none."""
    answer_key: str
    """Names the answer, whatever its coding."""
    is_live: bool
    """Whether the data may change under us."""

    @property
    def is_lasting(self) -> bool:
        """Whether the answer may be kept and shared."""
        return self.facts.is_cacheable and not self.is_live

    def key_in(self, coding: Coding) -> str:
        """The key of the answer in a coding."""
        return normalise.coded_key(self.answer_key, coding)

    @property
    def hash(self) -> str:
        """Names the query in the log."""
        return self.answer_key[:12]

    @property
    def is_page(self) -> bool:
        """Whether the answer is shown rather than sent as it is."""
        return self.format is HTML


class Answering:
    """Answers queries."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._limits = Limits.from_settings(context.settings)
        engine = context.settings.engine
        self._engine_version = f"{engine} {version(_LIBRARIES[engine])} {context.settings.engine_profile}"

    async def answer(
        self, request: QueryRequest, scope: Scope, receive: Receive, send: Send, *, stem: str = ""
    ) -> None:
        """Answer ``request``. With a suffix, ``stem`` is the address of each format alone (Content-Location).

        :raises AnswerError: before the answer begins.
        :raises AnswerCut: after that.
        :raises ClientGone: if nobody is left to be answered.
        """
        cache, flights, exchange = self._context.cache, self._context.flights, scope[EXCHANGE]
        plan = self._plan(request, scope, stem)
        exchange.query_hash = plan.hash
        while plan.is_lasting:
            kept = cache.get(*map(plan.key_in, (plan.coding, "identity", *WHOLE)))
            if kept is not None:
                reply = await self._recode(plan, kept)
                cache.put(reply)
                exchange.outcome = "cached"
                await respond(reply, scope, send)
                return
            unchanged = self._unchanged(plan, scope)
            if unchanged is not None:
                exchange.outcome = "unchanged"
                await respond(unchanged, scope, send)
                return
            if request.timeout_ms is not None:
                break  # whoever waits less than others must not lead them, nor wait for them
            with flights.board(plan.answer_key) as flight:
                if flight.is_leader:
                    await self._compute(plan, flight, scope, receive, send)
                    return
                async with ClientWatch(receive):
                    landed = await flight.wait()
            if isinstance(landed, Reply):
                exchange.outcome = "shared"
                await respond(await self._recode(plan, landed), scope, send)
                return
            if landed is ALONE:
                break
        await self._compute(plan, None, scope, receive, send)

    def _plan(self, request: QueryRequest, scope: Scope, stem: str) -> _Plan:
        site = self._context.site
        facts = guard.inspect(request.query, self._limits, site.base)
        asked = read(scope["headers"], b"accept", b"accept-encoding")
        form = accept.negotiate([asked.get(b"accept", "")], accept.offers_for(facts.form), request.format)
        codings = asked.get(b"accept-encoding")
        languages = languages_of(Request(scope)) if form is HTML else Languages(())
        default_graphs, named_graphs = dataset_of(request, facts)
        # A page shows the query as it was written.
        asks = repr((request.query, _fields(request))) if form is HTML else normalise.normalise(request.query)
        answer_key = normalise.cache_key(
            site.version,
            __version__,
            self._engine_version,
            "memory" if site.source.rocksdb is None else "rocksdb",
            f"{stem} {asks}",
            default_graphs,
            named_graphs,
            f"{form.name},{languages.key}",
        )
        return _Plan(
            request,
            facts,
            default_graphs,
            named_graphs,
            form,
            choose_coding(codings),
            takes_plain(codings),
            languages,
            f"{stem}.{form.suffix}" if stem else "",
            answer_key,
            site.is_live,
        )

    def _unchanged(self, plan: _Plan, scope: Scope) -> Reply | None:
        """A 304 for a client that holds an answer to this very question, though the cache does not.

        Another run might order its rows otherwise; the client's copy is as good as that would be. A page is not
        only its question: it shows settings as well.
        """
        if plan.is_page or scope["method"] == "POST":
            return None
        asked = read(scope["headers"], b"if-none-match", b"accept-encoding")
        if not (tags := listed(asked.get(b"if-none-match", ""))):
            return None
        taken: set[Coding] = {plan.coding, "identity"} if plan.takes_plain else {plan.coding}
        if plan.takes_plain:
            taken.add(choose_coding(asked.get(b"accept-encoding"), STREAMED))
        tag = given_before(tags, map(plan.key_in, taken))
        return None if tag is None else Reply(200, self._headers(plan, "identity", tag))

    async def _compute(
        self, plan: _Plan, flight: Flight | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Ask the engine. Whoever waits on ``flight`` learns what came of it."""
        exchange = scope[EXCHANGE]
        answer: Answer | None = None
        streamed = b""
        try:
            async with ClientWatch(receive):
                answer = await self._context.engine.answer(self._engine_request(plan, scope))
                if plan.is_page:
                    held = await hold(answer, HELD_BYTES, float("inf"))
                else:
                    limit = max(self._context.cache.entry_limit_bytes, _LEAST_HELD_BYTES)
                    held = await hold(answer, limit, PATIENCE_S)
                if held.is_whole or plan.is_page:
                    reply = await self._reply(plan, held)
                    self._context.cache.put(reply)
                    if flight is not None:
                        flight.land(reply)
                    exchange.outcome = "computed"
                    await respond(reply, scope, send)
                else:
                    if flight is not None:
                        flight.land(ALONE)
                    streamed = await self._stream(plan, held, scope, send)
                    exchange.outcome = "computed"
        finally:
            if answer is not None:
                await answer.aclose()
        if streamed and plan.is_lasting:  # it was slow rather than large
            self._context.cache.put(await self._pack(plan, streamed))

    def _engine_request(self, plan: _Plan, scope: Scope) -> EngineRequest:
        settings, site, request, facts = self._context.settings, self._context.site, plan.request, plan.facts
        limit_ms = settings.query_time_limit_ms
        query = None
        if settings.engine == "oxigraph":
            if site.counted is not None and plan.default_graphs is None and plan.named_graphs is None:
                query = counted.from_counts(facts, site.counted)
            facts = narrowing.narrow(facts, self._limits)
        return EngineRequest(
            query=query or rewrite.for_engine(facts),
            form=facts.form,
            format=engine_format(facts.form) if plan.is_page else plan.format,
            default_graphs=plan.default_graphs,
            named_graphs=plan.named_graphs,
            base_iri=site.base,
            time_limit_ms=min(request.timeout_ms or limit_ms, limit_ms),
            max_answer_bytes=settings.max_answer_bytes,
            client=client_of(scope),
            prefixes={} if facts.form in ("select", "ask") else {**site.prefixes, **facts.prefixes},
            services=rewrite.services_for_engine(facts),
        )

    async def _reply(self, plan: _Plan, held: Held) -> Reply:
        body = b"".join(held.chunks)
        if plan.is_page:
            body = result_page(
                self._context,
                plan.facts.form,
                EditorForm(plan.request.query, _fields(plan.request)),
                body,
                plan.languages,
                is_whole=held.is_whole,
            )
        return await self._pack(plan, body)

    async def _pack(self, plan: _Plan, body: bytes) -> Reply:
        coding: Coding = "identity"
        if plan.coding != "identity" and (worth_compressing(len(body)) or not plan.takes_plain):
            body, coding = await compress(body, plan.coding), plan.coding
        key = plan.key_in(coding)
        return Reply(
            200,
            self._headers(plan, coding, strong(key, body)),
            body,
            cache_key=key if plan.is_lasting else "",
            query_hash=plan.hash,
            outcome="computed",
        )

    async def _recode(self, plan: _Plan, reply: Reply) -> Reply:
        """The same answer for a client that may take other codings."""
        if reply.coding == plan.coding:
            return reply
        return await self._pack(plan, await decompress(reply.body, cast(Coding, reply.coding)))

    async def _stream(self, plan: _Plan, held: Held, scope: Scope, send: Send) -> bytes:
        """Stream the answer; returns its bytes if they are few enough to be kept."""
        if scope["http_version"] == "1.0":  # it has no chunks, so its end could not be told from a failure
            raise AnswerTooLarge(N_("An answer of this size is sent in chunks; ask by HTTP/1.1."))
        coding = choose_coding(read(scope["headers"], b"accept-encoding").get(b"accept-encoding"), STREAMED)
        kept: list[bytes] = []
        chunks: AsyncIterator[bytes] = resume(held, kept, self._context.cache.entry_limit_bytes)
        if coding == "gzip":
            chunks = compress_stream(chunks)
        is_head = scope["method"] == "HEAD"
        await send_stream(send, self._headers(plan, coding, weak(plan.key_in(coding))), chunks, is_head=is_head)
        return b"" if is_head else b"".join(kept)

    def _headers(self, plan: _Plan, coding: Coding, tag: str) -> Headers:
        site = self._context.site
        headers: list[tuple[bytes, bytes]] = [
            field("content-type", plan.format.content_type),
            field(
                "vary",
                ", ".join(("Accept", "Accept-Encoding", *(plan.languages.vary if plan.is_page else ()))),
            ),
            field("lupaus-release", site.version),
        ]
        if plan.is_lasting:
            headers += [
                field("etag", tag),
                field("last-modified", http_date(site.released)),
                field("cache-control", CACHE_CONTROL),
            ]
        else:
            headers.append(field("cache-control", "no-store"))
        if coding != "identity":
            headers.append(field("content-encoding", coding))
        if plan.location:
            headers.append(field("content-location", plan.location))
        if plan.is_page:
            headers += EDITOR
        return tuple(headers)


def _fields(request: QueryRequest) -> tuple[tuple[str, str], ...]:
    return (
        *(("default-graph-uri", iri) for iri in request.default_graph_uris),
        *(("named-graph-uri", iri) for iri in request.named_graph_uris),
    )


def client_of(scope: Scope) -> str:
    """Whom a request counts for: an IPv4 address, or the /64 that one IPv6 subscriber has."""
    client = scope["client"]
    return "" if client is None else _counted_as(str(client[0]))


@lru_cache(maxsize=4_096)
def _counted_as(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Address(int(address) >> 64 << 64)) + "/64"
    return str(address)

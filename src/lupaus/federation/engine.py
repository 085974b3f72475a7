"""An engine whose queries may call endpoints: one pool without network, another that reaches the relay alone.

A query without SERVICE never runs in a worker that has sockets.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from lupaus import __version__
from lupaus.engine.base import Answer, AnswerCut, EngineRequest, StoreSource
from lupaus.engine.pool import WorkerPool
from lupaus.errors import QuerySyntaxError, ServiceFailed
from lupaus.federation.addresses import Resolver, resolve
from lupaus.federation.calling import Caller
from lupaus.federation.relay import Relay
from lupaus.federation.session import Session
from lupaus.federation.targets import Targets
from lupaus.settings import Settings
from lupaus.sparql.rewrite import redirect_services

__all__ = ["FederatedEngine"]

_KIB = 1_024
_COUNTED = ("workers", "busy", "waiting", "forks", "zygote_heals", "queries_answered", "queries_deadline")


class FederatedEngine:
    """Implements ``engine.base.Engine``."""

    def __init__(
        self, source: StoreSource, settings: Settings, targets: Targets, resolver: Resolver = resolve
    ) -> None:
        self._source = source
        self._settings = settings
        self._local = WorkerPool(source, settings)
        self._abroad: WorkerPool | None = None
        caller = Caller(targets, settings.federation_answer_kib * _KIB, _user_agent(settings), resolver)
        self._relay = Relay(
            targets,
            caller,
            max_query_bytes=4 * settings.max_query_bytes,  # the engine writes prefixes out
            max_calls_at_once=settings.federation_workers,
        )

    @property
    def relay(self) -> Relay:
        """The relay, for whoever must look at it."""
        return self._relay

    async def start(self) -> None:
        """Load the source, twice, and listen.

        :raises StartError: if the source cannot be loaded, or workers cannot be held to the relay.
        """
        await self._relay.start()
        settings = replace(self._settings, max_workers=self._settings.federation_workers, reserved_workers=1)
        self._abroad = WorkerPool(
            self._source, settings, relay_port=self._relay.port, allowance=self._local.allowance
        )
        try:
            await self._abroad.start()
            await self._local.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End every process and every call."""
        if self._abroad is not None:
            await self._abroad.stop()
        await self._local.stop()
        await self._relay.stop()

    async def answer(self, request: EngineRequest) -> Answer:
        """Run a query until its first chunk; see ``engine.base.Engine.answer``."""
        if not request.services:
            return await self._local.answer(request)
        assert self._abroad is not None
        limit_ms = request.time_limit_ms or self._settings.query_time_limit_ms
        session = self._relay.open(frozenset(call.iri for call in request.services), limit_ms / 1_000)
        redirected = redirect_services(request.query, request.services, session.address)
        try:
            answer = await self._abroad.answer(replace(request, query=redirected))
        except QuerySyntaxError:
            session.close()
            # Line and column are those of what was parsed; a parse of what was written says the same of that.
            return await self._local.answer(replace(request, services=()))
        except ServiceFailed as error:
            session.close()
            raise _explained(error, session) from None
        except BaseException:
            session.close()
            raise
        return _FederatedAnswer(answer, session)

    def counters(self) -> Mapping[str, float]:
        """Numbers for ``/metrics``."""
        abroad = self._abroad.counters() if self._abroad is not None else {}
        return {
            **self._local.counters(),
            **{f"federation_{name}": abroad[name] for name in _COUNTED if name in abroad},
            "federation_calls": self._relay.calls,
            "federation_failures": self._relay.failures,
        }


class _FederatedAnswer:
    """A running answer whose end closes the session."""

    def __init__(self, answer: Answer, session: Session) -> None:
        self._chunks = aiter(answer)
        self._answer = answer
        self._session = session

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            return await anext(self._chunks)
        except StopAsyncIteration:
            self._session.close()
            raise
        except AnswerCut as cut:
            self._session.close()
            if isinstance(cut.__cause__, ServiceFailed):
                error = _explained(cut.__cause__, self._session)
                raise AnswerCut(str(error)) from error
            raise

    async def aclose(self) -> None:
        """Stop the query and its calls at once, unless it is over."""
        self._session.close()
        await self._answer.aclose()


def _explained(error: ServiceFailed, session: Session) -> ServiceFailed:
    return ServiceFailed(f"{session.failure} With SERVICE SILENT the query goes on.") if session.failure else error


def _user_agent(settings: Settings) -> str:
    contact = f" (+{settings.public_url})" if settings.public_url else ""
    return f"lupaus/{__version__}{contact}"

"""An engine elsewhere behind the port: everything that bounds and protects is ours, the evaluation is its own.

Start here: ``RemoteEngine.answer`` waits for a place (``gate``), goes through the addresses (``replicas``), asks
one (``transfer``, ``client``), and returns chunks that were checked on the way (``whole``, ``transcode``).
"""

import asyncio
import contextlib
import logging
import secrets
from collections import Counter
from collections.abc import Coroutine, Mapping
from time import monotonic

from lupaus import __version__
from lupaus.engine.answer import RunningAnswer
from lupaus.engine.base import EngineRequest
from lupaus.engine.remote.address import Secrets, addresses_of
from lupaus.engine.remote.client import Client, Misled, Unreachable
from lupaus.engine.remote.gate import Gate, Pass
from lupaus.engine.remote.judging import Elsewhere, broken_error
from lupaus.engine.remote.names import AsIs, Names
from lupaus.engine.remote.profiles import profile_of
from lupaus.engine.remote.replicas import Replica, Replicas
from lupaus.engine.remote.transfer import Brake, Transfer, unreachable
from lupaus.engine.remote.whole import Broken
from lupaus.engine.verdict import deadline_error
from lupaus.errors import AnswerError, EngineFailed, StartError
from lupaus.media import JSON
from lupaus.settings import Settings

__all__ = ["RemoteEngine"]

_logger = logging.getLogger("lupaus.engine.remote")
_PROBE_EVERY_S = 5.0
_PROBE_LIMIT_S = 3.0
_OUTCOMES = ("answered", "deadline", "client_gone", "refused", "broken", "unavailable", "failed")


class RemoteEngine:
    """Implements ``base.Engine``."""

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets | None = None,
        names: Names | None = None,
        *,
        probe_every_s: float = _PROBE_EVERY_S,
    ) -> None:
        """An engine at the addresses of ``settings.engine_url``; nothing is called before ``start``.

        :param secrets: who we are to it; none by default.
        :param names: under which names it holds the graphs; by default those that requests name.
        :param probe_every_s: how often each address is asked whether it is there.
        :raises StartError: if the settings name no address, or no kind of engine.
        """
        self._settings = settings
        self._profile = profile_of(settings.engine_profile)
        self._replicas = Replicas(addresses_of(settings.engine_url))
        self._secrets = secrets or Secrets()
        self._names = names or AsIs()
        self._probe_every_s = probe_every_s
        self._counts: Counter[str] = Counter()
        self._gate = Gate(settings, self._counts)
        self._client: Client | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._errands: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """See whether an engine answers.

        :raises StartError: if none does.
        """
        most = 2 * self._settings.max_workers + 4  # queries, their cancellations, probes
        self._client = Client(self._profile, self._secrets, most, f"lupaus/{__version__}")
        found = await asyncio.gather(*(self._probe(replica) for replica in self._replicas))
        if not any(found):
            await self.stop()
            listed = " ".join(replica.address.url for replica in self._replicas)
            raise StartError(f"No engine answers ASK {{}} at {listed}. Start it, or correct --engine-url.")
        if not await self._holds_it():
            await self.stop()
            raise StartError(
                "The engine does not hold this release whole: load it with lupaus publish, or name another."
            )
        self._errand(self._watch())

    async def stop(self) -> None:
        """End what runs and every connection."""
        tasks = [*self._running, *self._errands]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def answer(self, request: EngineRequest) -> RunningAnswer:
        """Run a query until its first chunk; see ``base.Engine.answer``."""
        if self._client is None:
            raise EngineFailed("The engine is not running.")
        place = await self._gate.enter(request.client)
        brake = Brake()

        def abandon() -> None:
            task.cancel()

        answer = RunningAnswer(brake, abandon)
        task = asyncio.create_task(self._run(self._client, request, answer, brake, place))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            await answer.ready()
        except asyncio.CancelledError:
            await answer.aclose()
            raise
        return answer

    def counters(self) -> Mapping[str, float]:
        """Numbers for ``/metrics``."""
        return {
            "workers": self._replicas.usable,
            "busy": self._gate.busy,
            "waiting": self._gate.waiting,
            "refused_queue": self._counts["refused_queue"],
            "refused_rate": self._counts["refused_rate"],
            "failovers": self._counts["failovers"],
            "query_seconds": self._counts["query_us"] / 1e6,
            **{f"queries_{outcome}": self._counts[outcome] for outcome in _OUTCOMES},
        }

    async def _run(
        self, client: Client, request: EngineRequest, answer: RunningAnswer, brake: Brake, place: Pass
    ) -> None:
        started = monotonic()
        limit_ms = request.time_limit_ms or self._settings.query_time_limit_ms
        query_id = secrets.token_hex(16)
        outcome, asked = "failed", list[Replica]()
        try:
            async with asyncio.timeout(limit_ms / 1_000):
                transfer = Transfer(client, self._profile, self._names, request, limit_ms, query_id)
                await self._ask(transfer, answer, brake, asked)
        except TimeoutError:
            outcome = "deadline"
            answer.fail(deadline_error(limit_ms))
        except asyncio.CancelledError:
            outcome = "client_gone"
            answer.fail(EngineFailed("The server is stopping."))
        except Elsewhere as error:
            outcome = "unavailable"
            answer.fail(error.error)
        except Broken as error:
            outcome = "broken"
            _logger.warning("The engine's answer is not whole: %s.", error)
            answer.fail(broken_error())
        except AnswerError as error:
            outcome = "refused"
            answer.fail(error)
        except Exception:
            _logger.exception("Asking the engine failed")
            answer.fail(EngineFailed("The query engine failed on this query. The server goes on."))
        else:
            outcome = "answered"
            answer.end()
        finally:
            self._counts[outcome] += 1
            self._counts["query_us"] += round((monotonic() - started) * 1e6)
            self._gate.leave(place)
            if self._profile.cancel_path and outcome not in ("answered", "refused", "unavailable") and asked:
                self._errand(self._cancel(client, asked[-1], query_id))

    async def _ask(self, transfer: Transfer, answer: RunningAnswer, brake: Brake, asked: list[Replica]) -> None:
        last: Elsewhere | None = None
        for replica in self._replicas.in_turn():
            asked.append(replica)
            self._counts["failovers"] += last is not None
            try:
                await transfer.run(replica, answer.feed, brake)
            except Elsewhere as error:
                last = error
                _logger.warning("An engine cannot answer now: %s.", error)
                if error.is_down:
                    replica.failed()
            except BaseException:
                replica.given_up()
                raise
            else:
                return
        raise last or Elsewhere(unreachable(), "all are being left alone", is_down=False)

    async def _holds_it(self) -> bool:
        request = EngineRequest(self._names.condition, "ask", JSON)
        assert self._client is not None
        for replica in self._replicas.in_turn():
            transfer = Transfer(
                self._client, self._profile, AsIs(), request, self._settings.query_time_limit_ms, ""
            )
            chunks: list[bytes] = []
            try:
                await transfer.run(replica, chunks.append, Brake())
            except (Elsewhere, Broken, AnswerError):
                continue
            return b"true" in b"".join(chunks)
        return False

    async def _cancel(self, client: Client, replica: Replica, query_id: str) -> None:
        """Tell the engine to stop; closing the connection does not tell every one of them."""
        address = replica.address.sibling(self._profile.cancel_path)
        form = [("cancelQuery", ""), ("queryId", query_id), ("silent", "true")]
        with contextlib.suppress(Unreachable, Misled, TimeoutError):
            async with asyncio.timeout(_PROBE_LIMIT_S):
                reply = await client.post(address, form)
                await reply.aclose()

    async def _watch(self) -> None:
        """Ask each address now and then, so that one that stalls is found out, and one that is back, too."""
        while True:
            await asyncio.sleep(self._probe_every_s)
            await asyncio.gather(*(self._probe(replica) for replica in self._replicas))

    async def _probe(self, replica: Replica) -> bool:
        assert self._client is not None
        try:
            async with asyncio.timeout(_PROBE_LIMIT_S):
                reply = await self._client.post(replica.address, [("query", "ASK {}")], JSON.media_type)
                await reply.aclose()
        except (Unreachable, Misled, TimeoutError):
            replica.failed()
            return False
        if reply.status >= 500:
            replica.failed()
        else:
            replica.succeeded()
        return reply.status == 200

    def _errand(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

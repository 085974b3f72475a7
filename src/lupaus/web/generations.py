"""One release after the other behind one socket: a request is answered by the release it began with, whole.

A *generation* is a release with its engine, its application and its cache. A new one is made ready beside the old;
then one assignment turns new requests to it. The old one answers what it has begun, and ends when that is done.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field

from starlette.types import Receive, Scope, Send

from lupaus.engine.base import Engine
from lupaus.errors import LupausError
from lupaus.web.front import Front
from lupaus.web.headers import Header
from lupaus.web.reply import Reply

__all__ = ["Generation", "Generations"]

_logger = logging.getLogger("lupaus.web")
_LOOK_EVERY_S = 1.0


@dataclass
class Generation:
    """A release being served."""

    version: str
    engine: Engine
    app: Front
    close: Callable[[], None] = lambda: None
    """Lets go of the files of the release."""
    running: int = 0
    is_over: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Generations:
    """An ASGI application, and what ``Serving`` starts and stops in the place of an engine."""

    def __init__(
        self,
        make: Callable[[], Awaitable[Generation]],
        look: Callable[[], str],
        *,
        look_every_s: float = _LOOK_EVERY_S,
    ) -> None:
        """Nothing is made before ``start``.

        :param make: opens the release that is there now, with its engine running.
        :param look: names the release that is there now, cheaply; empty: none that can be read.
        :param look_every_s: how often to look; SIGHUP makes it look at once.
        """
        self._make = make
        self._look = look
        self._look_every_s = look_every_s
        self._current: Generation | None = None
        self._seen = ""
        self._is_behind = False
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.switches = 0

    @property
    def version(self) -> str:
        """The release that new requests are answered from."""
        return self._current.version if self._current is not None else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from the release that is current as it begins."""
        generation = self._current
        assert generation is not None
        generation.running += 1
        try:
            await generation.app(scope, receive, send)
        finally:
            generation.running -= 1
            if generation.is_over and not generation.running:
                generation.ended.set()

    def quick(self, target: bytes, headers: Sequence[Header], client: tuple[str, int] | None) -> Reply | None:
        """A kept answer of the current release; it is given before anything else can happen. See ``quick.py``."""
        return self._current.app.quick(target, headers, client) if self._current is not None else None

    async def start(self) -> None:
        """Open the first release, and begin to look for others. Raises what opening it raises."""
        self._seen = self._look()
        self._current = await self._make()
        with contextlib.suppress(ValueError, RuntimeError):  # not the main thread: tests wake us themselves
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.wake)
        self._task(self._watch())

    async def stop(self) -> None:
        """End every engine; uvicorn has finished the requests, or given them up."""
        with contextlib.suppress(ValueError, RuntimeError):
            asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
        for task in (tasks := [*self._tasks]):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._current is not None:
            await self._end(self._current)

    def wake(self) -> None:
        """Look now, and try again what failed."""
        self._wake.set()

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._look_every_s):
                    await self._wake.wait()
            is_told = self._wake.is_set()
            self._wake.clear()
            if (seen := self._look()) and (seen != self._seen or (is_told and self._is_behind)):
                self._seen = seen
                await self._switch()

    async def _switch(self) -> None:
        """Serve what is there now; if that cannot be, go on with what is served."""
        self._is_behind = True
        try:
            new = await self._make()
        except (LupausError, OSError) as error:
            _logger.warning("The new release is not served, and the old one goes on: %s", error)
            return
        self._is_behind = False
        old, self._current = self._current, new
        self.switches += 1
        _logger.warning("Release %s is served from now on.", new.version[:12])
        assert old is not None
        self._task(self._retire(old))

    async def _retire(self, old: Generation) -> None:
        old.is_over = True
        try:
            if old.running:
                await old.ended.wait()
        finally:
            await self._end(old)

    async def _end(self, generation: Generation) -> None:
        await generation.engine.stop()
        generation.app.log.flush()
        generation.close()

    def _task(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

"""A running answer on the server's side: chunks in, chunks out, and a brake between them."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

from lupaus.engine.base import AnswerCut
from lupaus.errors import AnswerError

__all__ = ["RunningAnswer", "Tap"]

_HIGH_WATER_BYTES = 262_144
_LOW_WATER_BYTES = 65_536


class Tap(Protocol):
    """Where chunks come from."""

    def pause(self) -> None:
        """No more for now."""

    def resume(self) -> None:
        """Go on."""


class RunningAnswer:
    """Implements ``base.Answer``. Holds at most a few chunks, however slow its reader."""

    def __init__(self, tap: Tap, abandon: Callable[[], None]) -> None:
        self._tap = tap
        self._abandon = abandon
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._is_paused = False
        self._is_over = False
        self._error: AnswerError | None = None
        self._waiter: asyncio.Future[None] | None = None

    # The worker's side.

    def feed(self, chunk: bytes) -> None:
        """A chunk arrived."""
        self._chunks.append(chunk)
        self._held += len(chunk)
        if self._held > _HIGH_WATER_BYTES and not self._is_paused:
            self._is_paused = True
            self._tap.pause()
        self._wake()

    def end(self) -> None:
        """The answer is complete."""
        self._is_over = True
        self._wake()

    def fail(self, error: AnswerError) -> None:
        """The answer will not be completed; what is not read yet is dropped."""
        self._is_over, self._error = True, error
        self._chunks.clear()
        self._wake()

    # The reader's side.

    async def ready(self) -> None:
        """Wait for the first chunk, or for the end of an empty answer.

        :raises AnswerError: if there is neither.
        """
        while not self._chunks and not self._is_over:
            await self._wait()
        if self._error is not None:
            raise self._error

    def __aiter__(self) -> "RunningAnswer":
        return self

    async def __anext__(self) -> bytes:
        while not self._chunks:
            if self._error is not None:
                raise AnswerCut(str(self._error)) from self._error
            if self._is_over:
                raise StopAsyncIteration
            await self._wait()
        chunk = self._chunks.popleft()
        self._held -= len(chunk)
        if self._is_paused and self._held < _LOW_WATER_BYTES:
            self._is_paused = False
            if not self._is_over:
                self._tap.resume()
        return chunk

    async def aclose(self) -> None:
        """Stop the query at once, unless it is over."""
        if not self._is_over:
            self._is_over = True
            self._chunks.clear()
            self._abandon()
            self._wake()

    async def _wait(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

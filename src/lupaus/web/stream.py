"""Passing a running answer on: held back while its fate is open, then streamed, and cut if it fails.

An answer that ends within the bounds of the cache is sent whole, with its length; its status is then the truth
about all of it. A longer one is streamed with chunked coding (RFC 9112, section 7.1). If that fails midway,
``AnswerCut`` passes through, and the server closes the connection without the last chunk, so that a client can
tell it from a complete answer (section 8).
"""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from types import TracebackType

from starlette.types import Receive, Send

from lupaus.engine.base import Answer, AnswerCut
from lupaus.errors import N_, AnswerError, EngineFailed
from lupaus.web.body import ClientGone
from lupaus.web.headers import COMMON, Headers

__all__ = ["ClientWatch", "Held", "hold", "resume", "send_stream"]

PATIENCE_S = 0.2
"""How long after the first chunk an answer may be held back to be sent whole."""


class Held:
    """The beginning of an answer, or all of it."""

    def __init__(self, chunks: list[bytes], rest: AsyncIterator[bytes] | None) -> None:
        self.chunks = chunks
        self.rest = rest
        """What follows; ``None`` if nothing does."""

    @property
    def is_whole(self) -> bool:
        """Whether this is all of the answer."""
        return self.rest is None


async def hold(answer: Answer, limit_bytes: int, patience_s: float = PATIENCE_S) -> Held:
    """Gather ``answer`` until it ends, has more than ``limit_bytes``, or has kept its reader waiting too long.

    :raises AnswerError: if it fails before that: nothing is sent yet, so the failure can still be told.
    """
    chunks: list[bytes] = []
    size = 0
    iterator = aiter(answer)
    late = monotonic() + patience_s
    try:
        async for chunk in iterator:
            chunks.append(chunk)
            size += len(chunk)
            if size > limit_bytes or monotonic() > late:
                return Held(chunks, iterator)
    except AnswerCut as cut:
        if isinstance(cut.__cause__, AnswerError):
            raise cut.__cause__ from None
        raise EngineFailed(N_("The query engine failed after the answer had begun. Try again.")) from cut
    return Held(chunks, None)


async def resume(held: Held, kept: list[bytes] | None = None, limit_bytes: int = 0) -> AsyncIterator[bytes]:
    """The held chunks and then the rest. ``kept`` collects them, and is emptied once past ``limit_bytes``."""
    size = 0
    for chunk in held.chunks:
        size += len(chunk)
        yield chunk
    if kept is not None:
        kept.extend(held.chunks)
    if held.rest is None:
        return
    async for chunk in held.rest:
        size += len(chunk)
        if kept is not None:
            if size <= limit_bytes:
                kept.append(chunk)
            else:
                kept.clear()
                kept = None
        yield chunk


async def send_stream(send: Send, headers: Headers, chunks: AsyncIterator[bytes], *, is_head: bool) -> None:
    """Send a 200 whose length is not known. For HEAD the fields are all there is to say."""
    await send({"type": "http.response.start", "status": 200, "headers": [*COMMON, *headers]})
    if not is_head:
        async for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


_WATCH_AFTER_S = 0.005
"""Most answers are there sooner: for them a task that waits beside would be dear, and nobody goes away so fast."""


class ClientWatch:
    """While open, the client's going away cancels the work inside and surfaces as ``ClientGone``.

    Enter it once the request's body has been read: from then on the only message is the disconnection.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_gone = False
        self._task: asyncio.Task[object] | None = None
        self._begin: asyncio.TimerHandle | None = None
        self._watcher: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "ClientWatch":
        self._task = asyncio.current_task()
        self._begin = asyncio.get_running_loop().call_later(_WATCH_AFTER_S, self._start)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._begin is not None
        assert self._task is not None
        self._begin.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if self._is_gone and self._task.uncancel() <= 0 and kind is asyncio.CancelledError:
            raise ClientGone from error

    def _start(self) -> None:
        self._watcher = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._is_gone = True
        assert self._task is not None
        self._task.cancel()

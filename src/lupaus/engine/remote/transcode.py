"""Writing an answer in another format while it arrives: a streaming parser in a thread, a brake on both sides.

The only module here that imports pyoxigraph. Its parsers are not given a query, only an answer, and hold a term at
a time. What they cannot read to its end is no whole answer.
"""

import asyncio
import contextlib
import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import IO, cast

import pyoxigraph as ox

from lupaus.engine.oxigraph import RDF_FORMATS, RESULTS_FORMATS
from lupaus.engine.remote.whole import Broken
from lupaus.errors import AnswerError
from lupaus.media import JSON, NTRIPLES, Format

__all__ = ["Transcoder", "boolean_of", "write_boolean"]

_HELD_BYTES = 262_144


class Transcoder:
    """Bytes of ``source`` in, bytes of ``target`` out, from a thread that ends with the answer."""

    def __init__(
        self, source: Format, target: Format, prefixes: Mapping[str, str], feed: Callable[[bytes], None]
    ) -> None:
        """One answer's transcoder.

        :param source: ``media.JSON`` for solutions, ``media.NTRIPLES`` for graphs.
        :param feed: is given what is written, on the event loop.
        """
        self._source, self._target, self._prefixes = source, target, prefixes
        self._give = feed
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Condition()
        self._in: deque[bytes] = deque()
        self._in_bytes = self._out_bytes = 0
        self._is_ended = self._is_abandoned = self._is_paused = False
        self._room = asyncio.Event()
        self._room.set()
        self._done: asyncio.Future[None] = self._loop.create_future()
        threading.Thread(target=self._work, name="lupaus-transcoder", daemon=True).start()

    # The event loop's side.

    async def put(self, chunk: bytes) -> None:
        """The next chunk; waits while the thread has enough."""
        with self._lock:
            self._in.append(chunk)
            self._in_bytes += len(chunk)
            if self._in_bytes > _HELD_BYTES:
                self._room.clear()
            self._lock.notify_all()
        if not self._done.done():
            await self._room.wait()
        if self._done.done():
            self._done.result()  # it can read no further

    async def finish(self) -> None:
        """There are no more; waits until all is written.

        :raises Broken: if that was no whole answer.
        """
        with self._lock:
            self._is_ended = True
            self._lock.notify_all()
        await asyncio.shield(self._done)

    def abandon(self) -> None:
        """End the thread."""
        with self._lock:
            self._is_abandoned = True
            self._lock.notify_all()
        self._done.cancel()

    def pause(self) -> None:
        """The reader has enough."""
        with self._lock:
            self._is_paused = True

    def resume(self) -> None:
        """The reader wants more."""
        with self._lock:
            self._is_paused = False
            self._lock.notify_all()

    def _deliver(self, data: bytes) -> None:
        with self._lock:
            self._out_bytes -= len(data)
            self._lock.notify_all()
        if self._is_abandoned:
            return
        try:
            self._give(data)
        except AnswerError as error:  # over the limit
            self._settle(error)

    def _settle(self, error: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None) if error is None else self._done.set_exception(error)
            self._done.exception()  # seen, even if nobody asks
        self._room.set()

    # The thread's side.

    def _work(self) -> None:
        error: Broken | None = None
        try:
            self._convert()
        except SyntaxError as problem:
            error = Broken(f"it is no whole {self._source.name}: {problem}")
        except (ValueError, OSError, EOFError) as problem:
            error = Broken(f"it cannot be written as {self._target.name}: {problem}")
        with contextlib.suppress(OSError):
            self._tell(self._settle, error)

    def _convert(self) -> None:
        reader, writer = cast("IO[bytes]", _Reader(self._next)), cast("IO[bytes]", _Writer(self._write))
        if self._source is NTRIPLES:
            triples = ox.parse(reader, ox.RdfFormat.N_TRIPLES)
            ox.serialize(triples, writer, RDF_FORMATS[self._target.name], prefixes=dict(self._prefixes))
        else:
            results = ox.parse_query_results(reader, RESULTS_FORMATS[JSON.name])
            if isinstance(results, ox.QueryBoolean):
                raise ValueError("a boolean answers no SELECT")
            results.serialize(writer, RESULTS_FORMATS[self._target.name])

    def _tell(self, call: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(call, *arguments)
        except RuntimeError:  # the loop has ended, and with it whoever would listen
            raise OSError("nobody listens") from None

    def _next(self) -> bytes:
        with self._lock:
            self._lock.wait_for(lambda: self._in or self._is_ended or self._is_abandoned)
            if self._is_abandoned:
                raise OSError("abandoned")
            if not self._in:
                return b""
            chunk = self._in.popleft()
            self._in_bytes -= len(chunk)
            is_low = self._in_bytes <= _HELD_BYTES // 2
        if is_low:
            self._tell(self._room.set)
        return chunk

    def _write(self, data: bytes) -> None:
        with self._lock:
            self._lock.wait_for(
                lambda: (self._out_bytes < _HELD_BYTES and not self._is_paused) or self._is_abandoned
            )
            if self._is_abandoned:
                raise OSError("abandoned")
            self._out_bytes += len(data)
        self._tell(self._deliver, data)


class _Reader:
    def __init__(self, take: Callable[[], bytes]) -> None:
        self._take = take
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = memoryview(self._take())
        part = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(part) :]
        return bytes(part)


class _Writer:
    def __init__(self, give: Callable[[bytes], None]) -> None:
        self._give = give

    def write(self, data: bytes) -> int:
        self._give(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Everything is on its way already."""


def boolean_of(body: bytes) -> bool:
    """The answer to an ASK; one engine gives it as a row with a 1, or as none.

    :raises Broken: if it is no answer to an ASK.
    """
    try:
        document = json.loads(body)
        if isinstance(document.get("boolean"), bool):
            return bool(document["boolean"])
        rows = document["results"]["bindings"]
        values = [binding["value"] for row in rows for binding in row.values()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Broken("it is no whole answer to an ASK") from None
    if len(values) > 1 or (values and values[0] not in ("0", "1")):
        raise Broken("it is no answer to an ASK")
    return values == ["1"]


def write_boolean(value: bool, format: Format) -> bytes:
    """The answer to an ASK in a format; CSV and TSV have none, so in them it is a line of our own."""
    word = b"true" if value else b"false"
    if not format.ask:
        return word + b"\n"
    answer = ox.parse_query_results(b'{"head":{},"boolean":%s}' % word, RESULTS_FORMATS[JSON.name])
    written = cast("ox.QueryBoolean", answer).serialize(format=RESULTS_FORMATS[format.name])
    assert written is not None  # it is, where no file is given
    return written

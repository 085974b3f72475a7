"""A worker as the server sees it: a socket to send orders and read frames, and the means to kill it."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from typing import Protocol

from lupaus.engine.frames import DATA, END, End, Failure, FrameError, FrameReader
from lupaus.engine.nursery import Newborn

__all__ = ["Channel", "Listener"]

_RECEIVE_BYTES = 131_072


class Listener(Protocol):
    """Who hears what a worker says about the order it was given."""

    def chunk(self, data: bytes) -> None:
        """Part of the answer."""

    def finished(self, last: End | Failure) -> None:
        """The answer is over; the worker waits for the next order."""

    def gone(self) -> None:
        """The worker will say no more."""


class Channel:
    """The socket and the process. Reading is paused by not reading: the worker then blocks in its write."""

    def __init__(
        self,
        newborn: Newborn,
        loop: asyncio.AbstractEventLoop,
        listener: Listener,
        kill_by_pid: Callable[[int], None],
    ) -> None:
        self.pid = newborn.pid
        self._socket = newborn.channel
        self._pidfd = newborn.pidfd
        self._loop = loop
        self._kill_by_pid = kill_by_pid
        self._frames = FrameReader()
        self._unsent = memoryview(b"")
        self._is_open = True
        self._is_reading = False
        self._listener = listener
        self.resume()

    def send(self, payload: bytes) -> bool:
        """Give the worker an order. Returns whether it could be given: an idle worker may have died."""
        try:
            sent = self._socket.send(payload)
        except BlockingIOError:
            sent = 0
        except OSError:
            return False
        if sent < len(payload):
            self._unsent = memoryview(payload)[sent:]
            self._loop.add_writer(self._socket, self._writable)
        return True

    def pause(self) -> None:
        """Stop reading."""
        if self._is_reading:
            self._is_reading = False
            self._loop.remove_reader(self._socket)

    def resume(self) -> None:
        """Read on."""
        if self._is_open and not self._is_reading:
            self._is_reading = True
            self._loop.add_reader(self._socket, self._readable)

    def close(self) -> None:
        """Close the socket: an idle worker then ends by itself."""
        if self._is_open:
            self._is_open = False
            self.pause()
            if self._unsent:
                self._loop.remove_writer(self._socket)
            self._socket.close()
            if self._pidfd is not None:
                os.close(self._pidfd)

    def kill(self) -> None:
        """Kill the process, whatever it does, and close the socket."""
        if not self._is_open:
            return
        if self._pidfd is None:
            self._kill_by_pid(self.pid)
        else:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self.close()

    def _readable(self) -> None:
        try:
            data = self._socket.recv(_RECEIVE_BYTES)
            frames = self._frames.feed(data)
        except BlockingIOError:
            return
        except OSError:
            data, frames = b"", []
        except FrameError:
            self.kill()
            data, frames = b"", []
        if not data:
            self.pause()
            self._listener.gone()
        for kind, payload in frames:
            if kind == DATA:
                self._listener.chunk(payload)
            else:
                self._listener.finished(End.decode(payload) if kind == END else Failure.decode(payload))

    def _writable(self) -> None:
        try:
            sent = self._socket.send(self._unsent)
        except BlockingIOError:
            return
        except OSError:
            sent = len(self._unsent)  # the reading side sees the end
        self._unsent = self._unsent[sent:]
        if not self._unsent:
            self._loop.remove_writer(self._socket)

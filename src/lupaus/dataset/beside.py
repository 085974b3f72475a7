"""Work that another processor does meanwhile, in a copy of this process.

The copy shares the memory as it was when it was made (fork(2)): nothing has to be handed over to it, and it does
not see what this process changes afterwards. Only its result comes back.
"""

import contextlib
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn, TypeVar, cast

from lupaus.errors import BuildError

__all__ = ["beside", "has_spare_processor"]

T = TypeVar("T")


def has_spare_processor() -> bool:
    """Whether a copy of this process gains time. One with threads is not copied: their locks would stay shut."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


@contextmanager
def beside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Begin ``work``, and yield a function that waits for its result.

    ``work`` sees everything as it is now. Without a spare processor it is done at once. The copy is gone when the
    context ends.

    :raises BuildError: from the function, if ``work`` raises one, or the copy was ended from outside.
    """
    if not has_spare_processor():
        result = work()
        yield lambda: result
        return
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _do(work, writing)
    os.close(writing)
    stream = os.fdopen(reading, "rb")
    try:
        yield lambda: cast(T, _receive(stream))
    finally:
        stream.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _do(work: Callable[[], object], writing: int) -> NoReturn:
    """The whole life of the copy. Nothing of what it inherits is closed or flushed: that is the other's to do."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that waits ends this one too
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            outcome: tuple[bool, object] = (True, work())
        except BuildError as error:
            # Its class may take other arguments than it keeps: it is put together again without asking it.
            outcome = (False, (type(error), error.args, error.__dict__))
        with os.fdopen(writing, "wb") as stream:
            pickle.dump(outcome, stream, pickle.HIGHEST_PROTOCOL)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _receive(stream: BinaryIO) -> object:
    octets = stream.read()
    if not octets:
        raise BuildError("A process of the build has ended early; there may be too little memory.")
    is_result, outcome = cast(tuple[bool, object], pickle.loads(octets))  # noqa: S301 - from ourselves, by a pipe
    if is_result:
        return outcome
    kind, arguments, members = cast(tuple[type[BuildError], tuple[object, ...], dict[str, object]], outcome)
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(members)
    raise error

"""The garbage collector, kept out of the way while millions of small objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["paused_collector"]


@contextmanager
def paused_collector() -> Iterator[None]:
    """No cyclic garbage collection inside. What refers to nothing in a circle is still freed at once.

    Terms and triples form no circles, and looking through them again and again takes as long as making them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

"""Servers under test: ``lupaus serve`` on a free port, as a user starts it."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

__all__ = ["launch", "serving_files"]


def launch(words: Iterable[str]) -> tuple[str, subprocess.Popen[str]]:
    """The address of a server started with these arguments, and its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lupaus", "serve", "--port", "0", "--client-query-seconds", "0", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return found[0], process
    raise AssertionError(f"the server did not start: {process.wait(5)}")


@contextmanager
def serving_files(words: Iterable[str]) -> Iterator[str]:
    """The address of such a server, for as long as the block lasts."""
    address, process = launch(words)
    try:
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)

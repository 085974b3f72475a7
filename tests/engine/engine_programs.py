"""Engines that run as programs of their own, and our server in front of them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx

__all__ = ["free_port", "oxigraph", "serving", "until_it_answers"]


def free_port():
    """A port that nobody has now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until_it_answers(url, process, limit_s=60):
    """Wait until ``url`` answers an ASK."""
    late = time.monotonic() + limit_s
    while time.monotonic() < late:
        assert process.poll() is None, f"it ended with {process.returncode}"
        try:
            if httpx.post(url, data={"query": "ASK {}"}, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError(f"{url} does not answer")


@contextmanager
def oxigraph(location, *files, port=None):
    """``oxigraph serve`` over a store in ``location``, with these files loaded; its address without a path."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "oxigraph is missing: pip install 'lupaus[test]'"
    if files:
        words = [word for file in files for word in ("--file", file)]
        subprocess.run([program, "load", "--location", location, *words], check=True, capture_output=True)
    port = port or free_port()
    command = [program, "serve", "--location", location, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_it_answers(f"http://127.0.0.1:{port}/query", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@contextmanager
def serving(*words, **environ):
    """``lupaus serve`` as a program; its address, and what it said at its start."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LUPAUS_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "lupaus", "serve", "--port", "0", "--client-query-seconds", "0", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), **environ},
    )
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if line.startswith("SERVICE"):
                break
        found = re.search(r"endpoint\s+(http://127\.0\.0\.1:\d+)/sparql", "".join(said))
        assert found, "".join(said) + process.stderr.read()
        yield found[1], "".join(said)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)

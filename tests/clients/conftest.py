"""A release whose identifiers lead to a server on loopback, for clients that are programs of others."""

import socket
import subprocess
import sys
import time
from dataclasses import dataclass

import httpx
import pytest
from programs import rows

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.release import Release


@dataclass(frozen=True)
class Served:
    """A running ``lupaus serve``."""

    base: str
    release: Release

    def ask(self, query):
        """The rows of a SELECT, as its endpoint answers."""
        answer = httpx.get(f"{self.base}sparql", params={"query": query, "format": "json"}, timeout=60)
        return rows(answer.json())


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    port = free_port()
    base = f"http://localhost:{port}/"
    release = build_release(find_inputs(base), tmp_path_factory.mktemp("clients") / "release")
    command = [sys.executable, "-m", "lupaus", "serve", "--release", release.path, "--port", str(port),
               "--public-url", base.rstrip("/"), "--client-query-seconds", "0"]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        assert httpx.get(f"{base}health", timeout=60).status_code == 200
        yield Served(base, release)
    finally:
        server.terminate()
        server.wait(30)
        release.close()

"""Who is measured: how each is found, installed and started. Nothing is installed from here."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.client import Connection, get_request, query_request
from bench.process import Running, free_port, start, wait_for_port
from bench.virtuoso import GRAPH, start_virtuoso

__all__ = ["PEERS", "Peer", "Served", "found", "home"]

ROOT = Path(__file__).parents[1]
_START_S = 600.0


def home() -> Path:
    """The folder with the peers from PyPI and npm."""
    return Path(os.environ.get("BENCH_PEERS", ROOT / "bench/.peers"))


def _in_home(program: str) -> str | None:
    path = home() / "bin" / program
    return str(path) if path.exists() else None


@dataclass(frozen=True)
class Served:
    """A peer that answers."""

    running: Running
    port: int
    path: str
    """Where its SPARQL endpoint is."""
    start_s: float
    """From the start of the process to the first answer, loading included."""


@dataclass(frozen=True)
class Peer:
    """A SPARQL endpoint over one file of N-Triples, which is its default graph."""

    name: str
    program: Callable[[], str | None]
    """Where it is, or ``None``."""
    install: str
    """What to type to have it."""
    command: Callable[[str, Path, int, Path], list[str]] = lambda *_: []
    """Program, data, port and a work folder → what is run."""
    path: str = "/sparql"
    environment: Mapping[str, str] = field(default_factory=dict)
    after: Callable[[Path, int], None] = lambda *_: None
    """Data and port: what is left to do once it listens."""
    start: Callable[[str, Path, int, Path], Running] | None = None
    """In place of ``command`` where it takes more than one."""

    def serve(self, data: Path, work: Path) -> Served:
        """Start it over ``data`` and wait until it answers a query over all of it.

        :raises TimeoutError: if it does not come up.
        """
        program, port = self.program(), free_port()
        assert program is not None
        folder = work / f"{self.name}-{data.stem}-{port}"
        folder.mkdir(parents=True)
        if self.start is not None:
            running = self.start(program, data, port, folder)
        else:
            command = self.command(program, data, port, folder)
            running = start(command, folder / "log", self.environment, ROOT)
        try:
            began = perf_counter()
            wait_for_port(running, port, _START_S)
            self.after(data, port)
            with Connection(port, _START_S) as connection:  # some listen before they have their data
                connection.ask(query_request(self.path, "ASK { ?s ?p ?o }", "application/sparql-results+json"))
            seconds = perf_counter() - began
        except BaseException:
            running.stop()
            raise
        return Served(running, port, self.path, seconds)


def found() -> tuple[list[Peer], list[Peer]]:
    """The peers that are here, and those that are not."""
    here = [peer for peer in PEERS if peer.program() is not None]
    return here, [peer for peer in PEERS if peer not in here]


def _lupaus(*more: str) -> Callable[[str, Path, int, Path], list[str]]:
    def command(program: str, data: Path, port: int, work: Path) -> list[str]:
        serve = ["-m", "lupaus", "serve", "--port", str(port), "--client-query-seconds", "0", *more]
        return [program, *serve, str(data)]

    return command


_STOCK = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(store=sys.argv[1], default_union=True)
graph.parse(sys.argv[2])
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[3]), access_log=False)
"""
"""What ``rdflib-endpoint serve`` does, without the line it prints for each request."""


def _stock(store: str) -> Callable[[str, Path, int, Path], list[str]]:
    return lambda program, data, port, work: [program, "-c", _STOCK, store, str(data), str(port)]


def _stock_program() -> str | None:
    return _in_home("python") if _in_home("rdflib-endpoint") else None


def _post_data(data: Path, port: int) -> None:
    body = data.read_bytes()
    head = {"Content-Type": "application/n-triples", "Content-Length": str(len(body))}
    request = get_request("/store?default", head).replace(b"GET", b"POST", 1) + body
    with Connection(port, _START_S) as connection:
        response = connection.ask(request)
    if response.status >= 300:
        raise TimeoutError(f"the data were refused: {response.body[:200]!r}")


_VENV = "python3 -m venv bench/.peers && bench/.peers/bin/pip install"
_HERE = {"PYTHONPATH": str(ROOT / "src")}

PEERS: tuple[Peer, ...] = (
    Peer("lupaus", lambda: sys.executable, "this project", _lupaus(), environment=_HERE),
    Peer("oxigraph", lambda: _in_home("oxigraph"), f"{_VENV} oxigraph", path="/query", after=_post_data,
         command=lambda program, data, port, work: [program, "serve", "--bind", f"127.0.0.1:{port}"]),
    Peer("rdflib-memory", _stock_program, f"{_VENV} rdflib-endpoint==0.6.3", _stock("default"), path="/"),
    Peer("rdflib-oxigraph", _stock_program, f"{_VENV} rdflib-endpoint==0.6.3 oxrdflib", _stock("Oxigraph"),
         path="/"),
    Peer("virtuoso", lambda: shutil.which("virtuoso-t"), "apt-get install virtuoso-opensource-7",
         path=f"/sparql?default-graph-uri={GRAPH}", start=start_virtuoso),
)  # fmt: skip

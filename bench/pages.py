"""Documents about things: ours in four formats, and Trifid's page of the same thing."""

import shutil
from pathlib import Path

from bench.client import get_request
from bench.measure import Contestant
from bench.peers import ROOT, Served, home
from bench.process import Running, free_port, start, wait_for_port

__all__ = ["FORMATS", "THING", "contestant", "page_path", "trifid"]

FORMATS = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
}
THING = "declaration/helsinki-impact-declaration-2019"
_START_S = 60.0
_SETTINGS = """server:
  listener:
    host: 127.0.0.1
    port: {port}
  logLevel: warn
globals:
  datasetBaseUrl: {base}
  endpoints:
    default:
      url: http://127.0.0.1:{endpoint}/query
plugins:
  entity-renderer:
    module: "@zazuko/trifid-entity-renderer"
"""


def page_path(suffix: str) -> str:
    """Where our document stands in a format."""
    return f"/doc/{THING}.{suffix}"


def request_for(path: str, accept: str) -> bytes:
    """What a browser or a crawler sends."""
    return get_request(path, {"Accept": accept})


def trifid(base: str, endpoint: Served, work: Path) -> tuple[Running, int] | None:
    """Trifid over the same data, asked of ``endpoint``; ``None`` if it is not here.

    :raises TimeoutError: if it does not come up.
    """
    server = home() / "node_modules/trifid/server.js"
    node = shutil.which("node")
    if node is None or not server.exists():
        return None
    port = free_port()
    settings = work / f"trifid-{port}.yaml"
    settings.write_text(_SETTINGS.format(port=port, base=base, endpoint=endpoint.port))
    running = start([node, str(server), "-c", str(settings)], work / f"trifid-{port}.log", cwd=ROOT)
    try:
        wait_for_port(running, port, _START_S)
    except TimeoutError:
        running.stop()
        raise
    return running, port


def contestant(name: str, running: Running, port: int, path: str, accept: str) -> Contestant:
    """A server that gives one document again and again."""
    request = request_for(path, accept)
    return Contestant(name, running, port, lambda number: request)

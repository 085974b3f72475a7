"""What a crawler costs: documents that nobody asked for yet, and the same again by their ETags."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from bench.client import Connection, get_request
from bench.process import Running

__all__ = ["Crawl", "crawl", "documents"]


@dataclass(frozen=True)
class Crawl:
    """One walk through the documents."""

    per_s: float
    cpu_us: float
    """Processor time of the server for each document."""
    kb: float
    """The size of a document as it was sent."""


def documents(release: Path, most: int) -> list[str]:
    """Addresses of documents about things, evenly taken."""
    with sqlite3.connect(f"file:{release / 'resources.sqlite'}?mode=ro", uri=True) as database:
        query = "SELECT path FROM resource WHERE format = 'nquads' AND path LIKE 'id/%' ORDER BY path"
        paths = [path for (path,) in database.execute(query) if "?" not in path]
    return ["/doc/" + path.removeprefix("id/") for path in paths[:: max(1, len(paths) // most)]]


def crawl(running: Running, port: int, paths: list[str], accept: str) -> tuple[Crawl, Crawl]:
    """All of ``paths`` for the first time, then with the ETags that were got."""
    fields = {"Accept": accept, "Accept-Encoding": "gzip"}
    first = [get_request(path, fields) for path in paths]
    with Connection(port) as connection:
        cold, tags = _walk(running, connection, first, 200)
        again = [get_request(path, fields | {"If-None-Match": tag}) for path, tag in zip(paths, tags, strict=True)]
        return cold, _walk(running, connection, again, 304)[0]


def _walk(running: Running, connection: Connection, requests: list[bytes], status: int) -> tuple[Crawl, list[str]]:
    before, began, size = running.cpu_s(), time.perf_counter(), 0
    tags = []
    for request in requests:
        response = connection.ask(request)
        if response.status != status:
            raise ValueError(f"{response.status} in place of {status}")
        size += len(response.body)
        tags.append(response.header("etag"))
    seconds, spent, number = time.perf_counter() - began, running.cpu_s() - before, len(requests)
    return Crawl(number / seconds, spent / number * 1e6, size / number / 1e3), tags

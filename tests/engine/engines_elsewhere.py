"""Engines elsewhere that do as they are told, and our engine in front of them."""

import asyncio
import json
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

from lupaus import media
from lupaus.engine.base import EngineRequest
from lupaus.engine.remote.engine import RemoteEngine
from lupaus.engine.remote.names import LEDGER
from lupaus.settings import Settings

JSON_TYPE = "application/sparql-results+json"
TRUE = b'{"head":{},"boolean":true}'


def head(status=200, content_type=JSON_TYPE, version="1.1", **fields):
    """The head of an HTTP answer."""
    fields = {"content-type": content_type, **fields}
    lines = [
        f"HTTP/{version} {status} X",
        *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def reply(body=TRUE, status=200, content_type=JSON_TYPE, **fields):
    """A whole HTTP answer."""
    return head(status, content_type, content_length=len(body), **fields) + body


def rows(*values, name="x"):
    """Results with one column of IRIs."""
    bindings = [{name: {"type": "uri", "value": value}} for value in values]
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": bindings}}).encode()


class Stub:
    """An engine: each query gets the next step of its script; what a start asks gets true unless told otherwise."""

    def __init__(self):
        self.port = 0
        self.script = []
        self.forms = []
        self.heads = []
        self.probe = reply()
        self.closed = asyncio.Event()
        self.writers = set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/sparql"

    async def serve(self, reader, writer):
        self.writers.add(writer)
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                lines = request.lower().split(b"\r\n")
                length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
                form = parse_qs((await reader.readexactly(length)).decode(), keep_blank_values=True)
                if form.get("query", [""])[0].startswith(("ASK {}", f"ASK {{ GRAPH <{LEDGER}>")):
                    step = self.probe
                else:
                    self.heads.append(request.decode())
                    self.forms.append(form)
                    step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
                if callable(step):
                    step = await step(writer, form)
                if step is None:
                    break
                writer.write(step)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.closed.set()
            writer.close()


@asynccontextmanager
async def listening(*script):
    """A stub that listens."""
    stub = Stub()
    stub.script = list(script)
    server = await asyncio.start_server(stub.serve, "127.0.0.1", 0)
    stub.port = server.sockets[0].getsockname()[1]
    try:
        yield stub
    finally:
        server.close()
        for writer in stub.writers:
            writer.close()


@asynccontextmanager
async def in_front_of(*stubs, secrets=None, names=None, probe_every_s=60.0, **settings):
    """Our engine over some stubs."""
    limits = {"max_workers": 4, "query_time_limit_ms": 2_000, "client_query_seconds": 0.0}
    urls = " ".join(stub if isinstance(stub, str) else stub.url for stub in stubs)
    settings = Settings(engine="sparql", engine_url=urls, **(limits | settings))
    engine = RemoteEngine(settings, secrets, names, probe_every_s=probe_every_s)
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()


def request_of(query, *, format=None, **fields):
    form = next(f for f in ("select", "ask", "construct", "describe") if f in query.lower())
    among = media.SOLUTIONS_FORMATS if form in ("select", "ask") else media.GRAPH_FORMATS
    return EngineRequest(query, form, media.by_name(format, among) if format else among[0], **fields)


async def body(engine, query, **fields):
    """The whole answer."""
    return b"".join([chunk async for chunk in await engine.answer(request_of(query, **fields))])

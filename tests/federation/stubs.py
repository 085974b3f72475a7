"""Endpoints that do as they are told, a relay and an engine that may call them, and names that lead anywhere."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from lupaus.engine import landlock
from lupaus.engine.base import EngineRequest
from lupaus.federation.calling import Caller
from lupaus.federation.engine import FederatedEngine
from lupaus.federation.relay import Relay
from lupaus.federation.targets import Targets
from lupaus.media import CSV
from lupaus.settings import Settings
from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import Limits

HERE = """@prefix : <http://example.org/> .
:a :p 1 . :b :p 2 . :c :p 3 .
"""
ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://example.org/a"}}]}}'
JSON_TYPE = "application/sparql-results+json"
PREFIX = "PREFIX : <http://example.org/> "

needs_lock = pytest.mark.skipif(landlock.abi() < 4, reason="this kernel has no network rules of Landlock")


def reply(body=ROWS, status=200, content_type=JSON_TYPE, **headers):
    """An HTTP answer as bytes."""
    fields = {"content-type": content_type, "content-length": str(len(body)), **headers}
    lines = [f"HTTP/1.1 {status} X", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Stub:
    """An endpoint: what came to it, and what it answers by path (bytes, or a coroutine function)."""

    port: int = 0
    host: str = "127.0.0.1"
    answers: dict = field(default_factory=dict)
    connections: int = 0
    requests: list = field(default_factory=list)

    def iri(self, path="/sparql", host=None):
        return f"http://{host or self.host}:{self.port}{path}"

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
            )
            body = await reader.readexactly(length)
            self.requests.append((head, body))
            answer = self.answers.get(head.split(b" ")[1].decode(), reply())
            if not isinstance(answer, bytes):
                answer = await answer(writer)
            writer.write(answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(host="127.0.0.1", port=0, tls=None):
    """A stub that listens."""
    stub = Stub(host=host)
    server = await asyncio.start_server(stub.serve, host, port, ssl=tls)
    stub.port = server.sockets[0].getsockname()[1]
    async with server:
        yield stub


class Names:
    """A resolver: each host's answers in turn, the last one for good; remembers who was asked for."""

    def __init__(self, **hosts):
        self.hosts = {name.replace("_", "."): list(answers) for name, answers in hosts.items()}
        self.asked = []

    async def __call__(self, host, port):
        self.asked.append(host)
        answers = self.hosts.get(host)
        if answers is None:
            raise OSError(host)
        return answers.pop(0) if len(answers) > 1 else answers[0]


async def literal(host, port):
    """Hosts in these tests are addresses."""
    return [host.strip("[]")]


def settings_for(public=(), private=(), **more):
    limits = {
        "max_workers": 2,
        "federation_workers": 2,
        "query_time_limit_ms": 5_000,
        "query_memory_limit_mib": 200,
    }
    return Settings(
        federation_allow=" ".join(public), federation_allow_private=" ".join(private), **(limits | more)
    )


@asynccontextmanager
async def relaying(public=(), private=(), resolver=literal, tls=None, max_answer_bytes=100_000):
    """A relay without an engine."""
    targets = Targets.from_settings(settings_for(public, private))
    caller = Caller(targets, max_answer_bytes, "lupaus/test", resolver, tls)
    relay = Relay(targets, caller, max_query_bytes=1_000, max_calls_at_once=2)
    await relay.start()
    try:
        yield relay
    finally:
        await relay.stop()


async def post(address, query="SELECT * WHERE { ?s ?p ?o . }", method="POST", **headers):
    """What the engine's HTTP client would send, and more."""
    fields = {"content-type": "application/sparql-query", "accept": JSON_TYPE} | headers
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        return await client.request(method, address, content=query, headers=fields)


@asynccontextmanager
async def federated(source, public=(), private=(), resolver=literal, **more):
    """A running engine, and ``ask`` for its CSV."""
    settings = settings_for(public, private, **more)
    engine = FederatedEngine(source, settings, Targets.from_settings(settings), resolver)
    limits = Limits.from_settings(settings)

    async def ask(query, **fields):
        facts = inspect(PREFIX + query, limits, "http://localhost/")
        fields = {"time_limit_ms": settings.query_time_limit_ms} | fields
        request = EngineRequest(facts.text, facts.form, CSV, services=facts.services, **fields)
        answer = await engine.answer(request)
        lines = b"".join([chunk async for chunk in answer]).decode().split()
        return [lines[0], *sorted(lines[1:])]

    await engine.start()
    try:
        yield engine, ask
    finally:
        await engine.stop()

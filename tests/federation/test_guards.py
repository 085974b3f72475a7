"""Each guard of the relay is what stops its attack: with the guard taken away, the same attack succeeds."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import urljoin

import pytest
from stubs import JSON_TYPE, PREFIX, ROWS, Names, federated, listening, needs_lock, post, relaying, reply

from lupaus.engine.base import EngineRequest
from lupaus.errors import DeadlineExceeded, Forbidden, ServiceFailed
from lupaus.federation import calling, relay, session, targets
from lupaus.media import CSV
from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS

pytestmark = pytest.mark.anyio


@dataclass
class Outcome:
    """What an attack on a relay came to."""

    status: int
    body: bytes
    reached: int
    """Connections to where none may go."""


@asynccontextmanager
async def attacked(iri, victim, path=None, time_limit_s=5.0, **options):
    """Ask a relay for ``iri``, or at ``path`` of it, and see whether ``victim`` is reached."""
    async with relaying(**options) as running:
        opened = running.open(frozenset([iri]), time_limit_s)
        before = victim.connections
        answer = await post(opened.address(iri) if path is None else f"http://127.0.0.1:{running.port}/{path}")
        yield Outcome(answer.status_code, answer.content, victim.connections - before)


async def ends_in(status, reached, iri, victim, **options):
    async with attacked(iri, victim, **options) as outcome:
        assert (outcome.status, outcome.reached) == (status, reached)
        if status == 200:
            assert outcome.body == ROWS


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["127.0.0.1", "93.184.216.34"]])
async def test_the_check_of_addresses(stub, monkeypatch, addresses):
    iri = f"http://public.test:{stub.port}/sparql"
    attack = {"public": [iri], "resolver": Names(public_test=[addresses])}
    await ends_in(502, 0, iri, stub, **attack)
    monkeypatch.setattr(calling, "is_public", lambda address: True)
    await ends_in(200, 1, iri, stub, **attack)


async def test_the_check_of_every_address_and_not_only_the_first(stub, monkeypatch):
    iri = f"http://public.test:{stub.port}/sparql"
    attack = {"public": [iri], "resolver": Names(public_test=[["127.0.0.1", "93.184.216.34"]])}
    await ends_in(502, 0, iri, stub, **attack)
    monkeypatch.setattr(calling, "all", lambda checks: any([*checks]), raising=False)
    await ends_in(200, 1, iri, stub, **attack)


async def test_a_private_endpoint_is_still_one_machine(monkeypatch):
    async with listening() as victim:
        iri = f"http://private.test:{victim.port}/sparql"
        attack = {"private": [iri], "resolver": Names(private_test=[["0.0.0.0"]])}
        await ends_in(502, 0, iri, victim, **attack)
        monkeypatch.setattr(calling, "is_unicast", lambda address: True)
        await ends_in(200, 1, iri, victim, **attack)


async def test_that_the_name_is_not_asked_for_again(monkeypatch):
    async with listening("127.0.0.1") as good, listening("127.0.0.9", good.port) as evil:
        iri = f"http://rebinding.test:{good.port}/sparql"

        def attack():
            return {"private": [iri], "resolver": Names(rebinding_test=[["127.0.0.1"], ["127.0.0.9"]])}

        await ends_in(200, 0, iri, evil, **attack())
        checked = calling.Caller._checked_addresses

        async def checked_and_asked_again(self, name, target):
            await checked(self, name, target)
            return await self._resolver(target.host, target.port)

        monkeypatch.setattr(calling.Caller, "_checked_addresses", checked_and_asked_again)
        await ends_in(200, 1, iri, evil, **attack())


async def test_the_check_of_redirects(stub, other_stub, monkeypatch):
    stub.answers["/sparql"] = reply(b"", 307, location=other_stub.iri("/inside"))
    await ends_in(502, 0, stub.iri(), other_stub, private=[stub.iri()])
    monkeypatch.setattr(
        targets.Targets,
        "redirected",
        lambda self, target, location: targets.Target.of(urljoin(target.iri, location), is_private=True),
    )
    await ends_in(200, 1, stub.iri(), other_stub, private=[stub.iri()])


async def test_the_bound_on_redirects(stub, monkeypatch):
    stub.answers["/sparql"] = reply(b"", 307, location="/sparql")
    await ends_in(502, 4, stub.iri(), stub, private=[stub.iri()])
    monkeypatch.setattr(calling, "_MOST_REDIRECTS", 30)
    await ends_in(502, 31, stub.iri(), stub, private=[stub.iri()])


async def test_the_bound_on_bytes(stub):
    large = ROWS + b" " * 200_000
    stub.answers["/sparql"] = reply(large)
    async with attacked(stub.iri(), stub, private=[stub.iri()]) as outcome:
        assert outcome.status == 502
    async with attacked(stub.iri(), stub, private=[stub.iri()], max_answer_bytes=10**9) as outcome:
        assert (outcome.status, outcome.body) == (200, large)


async def test_the_bound_on_bytes_counts_what_is_sent_not_what_is_said(stub):
    """An answer without a length, in chunks."""
    part = b" " * 50_000
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(data), data) for data in (ROWS, *[part] * 4))
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {JSON_TYPE}\r\ntransfer-encoding: chunked\r\n\r\n".encode()
    stub.answers["/sparql"] = head + chunks + b"0\r\n\r\n"
    async with attacked(stub.iri(), stub, private=[stub.iri()]) as outcome:
        assert outcome.status == 502
    async with attacked(stub.iri(), stub, private=[stub.iri()], max_answer_bytes=10**9) as outcome:
        assert (outcome.status, outcome.body) == (200, ROWS + part * 4)


async def test_the_bound_on_time(stub, monkeypatch):
    gate = asyncio.Event()

    async def late(writer):
        await gate.wait()
        return reply()

    stub.answers["/sparql"] = late
    attack = {"private": [stub.iri()], "time_limit_s": 0.1}
    async with attacked(stub.iri(), stub, **attack) as outcome:
        assert outcome.status == 502
    monkeypatch.setattr(session, "_SHARE", 1_000)
    asyncio.get_running_loop().call_later(0.3, gate.set)  # long after the limit
    await ends_in(200, 1, stub.iri(), stub, **attack)


async def test_the_secret_of_the_address(stub, monkeypatch):
    attack = {"private": [stub.iri()], "path": "guess"}
    await ends_in(404, 0, stub.iri(), stub, **attack)
    monkeypatch.setattr(session.secrets, "token_urlsafe", lambda size: "guess")
    await ends_in(200, 1, stub.iri(), stub, **attack)


async def test_the_end_of_the_secret(stub):
    for is_guarded, status in ((True, 404), (False, 200)):
        async with relaying(private=[stub.iri()]) as running:
            opened = running.open(frozenset([stub.iri()]), 5.0)
            if not is_guarded:
                opened._forget = lambda session: None
            opened.close()
            assert (await post(opened.address(stub.iri()))).status_code == status


async def test_the_bound_on_calls(stub, monkeypatch):
    for most, statuses in ((1, [200, 502, 502]), (10, [200, 200, 200])):
        monkeypatch.setattr(relay, "_MOST_CALLS", most)
        async with relaying(private=[stub.iri()]) as running:
            opened = running.open(frozenset([stub.iri()]), 5.0)
            assert [(await post(opened.address(stub.iri()))).status_code for _ in range(3)] == statuses


async def test_that_no_secret_leaves(stub, other_stub, monkeypatch):
    for is_guarded in (True, False):
        if not is_guarded:
            monkeypatch.setattr(session.Session, "restore", lambda self, query: query)
        async with relaying(private=[stub.iri(), other_stub.iri()]) as running:
            opened = running.open(frozenset([stub.iri(), other_stub.iri()]), 5.0)
            secret = opened.address(other_stub.iri())
            await post(opened.address(stub.iri()), f"ASK {{ SERVICE <{secret}> {{ }} }}")
        assert (secret.encode() in stub.requests[-1][1]) is not is_guarded


# With the engine


@needs_lock
async def test_the_list_of_endpoints(here, stub, other_stub):
    """The guard refuses an endpoint off the list; were it not there, the relay still has no address for it."""
    query = f"SELECT ?s {{ SERVICE <{other_stub.iri()}> {{ ?s ?p ?o }} }}"
    async with federated(here, private=[stub.iri()]) as (engine, ask):
        with pytest.raises(Forbidden):
            await ask(query)
        facts = inspect(
            PREFIX + query, replace(DEFAULT_LIMITS, services=frozenset([other_stub.iri()])), "http://localhost/"
        )
        with pytest.raises(KeyError):
            await engine.answer(EngineRequest(facts.text, facts.form, CSV, services=facts.services))
        assert other_stub.connections == 0
        # What the rewriting does not know of goes nowhere: a worker of other queries has no sockets.
        hidden = EngineRequest(facts.text, facts.form, CSV, services=(), time_limit_ms=2_000)
        with pytest.raises((Forbidden, ServiceFailed)):
            await engine.answer(hidden)
        assert other_stub.connections == 0
    async with federated(here, private=[stub.iri(), other_stub.iri()]) as (_, ask):
        assert await ask(query) == ["s", "http://example.org/a"]
    assert other_stub.connections == 1


@needs_lock
async def test_the_time_of_the_query_itself(here, stub, monkeypatch):
    """Were the relay to wait for ever, the query would still end."""
    monkeypatch.setattr(session, "_SHARE", 1_000)

    async def never(writer):
        await asyncio.get_running_loop().create_future()

    stub.answers["/sparql"] = never
    async with federated(here, private=[stub.iri()], query_time_limit_ms=300) as (_, ask):
        with pytest.raises(DeadlineExceeded):
            await ask(f"ASK {{ SERVICE SILENT <{stub.iri()}> {{ ?s ?p ?o }} }}")

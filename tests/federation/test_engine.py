"""Queries with SERVICE, from the text to the rows, against a second server and against endpoints that misbehave."""

import asyncio
import json
import os
import re
import subprocess
import sys

import pytest
from stubs import federated, listening, needs_lock, reply

from lupaus.engine.base import AnswerCut
from lupaus.errors import AnswerError, DeadlineExceeded, Forbidden, QuerySyntaxError, ServiceFailed
from lupaus.federation import relay as relay_module

pytestmark = [pytest.mark.anyio, needs_lock]

THERE = """@prefix : <http://example.org/> .
:a :q "A" ; :r :x . :b :q "B" . :x :label "X" .
"""


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    """The endpoint of another ``lupaus serve FILE``."""
    path = tmp_path_factory.mktemp("there") / "there.ttl"
    path.write_text(THERE, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "lupaus", "serve", "--port", "0", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("LUPAUS_")},
    )
    said = ""
    try:
        for line in process.stderr:
            said += line
            if found := re.search(r"endpoint\s+(http://127\.0\.0\.1:\d+/sparql)", said):
                break
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=20)


ANSWERS = [
    ("SELECT ?s ?x { ?s :p ?o SERVICE <{b}> { ?s :q ?x } }", ["s,x", "{a},A", "{bb},B"]),
    ("SELECT ?s ?x { SERVICE SILENT <{b}> { ?s :q ?x } ?s :p 1 }", ["s,x", "{a},A"]),
    ("SELECT ?s ?x { ?s :p ?o OPTIONAL { SERVICE <{b}> { ?s :q ?x } } }", ["s,x", "{a},A", "{bb},B", "{c},"]),
    ("SELECT ?x ?l { SERVICE <{b}> { ?s :q ?x } SERVICE <{b}> { ?s :r/:label ?l } }", ["x,l", "A,X"]),
    ("SELECT ?n { { SELECT (COUNT(*) AS ?n) { SERVICE <{b}> { ?s ?p ?o } } } }", ["n", "4"]),
    ("SELECT ?s { ?s :p ?o FILTER NOT EXISTS { SERVICE <{b}> { ?s :q ?x } } }", ["s", "{c}"]),
    ("SELECT ?s { { ?s :p 3 } UNION { SERVICE <{b}> { ?s :label 'X' } } }", ["s", "{c}", "http://example.org/x"]),
    ("SELECT ?s { VALUES ?s { :b :c } SERVICE <{b}> { ?s :q ?x } }", ["s", "{bb}"]),
    ("SELECT ?x { SERVICE <{b}> { ?s :q ?x FILTER(?x > 'A') } # SERVICE <{b}>\n}", ["x", "B"]),
    ("ASK { SERVICE <{b}> { :a :q 'A' } }", ["true"]),
]


def fill(text, iri):
    names = {"{a}": "http://example.org/a", "{bb}": "http://example.org/b", "{c}": "http://example.org/c"}
    for name, value in {"{b}": iri, **names}.items():
        text = text.replace(name, value)
    return text


@pytest.mark.parametrize(("query", "rows"), ANSWERS)
async def test_answers_are_those_of_both(here, second, query, rows):
    async with federated(here, private=[second]) as (engine, ask):
        assert await ask(fill(query, second)) == [fill(row, second) for row in rows]
        assert engine.relay._sessions == {}


async def test_two_endpoints_in_one_query(here, second, stub):
    async with federated(here, private=[second, stub.iri()]) as (engine, ask):
        query = (
            f"SELECT ?s ?x {{ ?s :p ?o SERVICE <{second}> {{ ?s :q ?x }} SERVICE <{stub.iri()}> {{ ?s ?u ?v }} }}"
        )
        assert await ask(query) == ["s,x", "http://example.org/a,A"]
        assert engine.counters()["federation_calls"] == 2


async def test_a_query_without_service_never_meets_a_worker_with_sockets(here, second):
    async with federated(here, private=[second]) as (engine, ask):
        await ask("ASK { ?s ?p ?o }")
        assert engine.counters()["federation_queries_answered"] == 0
        assert engine.counters()["queries_answered"] == 1
        await ask(f"ASK {{ SERVICE <{second}> {{ ?s ?p ?o }} }}")
        assert engine.counters()["federation_queries_answered"] == 1
        assert engine.counters()["queries_answered"] == 1


@pytest.mark.parametrize(
    "service", ["SERVICE ?x", "SERVICE <http://not.listed/>", "SERVICE SILENT ?x", "SERVICE :x"]
)
async def test_what_is_not_on_the_list_is_refused(here, stub, service):
    async with federated(here, private=[stub.iri()]) as (_, ask):
        with pytest.raises(Forbidden, match=r"It calls|in angle brackets"):
            await ask(f"SELECT * {{ VALUES ?x {{ <{stub.iri()}> }} {service} {{ ?s ?p ?o }} }}")
    assert stub.connections == 0


async def never(writer):
    await asyncio.get_running_loop().create_future()


FAILURES = [
    (reply(status=500), "status 500"),
    (reply(status=404), "status 404"),
    (reply(b"<p>", content_type="text/html"), "something else"),
    (reply(b"x" * 3_000), "more than 2,048 bytes"),
    (reply(b"", 302, location="http://elsewhere.test/"), "not on this endpoint's list"),
    (b"", "broke the connection off"),
    (never, "did not answer within"),
    (reply(b"{no json"), "cannot read"),
    (reply(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"?"}}]}}'), "cannot read"),
]


@pytest.mark.parametrize(("answer", "why"), FAILURES, ids=[why for _, why in FAILURES[:-1]] + ["bad term"])
async def test_a_failure_fails_the_query_and_a_silent_one_does_not(here, stub, answer, why):
    stub.answers["/sparql"] = answer
    limits = {"federation_answer_kib": 2, "query_time_limit_ms": 1_000}
    async with federated(here, private=[stub.iri()], **limits) as (engine, ask):
        query = f"SELECT ?s {{ ?s :p ?o {{ SERVICE X <{stub.iri()}> {{ ?s ?q ?x }} }} }}"
        with pytest.raises(ServiceFailed, match=why) as caught:
            await ask(query.replace("X", ""))
        assert str(engine.relay.port) not in caught.value.detail
        if why != "cannot read":
            # SPARQL 1.1 Federated Query, section 2.3: a failed SILENT one is a single solution without bindings.
            rows = await ask(query.replace("X", "SILENT"))
            assert rows == ["s", *(f"http://example.org/{name}" for name in "abc")]
        assert await ask("ASK { ?s ?p ?o }") == ["true"]
        assert engine.relay._sessions == {}


async def test_a_refused_connection(here):
    async with listening() as gone:
        iri = gone.iri()
    async with federated(here, private=[iri]) as (_, ask):
        with pytest.raises(ServiceFailed, match="cannot be connected to"):
            await ask(f"SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}")


async def test_the_deadline_of_the_query_ends_a_call(here, stub, monkeypatch):
    from lupaus.federation import session

    monkeypatch.setattr(session, "_SHARE", 100)
    gone = asyncio.Event()

    async def trickle(writer):
        try:
            while True:
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                await writer.drain()
                await asyncio.sleep(0.01)
        finally:
            gone.set()

    stub.answers["/sparql"] = trickle
    async with federated(here, private=[stub.iri()]) as (engine, ask):
        with pytest.raises(DeadlineExceeded):
            await ask(f"SELECT * {{ SERVICE SILENT <{stub.iri()}> {{ ?s ?p ?o }} }}", time_limit_ms=300)
        await asyncio.wait_for(gone.wait(), 5)
        assert engine.relay._sessions == {}


async def test_a_client_that_leaves_ends_the_call(here, stub):
    came, gone = asyncio.Event(), asyncio.Event()

    async def trickle(writer):
        came.set()
        try:
            while True:
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                await writer.drain()
                await asyncio.sleep(0.01)
        finally:
            gone.set()

    stub.answers["/sparql"] = trickle
    async with federated(here, private=[stub.iri()]) as (engine, ask):
        asking = asyncio.ensure_future(ask(f"SELECT * {{ SERVICE <{stub.iri()}> {{ ?s ?p ?o }} }}"))
        await came.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await asyncio.wait_for(gone.wait(), 5)
        assert engine.relay._sessions == {}


class CutAnswer:
    """An answer of the engine that breaks off after its first chunk."""

    def __init__(self, error):
        self.error = error
        self.has_begun = False

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.has_begun:
            raise AnswerCut(str(self.error)) from self.error
        self.has_begun = True
        return b"first"

    async def aclose(self):
        pass


@pytest.mark.parametrize(
    ("error", "said"), [(ServiceFailed("some endpoint"), "status 503"), (DeadlineExceeded("too long"), "too long")]
)
async def test_a_failure_after_the_first_chunk_says_why(here, stub, monkeypatch, error, said):
    async with federated(here, private=[stub.iri()]) as (engine, ask):

        async def answer(request):
            (session, _target) = next(iter(engine.relay._sessions.values()))
            session.failure = "SERVICE <x> answered with status 503."
            return CutAnswer(error)

        monkeypatch.setattr(engine._abroad, "answer", answer)
        with pytest.raises(AnswerCut, match=said) as caught:
            await ask(f"SELECT * {{ SERVICE <{stub.iri()}> {{ ?z ?p ?o }} }}")
        assert isinstance(caught.value.__cause__, type(error))
        assert engine.relay._sessions == {}


async def test_calls_per_query_are_limited(here, stub, monkeypatch):
    monkeypatch.setattr(relay_module, "_MOST_CALLS", 2)
    services = " ".join(f"SERVICE <{stub.iri()}> {{ ?s ?p{n} ?o{n} }}" for n in range(4))
    async with federated(here, private=[stub.iri()]) as (_, ask):
        with pytest.raises(ServiceFailed, match="more than 2 times"):
            await ask(f"SELECT ?s {{ {services} }}")
    assert stub.connections == 2


async def test_a_syntax_error_names_the_place_in_what_was_written(here, stub):
    query = f"SELECT ?s {{ SERVICE <{stub.iri()}> {{ ?s ?p ?o }} BIND(1 AS ?s) }}"
    async with federated(here, private=[stub.iri()]) as (engine, ask):
        with pytest.raises(QuerySyntaxError) as caught:
            await ask(query)
        told = json.dumps([caught.value.detail, caught.value.extras])
        assert "127.0.0.1" not in told or stub.iri() in told
        assert str(engine.relay.port) not in told
    assert stub.connections == 0


async def test_service_inside_service_is_the_other_endpoints_business(here, stub, other_stub):
    outer, inner = stub.iri(), other_stub.iri()
    async with federated(here, private=[outer, inner]) as (engine, ask):
        await ask(f"SELECT ?s {{ SERVICE <{outer}> {{ ?s ?p ?o SERVICE <{inner}> {{ ?s ?q ?x }} }} }}")
        head, body = stub.requests[0]
        assert f"SERVICE <{inner}>".encode() in body
        assert str(engine.relay.port).encode() not in body + head
    assert other_stub.connections == 0


async def test_the_time_of_a_client_is_shared_between_the_pools(here, stub):
    stub.answers["/sparql"] = never
    more = {"client_query_seconds": 0.2, "query_time_limit_ms": 500}
    async with federated(here, private=[stub.iri()], **more) as (_, ask):
        with pytest.raises(AnswerError):
            await ask(f"ASK {{ SERVICE <{stub.iri()}> {{ ?s ?p ?o }} }}", client="192.0.2.1")
        with pytest.raises(AnswerError, match="query time a minute"):
            await ask("ASK { ?s ?p ?o }", client="192.0.2.1")


async def test_the_end_leaves_nothing(here, stub):
    descriptors, tasks = set(os.listdir("/proc/self/fd")), asyncio.all_tasks()  # noqa: PTH208
    async with federated(here, private=[stub.iri()]) as (engine, ask):
        assert await ask(f"ASK {{ SERVICE <{stub.iri()}> {{ ?s ?p ?o }} }}") == ["true"]
        pids = [*engine._local.staff.pids, *engine._abroad.staff.pids, engine._abroad.staff.zygote_pid]
    assert not {str(pid) for pid in pids} & set(os.listdir("/proc"))  # noqa: PTH208
    assert asyncio.all_tasks() == tasks
    assert len(set(os.listdir("/proc/self/fd")) - descriptors) <= 1  # noqa: PTH208 - the stub's own may linger

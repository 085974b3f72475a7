"""Addresses, secrets, failover, back-pressure, cancelling: what our side of the connection holds to."""

import asyncio
import base64

import pytest
from engines_elsewhere import body, head, in_front_of, listening, reply, request_of, rows

from lupaus.engine.base import EngineRequest
from lupaus.engine.remote.address import Address, Secrets, addresses_of
from lupaus.engine.remote.names import AsIs, ReleaseNames
from lupaus.engine.remote.profiles import PROFILES, profile_of
from lupaus.engine.remote.replicas import Replica, Replicas
from lupaus.errors import EngineUnavailable, Forbidden, QueueFull, StartError
from lupaus.media import JSON
from lupaus.settings import Settings

pytestmark = pytest.mark.anyio

SELECT = "SELECT ?x { ?x ?p ?o }"
LONG = head(transfer_encoding="chunked")


async def test_the_query_is_sent_with_its_dataset_base_and_time_limit():
    async with listening(reply(rows())) as stub, in_front_of(stub, engine_profile="qlever") as engine:
        await body(
            engine,
            SELECT,
            default_graphs=("http://e/g",),
            named_graphs=("http://e/h", "http://e/i"),
            base_iri="http://e/",
            time_limit_ms=1_500,
        )
        assert stub.forms == [
            {
                "query": ["BASE <http://e/> " + SELECT],
                "default-graph-uri": ["http://e/g"],
                "named-graph-uri": ["http://e/h", "http://e/i"],
                "timeout": ["2s"],
            }
        ]
        sent = stub.heads[0].lower()
        assert sent.startswith("post /sparql http/1.1\r\n")
        assert "accept: application/sparql-results+json\r\n" in sent
        assert "accept-encoding: identity\r\n" in sent


@pytest.mark.parametrize(
    ("default", "named", "sent"),
    [
        (None, None, ((), ())),
        (("g",), None, (("g",), ())),
        ((), ("h",), ((), ("h",))),
        ((), (), (("urn:x-lupaus:nothing",), ())),
    ],
)
def test_an_empty_dataset_is_said_to_be_empty(default, named, sent):
    asked = AsIs().translate(EngineRequest(SELECT, "select", JSON, default, named))
    assert (asked.default_graphs, asked.named_graphs) == sent


@pytest.mark.parametrize("iri", ["<bif:file_to_string>", "<SQL:x>", "<java:org.x.Y>", "b:now", "<script:x>"])
def test_code_of_the_engine_is_not_called(iri):
    query = f"PREFIX b: <bif:> SELECT ({iri}('/etc/passwd') AS ?x) {{}}"
    with pytest.raises(Forbidden):
        AsIs().translate(EngineRequest(query, "select", JSON))


async def test_answers_stream_and_a_slow_reader_slows_the_engine():
    sent = 0

    async def endless(writer, form):
        nonlocal sent
        writer.write(LONG)
        beginning = b'{"head":{"vars":["x"]},"results":{"bindings":[{}'
        for part in (beginning, *([b",{}" * 20_000] * 400)):
            writer.write(b"%x\r\n%s\r\n" % (len(part), part))
            sent += len(part)
            await writer.drain()

    async with listening(endless) as stub, in_front_of(stub) as engine:
        for format in ("json", "csv"):
            sent = 0
            answer = await engine.answer(request_of(SELECT, format=format, time_limit_ms=30_000))
            last = -1
            while sent != last:  # until the engine is made to wait
                last = sent
                await asyncio.sleep(0.3)
            assert sent < 15_000_000
            stub.closed.clear()
            await answer.aclose()
            await asyncio.wait_for(stub.closed.wait(), 5)
            assert engine.counters()["busy"] == 0


async def test_the_first_chunk_comes_long_before_the_end():
    go = asyncio.Event()

    async def halting(writer, form):
        text = rows("http://e/a", "http://e/b")
        writer.write(head(content_length=len(text)) + text[:70])
        await go.wait()
        return text[70:]

    async with listening(halting) as stub, in_front_of(stub) as engine:
        answer = await engine.answer(request_of(SELECT))
        assert not go.is_set()
        go.set()
        assert b"".join([chunk async for chunk in answer]) == rows("http://e/a", "http://e/b")


async def test_a_client_that_leaves_ends_the_query_and_tells_engines_that_want_to_be_told():
    begun = asyncio.Event()

    async def stall(writer, form):
        begun.set()
        await asyncio.sleep(30)

    async with listening(stall) as stub, in_front_of(stub, engine_profile="neptune") as engine:
        task = asyncio.create_task(body(engine, SELECT))
        await begun.wait()
        stub.script = [reply()]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(stub.closed.wait(), 5)
        async with asyncio.timeout(5):
            while len(stub.forms) < 2:  # noqa: ASYNC110 - the errand tells nobody
                await asyncio.sleep(0.01)
        assert stub.forms[1] == {"cancelQuery": [""], "queryId": stub.forms[0]["queryId"], "silent": ["true"]}
        assert stub.heads[1].startswith("POST /sparql/status ")
        assert engine.counters()["queries_client_gone"] == 1


async def test_a_kept_connection_that_was_closed_meanwhile_is_no_failure():
    async with listening(reply(rows())) as stub, in_front_of(stub) as engine:
        await body(engine, SELECT)
        for writer in stub.writers:
            writer.close()
        assert await body(engine, SELECT) == rows()


# Several addresses.


async def test_one_that_is_down_is_passed_over_and_one_that_fails_is_left_alone():
    async with (
        listening(reply(b"", 502)) as bad,
        listening(reply(rows("http://e/a"))) as good,
        in_front_of(bad, good) as engine,
    ):
        for _ in range(8):
            assert b"http://e/a" in await body(engine, SELECT)
        assert len(bad.forms) == 3
        assert engine.counters()["failovers"] == 3
        assert engine.counters()["workers"] == 1


async def test_a_query_that_an_engine_refuses_is_asked_of_no_other():
    async with (
        listening(reply(b"", 500)) as one,
        listening(reply(b"", 500)) as two,
        in_front_of(one, two) as engine,
    ):
        for _ in range(6):
            with pytest.raises(Exception, match="failed"):
                await body(engine, SELECT)
        assert len(one.forms) == len(two.forms) == 3
        assert engine.counters()["workers"] == 2  # such a query must not put them out of service


async def test_where_all_are_down_the_error_says_so_and_the_engine_is_found_again():
    async with listening(reply(b"", 502)) as stub, in_front_of(stub, probe_every_s=0.05) as engine:
        stub.probe = reply(b"", 502)
        for _ in range(4):
            with pytest.raises(EngineUnavailable) as caught:
                await body(engine, SELECT)
            assert "Retry-After" in caught.value.headers
        assert engine.counters()["workers"] == 0
        stub.probe, stub.script = reply(), [reply(rows())]
        async with asyncio.timeout(5):
            while not engine.counters()["workers"]:  # noqa: ASYNC110 - the probe tells nobody
                await asyncio.sleep(0.01)
        assert await body(engine, SELECT) == rows()


async def test_an_engine_that_stalls_is_found_out_by_probes(monkeypatch):
    monkeypatch.setattr("lupaus.engine.remote.engine._PROBE_LIMIT_S", 0.05)
    async with listening(reply(rows())) as stub, in_front_of(stub, probe_every_s=0.01) as engine:

        async def stall(writer, form):
            await asyncio.sleep(30)

        stub.probe = stall
        async with asyncio.timeout(5):
            while engine.counters()["workers"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


def test_a_breaker_opens_rests_longer_each_time_and_lets_one_request_try():
    now = 100.0
    replica = Replica(Address.of("http://e/"), lambda: now)
    for _ in range(2):
        replica.begin()
        replica.failed()
    assert replica.may_be_asked
    for rest_s in (1.0, 2.0, 4.0):
        replica.begin()
        replica.failed()
        assert not replica.may_be_asked
        assert replica.rests_s == rest_s
        now += rest_s
        assert replica.may_be_asked
        replica.begin()
        assert not replica.may_be_asked  # one is enough to try it
        replica.given_up()
        assert replica.may_be_asked
    replica.succeeded()
    assert not replica.is_open


def test_requests_go_round():
    replicas = Replicas(addresses_of("http://a/ http://b/ http://c/ http://a/"))
    first = [replicas.in_turn()[0].address.url for _ in range(4)]
    assert first == ["http://a/", "http://b/", "http://c/", "http://a/"]
    for _ in range(3):
        next(iter(replicas)).failed()
    assert [r.address.url for r in replicas.in_turn()] in (["http://b/", "http://c/"], ["http://c/", "http://b/"])


# Who may ask, and what is said to whom.


async def test_the_queue_is_bounded_in_length_and_time():
    gate = asyncio.Event()

    async def wait(writer, form):
        await gate.wait()
        return reply(rows())

    limits = {"max_workers": 1, "reserved_workers": 0, "max_queue": 1, "queue_time_limit_ms": 100}
    async with listening(wait) as stub, in_front_of(stub, **limits) as engine:
        running = [asyncio.create_task(body(engine, SELECT)) for _ in range(3)]
        await asyncio.wait(running[1:], timeout=5)
        assert all(isinstance(task.exception(), QueueFull) for task in running[1:])
        gate.set()
        assert await running[0] == rows()
        assert engine.counters()["refused_queue"] == 2
        assert (engine.counters()["busy"], engine.counters()["waiting"]) == (0, 0)
        assert await body(engine, SELECT) == rows()


async def test_a_waiting_client_that_leaves_gives_its_place_back():
    gate = asyncio.Event()

    async def wait(writer, form):
        await gate.wait()
        return reply(rows())

    async with listening(wait) as stub, in_front_of(stub, max_workers=1, reserved_workers=0) as engine:
        first, second = (asyncio.create_task(body(engine, SELECT)) for _ in range(2))
        while engine.counters()["waiting"] < 1:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        second.cancel()
        await asyncio.wait([second])
        gate.set()
        assert await first == rows()
        assert await body(engine, SELECT) == rows()


async def test_secrets_go_to_the_engine_alone(caplog, capfd):
    secret = Secrets("dba", "s3cr3t")
    assert "s3cr3t" not in repr(secret)
    expected = base64.b64encode(b"dba:s3cr3t").decode()
    async with listening(reply(rows())) as stub, in_front_of(stub, secrets=secret) as engine:
        await body(engine, SELECT)
        assert f"authorization: basic {expected}".lower() in stub.heads[0].lower()
        stub.script = [reply(b"<html>s3cr3t</html>", content_type="text/html")]
        with pytest.raises(Exception, match="not whole") as caught:
            await body(engine, SELECT)
        stub.script = [reply(b"wrong password s3cr3t", 401)]
        with pytest.raises(Exception, match="failed"):
            await body(engine, SELECT)
    async with listening(reply(rows())) as stub, in_front_of(stub, secrets=Secrets(token="t0k3n")) as engine:
        await body(engine, SELECT)
        assert "authorization: bearer t0k3n" in stub.heads[0].lower()
    everything = caplog.text + str(caught.value) + "".join(capfd.readouterr())
    for text in ("s3cr3t", "t0k3n", expected):
        assert text not in everything


async def test_virtuoso_is_told_who_we_are_by_digest():
    challenge = reply(b"", 401, www_authenticate='Digest realm="S", nonce="1", algorithm=MD5, qop="auth"')
    async with listening(challenge, reply(rows())) as stub:
        async with in_front_of(stub, secrets=Secrets("dba", "s3cr3t"), engine_profile="virtuoso") as engine:
            await body(engine, SELECT)
        assert "authorization: digest" in stub.heads[1].lower()


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"LUPAUS_ENGINE_USER": "a"}, "belong together"),
        ({"LUPAUS_ENGINE_PASSWORD": "b"}, "belong together"),
        ({"LUPAUS_ENGINE_USER": "a", "LUPAUS_ENGINE_PASSWORD": "b", "LUPAUS_ENGINE_TOKEN": "c"}, "either"),
    ],
)
def test_half_a_secret_is_refused(environ, said):
    with pytest.raises(StartError, match=said):
        Secrets.from_environment(environ)


@pytest.mark.parametrize(
    "url", ["", "ftp://e/", "http://", "//e/x", "http://e/#x", "http://e:x/", "http://ä/", "http://e/ x\n"]
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(StartError):
        addresses_of(url) if url.strip() == url and " " not in url else Address.of(url)


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(StartError, match="LUPAUS_ENGINE_PASSWORD") as caught:
        addresses_of("http://dba:s3cr3t@e/sparql")
    assert "s3cr3t" not in str(caught.value)


def test_an_unknown_kind_of_engine_is_refused_and_the_known_are_listed():
    with pytest.raises(StartError, match="virtuoso"):
        profile_of("access")
    listed = Settings.__dataclass_fields__["engine_profile"].metadata["help"]
    assert all(profile.name in listed for profile in PROFILES)


# Releases in an engine.

BASE = "https://w3id.org/lupaus/"
G = BASE + "graph/curated"


@pytest.fixture
def names():
    return ReleaseNames("0f" * 32, BASE, (G, BASE + "graph/void"), frozenset({G, BASE + "graph/void"}))


async def test_a_release_is_asked_under_its_own_names_and_answers_under_ours(names):
    mark = ";release=" + "0f" * 32
    query = (
        f"PREFIX g: <{BASE}graph/> SELECT ?x {{ GRAPH g:curated {{ ?x ?p <{BASE}graph/other>, <graph/void> }} }}"
    )
    async with listening(reply(rows(G + mark, G))) as stub, in_front_of(stub, names=names) as engine:
        assert await body(engine, query, base_iri=BASE) == rows(G, G)
        (form,) = stub.forms
        assert f"GRAPH  <{G}{mark}>  {{ ?x ?p <{BASE}graph/other>, <{BASE}graph/void{mark}> }}" in form["query"][0]
        assert form["default-graph-uri"] == [f"{BASE}graph/default{mark}"]
        assert form["named-graph-uri"] == [G + mark, f"{BASE}graph/void{mark}"]


async def test_the_ending_of_names_is_found_wherever_chunks_end(names):
    text = rows(*[G + ";release=" + "0f" * 32] * 3, G + ";release=0f0", G + ";release=")
    parts = b"".join(b"1\r\n%c\r\n" % byte for byte in text) + b"0\r\n\r\n"
    async with listening(LONG + parts) as stub, in_front_of(stub, names=names) as engine:
        assert await body(engine, SELECT) == rows(G, G, G, G + ";release=0f0", G + ";release=")


def test_graphs_that_are_not_of_the_release_are_never_named(names):
    request = EngineRequest(SELECT, "select", JSON, ("urn:secret",), ("http://localhost:8890/sparql",))
    asked = names.translate(request)
    assert asked.default_graphs == ("urn:secret" + names.mark.decode(),)
    assert asked.named_graphs == ("http://localhost:8890/sparql" + names.mark.decode(),)


def test_the_parts_of_the_default_graph_are_the_stored_one(names):
    request = EngineRequest(SELECT, "select", JSON, (BASE + "graph/void", G), ())
    assert names.translate(request).default_graphs == (names.default,)

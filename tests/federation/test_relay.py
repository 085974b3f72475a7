"""The relay lets out what a running query asks of an endpoint on the list, and nothing else."""

import asyncio
import ssl

import httpx
import pytest
import trustme
from stubs import JSON_TYPE, ROWS, Names, listening, post, relaying, reply

from lupaus.federation import relay as relay_module

pytestmark = pytest.mark.anyio


def opened(relay, *iris, time_limit_s=5.0):
    return relay.open(frozenset(iris), time_limit_s)


async def test_a_query_goes_out_and_its_results_come_back(stub):
    iri = stub.iri("/sparql?default-graph-uri=http://g/")
    async with relaying(private=[iri]) as relay:
        answer = await post(opened(relay, iri).address(iri), "ASK { ?s ?p ?o . }")
    assert (answer.status_code, answer.content) == (200, ROWS)
    assert answer.headers["content-type"] == JSON_TYPE
    head, body = stub.requests[0]
    assert head.startswith(b"POST /sparql?default-graph-uri=http://g/ HTTP/1.1\r\n")
    assert body == b"ASK { ?s ?p ?o . }"


async def test_nothing_of_the_request_but_the_query_goes_out(stub):
    iri = stub.iri()
    async with relaying(private=[iri]) as relay:
        secrets = {
            "authorization": "Bearer s3cret", "cookie": "s3cret=1", "x-forwarded-for": "s3cret", "accept": "s3cret/x",
            "user-agent": "s3cret", "referer": "http://s3cret/", "accept-language": "s3cret", "from": "s3cret@e.org",
        }  # fmt: skip
        address = opened(relay, iri).address(iri)
        assert (await post(address, **secrets)).status_code == 200
    head, _ = stub.requests[0]
    names = {line.split(b":")[0].lower() for line in head.split(b"\r\n")[1:] if line}
    assert names == {b"host", b"accept", b"accept-encoding", b"content-type", b"user-agent", b"content-length"}
    assert b"s3cret" not in head
    assert address.rsplit("/")[-1].encode() not in head
    assert b"user-agent: lupaus/test" in head.lower()


async def test_a_proxy_in_the_environment_is_not_used(stub, other_stub, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, other_stub.iri(""))
    async with relaying(private=[stub.iri()]) as relay:
        assert (await post(opened(relay, stub.iri()).address(stub.iri()))).status_code == 200
    assert (stub.connections, other_stub.connections) == (1, 0)


@pytest.mark.parametrize("path", ["", "x", "sparql", "A" * 43, "../x", "http://127.0.0.1/"])
async def test_a_guessed_token_is_refused(stub, path):
    async with relaying(private=[stub.iri()]) as relay:
        opened(relay, stub.iri())
        assert (await post(f"http://127.0.0.1:{relay.port}/{path}")).status_code == 404
    assert stub.connections == 0


async def test_a_token_is_long_and_of_one_query(stub):
    iri = stub.iri()
    async with relaying(private=[iri]) as relay:
        addresses = {opened(relay, iri).address(iri) for _ in range(100)}
    assert len(addresses) == 100
    assert all(len(address.rsplit("/")[-1]) == 43 for address in addresses)


async def test_the_token_of_a_finished_query_is_refused(stub):
    iri = stub.iri()
    async with relaying(private=[iri]) as relay:
        session = opened(relay, iri)
        assert (await post(session.address(iri))).status_code == 200
        session.close()
        session.close()
        assert (await post(session.address(iri))).status_code == 404
    assert stub.connections == 1


async def test_the_end_of_a_query_ends_its_calls(stub):
    came, gone = asyncio.Event(), asyncio.Event()

    async def watch(writer):
        came.set()
        try:
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)
        except ConnectionError:
            gone.set()
        return b""

    stub.answers["/sparql"] = watch
    iri = stub.iri()
    async with relaying(private=[iri]) as relay:
        session = opened(relay, iri)
        call = asyncio.ensure_future(post(session.address(iri)))
        await came.wait()
        session.close()
        with pytest.raises(httpx.HTTPError):
            await call
        await asyncio.wait_for(gone.wait(), 5)


@pytest.mark.parametrize(
    ("method", "headers", "query", "status"),
    [
        ("GET", {}, "", 405),
        ("PUT", {}, "ASK {}", 405),
        ("POST", {"content-type": "application/sparql-update"}, "CLEAR ALL", 415),
        ("POST", {"content-type": "application/x-www-form-urlencoded"}, "query=ASK {}", 415),
        ("POST", {}, "x" * 1_001, 413),
    ],
)
async def test_only_queries_are_relayed(stub, method, headers, query, status):
    async with relaying(private=[stub.iri()]) as relay:
        answer = await post(opened(relay, stub.iri()).address(stub.iri()), query, method, **headers)
        assert answer.status_code == status
    assert stub.connections == 0


async def test_an_endless_head_is_cut_off(stub):
    async with relaying(private=[stub.iri()]) as relay:
        reader, writer = await asyncio.open_connection("127.0.0.1", relay.port)
        writer.write(b"POST /" + b"x" * 100_000)
        assert await reader.read() == b""
        writer.close()


async def test_a_request_that_does_not_come_is_cut_off(monkeypatch):
    monkeypatch.setattr(relay_module, "_ARRIVAL_LIMIT_S", 0.05)
    async with relaying() as relay:
        reader, writer = await asyncio.open_connection("127.0.0.1", relay.port)
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()


async def test_it_listens_on_the_loopback_alone():
    async with relaying() as relay:
        assert [sock.getsockname()[0] for sock in relay._server.sockets] == ["127.0.0.1"]


async def test_service_inside_service_leaves_with_its_own_iri(stub, other_stub):
    outer, inner = stub.iri(), other_stub.iri()
    async with relaying(private=[outer, inner]) as relay:
        session = opened(relay, outer, inner)
        await post(session.address(outer), f"ASK {{ SERVICE <{session.address(inner)}> {{ }} }}")
    assert stub.requests[0][1] == f"ASK {{ SERVICE <{inner}> {{ }} }}".encode()


FAILURES = [
    (reply(b"secret of theirs", status=500), "status 500"),
    (reply(status=404), "status 404"),
    (reply(status=304), "status 304"),
    (reply(status=301), "status 301"),
    (reply(status=303, location="/other"), "status 303"),
    (reply(b"<html>", content_type="text/html"), "something else than SPARQL results"),
    (reply(b"a,b", content_type="text/csv"), "something else than SPARQL results"),
    (reply(b"x", content_type=""), "something else than SPARQL results"),
    (reply(content_encoding="gzip"), "coding that was not asked for"),
    (reply(b"x" * 100_001), "more than 100,000 bytes"),
    (reply(content_length="2000000"), "broke the connection off"),
    (b"HTTP/1.1 200", "broke the connection off"),
    (b"", "broke the connection off"),
    (b"SSH-2.0-x\r\n\r\n", "broke the connection off"),
]


@pytest.mark.parametrize(("answer", "why"), FAILURES, ids=[why + str(n) for n, (_, why) in enumerate(FAILURES)])
async def test_a_failure_is_told_in_a_sentence(stub, answer, why):
    stub.answers["/sparql"] = answer
    iri = stub.iri()
    async with relaying(private=[iri]) as relay:
        session = opened(relay, iri)
        told = await post(session.address(iri))
    assert told.status_code == 502
    assert why in session.failure
    assert iri in session.failure
    assert "secret of theirs" not in told.text + session.failure


async def test_an_endless_answer_is_cut_off(stub):
    async def endless(writer):
        writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: {JSON_TYPE}\r\n\r\n".encode())
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()

    stub.answers["/sparql"] = endless
    async with relaying(private=[stub.iri()]) as relay:
        session = opened(relay, stub.iri(), time_limit_s=60)
        assert (await post(session.address(stub.iri()))).status_code == 502
    assert "more than 100,000 bytes" in session.failure


async def test_a_slow_endpoint_has_most_of_the_time_that_is_left(stub):
    async def never(writer):
        await asyncio.get_running_loop().create_future()

    stub.answers["/sparql"] = never
    async with relaying(private=[stub.iri()]) as relay:
        session = opened(relay, stub.iri(), time_limit_s=0.2)
        started = asyncio.get_running_loop().time()
        assert (await post(session.address(stub.iri()))).status_code == 502
        first = asyncio.get_running_loop().time() - started
        assert (await post(session.address(stub.iri()))).status_code == 502
        both = asyncio.get_running_loop().time() - started
    assert "did not answer within" in session.failure
    assert 0.15 < first < 1
    assert both - first < 0.2


async def test_a_refused_connection(stub):
    async with listening() as gone:
        iri = gone.iri()
    async with relaying(private=[iri]) as relay:
        session = opened(relay, iri)
        assert (await post(session.address(iri))).status_code == 502
    assert "cannot be connected to" in session.failure


async def test_calls_of_one_query_are_counted(stub, monkeypatch):
    monkeypatch.setattr(relay_module, "_MOST_CALLS", 3)
    async with relaying(private=[stub.iri()]) as relay:
        session = opened(relay, stub.iri())
        statuses = [(await post(session.address(stub.iri()))).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 502, 502]
    assert stub.connections == 3
    assert "more than 3 times" in session.failure


# Redirects


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_on_the_list_is_followed(stub, other_stub, status):
    stub.answers["/sparql"] = reply(b"", status, location=other_stub.iri("/new"))
    async with relaying(private=[stub.iri(), other_stub.iri("/new")]) as relay:
        answer = await post(opened(relay, stub.iri()).address(stub.iri()), "ASK { }")
    assert answer.content == ROWS
    assert other_stub.requests[0][1] == b"ASK { }"


@pytest.mark.parametrize(
    "location", ["{other}", "/new", "//127.0.0.1:{port}/x", "http://169.254.169.254/", "", "http://[", "\tx"]
)
async def test_a_redirect_off_the_list_is_refused(stub, other_stub, location):
    stub.answers["/sparql"] = reply(
        b"", 302, location=location.format(other=other_stub.iri(), port=other_stub.port)
    )
    async with relaying(private=[stub.iri()]) as relay:
        session = opened(relay, stub.iri())
        assert (await post(session.address(stub.iri()))).status_code == 502
    assert other_stub.connections == 0
    assert len(stub.requests) <= 4


async def test_redirects_in_a_circle_end(stub):
    stub.answers["/sparql"] = reply(b"", 307, location="/sparql")
    async with relaying(private=[stub.iri()]) as relay:
        session = opened(relay, stub.iri())
        assert (await post(session.address(stub.iri()))).status_code == 502
    assert "more than 3 times" in session.failure
    assert stub.connections == 4


async def test_a_redirect_to_a_public_endpoint_is_checked_again(stub):
    public = f"http://public.test:{stub.port}/sparql"
    stub.answers["/first"] = reply(b"", 307, location=public)
    names = Names(public_test=[["127.0.0.1"]], private_test=[["127.0.0.1"]])
    first = f"http://private.test:{stub.port}/first"
    async with relaying([public], [first], names) as relay:
        session = opened(relay, first)
        assert (await post(session.address(first))).status_code == 502
    assert "not public" in session.failure
    assert stub.connections == 1


# Names and addresses


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["::1"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["100.64.0.1"],
        ["93.184.216.34", "127.0.0.1"], ["127.0.0.1", "93.184.216.34"], ["0.0.0.0"], ["fe80::1%lo"], [],
        ["93.184.216.34"] * 9 + ["127.0.0.1"],
    ],
)  # fmt: skip
async def test_a_public_name_that_leads_inside_is_not_called(stub, answers):
    iri = f"http://public.test:{stub.port}/sparql"
    async with relaying([iri], resolver=Names(public_test=[answers])) as relay:
        session = opened(relay, iri)
        assert (await post(session.address(iri))).status_code == 502
    assert stub.connections == 0
    assert "not public" in session.failure or not answers
    assert not any(address in session.failure for address in answers)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost"])
async def test_a_public_endpoint_is_not_the_loopback_however_it_is_written(stub, host):
    from lupaus.federation.addresses import resolve

    iri = f"http://{host}:{stub.port}/sparql"
    async with relaying([iri], resolver=resolve) as relay:
        assert (await post(opened(relay, iri).address(iri))).status_code == 502
    assert stub.connections == 0


async def test_the_name_is_asked_for_once_and_that_answer_is_connected_to():
    async with listening("127.0.0.1") as good, listening("127.0.0.9", good.port) as evil:
        iri = f"http://rebinding.test:{good.port}/sparql"
        names = Names(rebinding_test=[["127.0.0.1"], ["127.0.0.9"]])
        async with relaying(private=[iri], resolver=names) as relay:
            assert (await post(opened(relay, iri).address(iri))).status_code == 200
    assert names.asked == ["rebinding.test"]
    assert (good.connections, evil.connections) == (1, 0)
    assert b"host: rebinding.test:" in good.requests[0][0].lower()


async def test_what_a_public_name_says_after_the_check_is_not_heard(stub, monkeypatch):
    """The address is a stranger's, so nothing may be sent there: the transport only says where it would go."""
    dialled = []

    class Dial(httpx.AsyncBaseTransport):
        def __init__(self, **options):
            assert options["trust_env"] is False

        async def handle_async_request(self, request):
            dialled.append(request.url.host)
            raise httpx.ConnectError("no network here")

    names = Names(public_test=[["93.184.216.34"], ["127.0.0.1"]])
    iri = f"http://public.test:{stub.port}/sparql"
    async with relaying([iri], resolver=names) as relay:
        address = opened(relay, iri).address(iri)
        with monkeypatch.context() as patch:
            client = httpx.AsyncClient(trust_env=False)
            patch.setattr(httpx, "AsyncHTTPTransport", Dial)
            async with client:
                answer = await client.post(
                    address, content="ASK {}", headers={"content-type": "application/sparql-query"}
                )
    assert answer.status_code == 502
    assert (dialled, names.asked, stub.connections) == (["93.184.216.34"], ["public.test"], 0)


async def test_the_next_address_is_tried_when_one_cannot_be_connected_to(stub):
    iri = f"http://two.test:{stub.port}/sparql"
    async with relaying(private=[iri], resolver=Names(two_test=[["127.0.0.9", "127.0.0.1"]])) as relay:
        assert (await post(opened(relay, iri).address(iri))).status_code == 200


# TLS


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def contexts(authority, *names):
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(*names).configure_cert(server)
    authority.configure_trust(client)
    return server, client


async def test_tls_is_checked_against_the_name_and_tells_it(authority):
    server, client = contexts(authority, "named.test")
    asked = []
    server.sni_callback = lambda _socket, name, _context: asked.append(name)
    async with listening(tls=server) as stub:
        iri = f"https://named.test:{stub.port}/sparql"
        async with relaying(private=[iri], resolver=Names(named_test=[["127.0.0.1"]]), tls=client) as relay:
            assert (await post(opened(relay, iri).address(iri))).status_code == 200
    assert asked == ["named.test"]


async def test_a_certificate_for_another_name_is_refused(authority):
    server, client = contexts(authority, "127.0.0.1", "other.test")
    async with listening(tls=server) as stub:
        iri = f"https://named.test:{stub.port}/sparql"
        async with relaying(private=[iri], resolver=Names(named_test=[["127.0.0.1"]]), tls=client) as relay:
            assert (await post(opened(relay, iri).address(iri))).status_code == 502
    assert stub.requests == []


async def test_a_certificate_of_an_unknown_authority_is_refused(authority):
    server, _ = contexts(authority, "named.test")
    async with listening(tls=server) as stub:
        iri = f"https://named.test:{stub.port}/sparql"
        async with relaying(private=[iri], resolver=Names(named_test=[["127.0.0.1"]])) as relay:
            assert (await post(opened(relay, iri).address(iri))).status_code == 502
    assert stub.requests == []

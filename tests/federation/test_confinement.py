"""A worker that calls endpoints reaches the relay and nothing else; each lock is tried, and tried without."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys

import pytest
from stubs import listening, needs_lock

from lupaus.engine import landlock
from lupaus.engine.base import EngineRequest
from lupaus.engine.pool import WorkerPool
from lupaus.errors import AnswerError, StartError
from lupaus.media import CSV
from lupaus.settings import Settings
from lupaus.sparql.guard import ServiceCall

CHILD = """
import ctypes, json, os, socket, sys
from lupaus.engine import sandbox

mode, relay, canary = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
ours, theirs = socket.socketpair()
words_read, words_write = os.pipe()
if os.fork() == 0:
    if mode == "landlock":
        sandbox.seccomp.deny = lambda **_: True
    if mode == "seccomp":
        sandbox.landlock.allow_port_only = lambda *_, **__: True
    confinement = sandbox.Confinement(1 << 28, relay_port=relay, needs_relay_lock=True, is_on=mode != "none")
    libc = ctypes.CDLL(None, use_errno=True)
    sandbox.enter(confinement, theirs.detach(), words_write, os.getppid())
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, sandbox.CHANNEL_FD)

    def outcome(attempt):
        try:
            attempt()
        except OSError as error:
            return error.errno
        return 0

    def connect(port, host="127.0.0.1", family=socket.AF_INET, kind=socket.SOCK_STREAM, protocol=0):
        with socket.socket(family, kind, protocol) as one:
            one.settimeout(2)
            one.connect((host, port))
            if kind == socket.SOCK_DGRAM:
                one.send(b"x")

    def fast_open(port):
        with socket.socket() as one:
            one.sendto(b"x", 0x20000000, ("127.0.0.1", port))

    def fast_open_message(port):
        with socket.socket() as one:
            one.sendmsg([b"x"], [], 0x20000000, ("127.0.0.1", port))

    def datagram(port):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.sendto(b"x", ("127.0.0.1", port))

    def talk(port):
        with socket.socket() as one:
            one.connect(("127.0.0.1", port))
            one.sendall(b"x")

    def bound():
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            one.listen()

    report = {
        "relay": outcome(lambda: talk(relay)),
        "other port": outcome(lambda: connect(canary)),
        "fast open": outcome(lambda: fast_open(canary)),
        "fast open message": outcome(lambda: fast_open_message(canary)),
        "udp": outcome(lambda: datagram(canary)),
        "udp connected": outcome(lambda: connect(canary, kind=socket.SOCK_DGRAM)),
        "mptcp": outcome(lambda: connect(canary, protocol=262)),
        "ipv6": outcome(lambda: socket.socket(socket.AF_INET6).close()),
        "unix": outcome(lambda: socket.socket(socket.AF_UNIX).close()),
        "vsock": outcome(lambda: socket.socket(40, socket.SOCK_STREAM).close()),
        "netlink": outcome(lambda: socket.socket(16, socket.SOCK_RAW).close()),
        "raw": outcome(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close()),
        "listen": outcome(bound),
        "read": outcome(lambda: os.close(os.open("/etc/hosts", os.O_RDONLY))),
        "write": outcome(lambda: os.close(os.open("/dev/null", os.O_WRONLY))),
        "exec": outcome(lambda: os.execve("/nonexistent", ["x"], {})),
        "fork": outcome(lambda: os.fork() or os._exit(0)),
        "io_uring": outcome(lambda: libc.syscall(425, 1, None) < 0 and exec("raise OSError(ctypes.get_errno(), '')")),
    }
    channel.sendall(json.dumps(report).encode())
    os._exit(0)
theirs.close()
os.wait()
sys.stdout.write(ours.recv(65536).decode())
"""
EPERM, EACCES, ENOENT = 1, 13, 2
NOTHING_ELSE = dict.fromkeys(("fast open", "fast open message", "udp", "udp connected", "mptcp", "ipv6", "unix", "vsock", "netlink", "raw", "listen", "read", "write", "exec", "fork", "io_uring"), EPERM)  # fmt: skip


async def outcomes(mode, relay, canary):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", CHILD, mode, str(relay), str(canary)),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    )
    return json.loads((await process.communicate())[0])


@pytest.mark.anyio
@needs_lock
@pytest.mark.parametrize(
    ("mode", "expected", "contacts"),
    [
        ("both", {"relay": 0, "other port": EACCES, **NOTHING_ELSE}, 0),
        (
            "landlock",
            {"relay": 0, "other port": EACCES, "udp": 0, "read": EACCES, "listen": EACCES},
            None,
        ),
        ("seccomp", {"relay": 0, "other port": 0, **NOTHING_ELSE}, 1),
        ("none", {"relay": 0, "other port": 0, "udp": 0, "read": 0, "unix": 0, "listen": 0, "exec": ENOENT}, None),
    ],
)
async def test_each_lock_alone_and_both(mode, expected, contacts):
    async with listening() as relay, listening() as canary:
        said = await outcomes(mode, relay.port, canary.port)
        assert {name: said[name] for name in expected} == expected
        _, writer = await asyncio.open_connection("127.0.0.1", canary.port)  # who came before it has been counted
        writer.close()
        while canary.connections == 0:  # noqa: ASYNC110 - the listener has no event to wait for
            await asyncio.sleep(0)
        if contacts is not None:
            assert canary.connections - 1 == contacts
        assert relay.connections >= 1


SERVICES = {
    "plain": "SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{iri}> {{ ?s ?p ?o }} }}",
    "variable": "SELECT * {{ VALUES ?x {{ <{iri}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "exists": "SELECT * {{ ?a ?b ?c FILTER EXISTS {{ SERVICE <{iri}> {{ ?s ?p ?o }} }} }}",
}


async def contacts_made(source, query, relay_port, iris, canary, **options):
    """Of a worker whose query nobody inspected or rewrote."""
    pool = WorkerPool(source, Settings(max_workers=1), relay_port=relay_port, **options)
    await pool.start()
    try:
        for iri in iris:
            request = EngineRequest(query.format(iri=iri), "select", CSV, services=(ServiceCall(iri, 0, 0),))
            with contextlib.suppress(AnswerError):
                async for _ in await pool.answer(request):
                    pass
    finally:
        await pool.stop()
    return canary.connections


@pytest.mark.anyio
@needs_lock
@pytest.mark.parametrize("query", SERVICES.values(), ids=SERVICES)
async def test_a_worker_reaches_no_other_port_whatever_it_is_asked(here, query):
    async with listening() as relay, listening() as canary:
        iris = [canary.iri(), canary.iri(host="localhost"), f"http://[::1]:{canary.port}/"]
        assert await contacts_made(here, query, relay.port, iris, canary) == 0
        assert relay.connections == 0


@pytest.mark.anyio
@needs_lock
async def test_a_worker_does_reach_the_relay(here):
    async with listening() as relay, listening() as canary:
        await contacts_made(here, SERVICES["plain"], relay.port, [relay.iri()], canary)
        assert relay.connections == 1


@pytest.mark.anyio
@pytest.mark.parametrize("query", [SERVICES["plain"], SERVICES["silent"], SERVICES["exists"]])
async def test_without_the_sandbox_it_does_reach_another(here, query):
    async with listening() as relay, listening() as canary:
        assert await contacts_made(here, query, relay.port, [canary.iri()], canary, is_confined=False) > 0


@pytest.mark.anyio
async def test_without_the_lock_federation_does_not_start(here, monkeypatch, tmp_path):
    """A kernel without network rules, played by a module of the zygote that says so."""
    from lupaus.engine import nursery

    boot = "import lupaus.engine.landlock as l; l.abi = lambda: 3; "
    monkeypatch.setattr(nursery, "_BOOT", nursery._BOOT.replace("from lupaus", boot + "from lupaus", 1))
    async with listening() as relay:
        with pytest.raises(StartError, match="Landlock network rules"):
            await WorkerPool(here, Settings(), relay_port=relay.port).start()
        unsafe = WorkerPool(here, Settings(unsafe_no_sandbox=True), relay_port=relay.port)
        await unsafe.start()
        await unsafe.stop()
        without = WorkerPool(here, Settings())  # who allows no SERVICE does not need it
        await without.start()
        await without.stop()


def test_the_lock_tells_when_the_kernel_has_none(monkeypatch):
    monkeypatch.setattr(landlock, "abi", lambda: 3)
    assert not landlock.allow_port_only(1)

"""What a worker cannot do. Each lock is tried alone, and the whole by SERVICE against a listening socket."""

import asyncio
import contextlib
import json
import os
import resource
import subprocess
import sys

import pytest

from lupaus.engine import nursery, seccomp
from lupaus.errors import AnswerError, Forbidden

# A confined child tries each thing and says over its channel what came of it.
CHILD = """
import ctypes, json, os, resource, socket, sys, threading
from lupaus.engine import sandbox, seccomp

lock, mib = sys.argv[1], 1 << 20
if lock == "descriptors":
    seccomp.deny = lambda **_: False
ours, theirs = socket.socketpair()
words_read, words_write = os.pipe()
pid = os.fork()
if pid == 0:
    confinement = sandbox.Confinement(64 * mib, opens_files=lock == "calls", is_on=lock != "none")
    parent = os.getppid()
    libc = ctypes.CDLL(None, use_errno=True)
    sandbox.enter(confinement, theirs.detach(), words_write, parent)
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, sandbox.CHANNEL_FD)

    def outcome(attempt):
        try:
            attempt()
        except OSError as error:
            return error.errno
        except MemoryError:
            return "MemoryError"
        except RuntimeError as error:
            return str(error)
        return 0

    def call(number, *arguments):
        if libc.syscall(number, *arguments) < 0:
            raise OSError(ctypes.get_errno(), "syscall")

    def thread():
        one = threading.Thread(target=int)
        one.start()
        one.join()

    def fork():
        if os.fork() == 0:
            os._exit(0)
        os.wait()

    report = {
        "socket": outcome(lambda: socket.socket().close()),
        "unix": outcome(lambda: socket.socket(socket.AF_UNIX).close()),
        "read": outcome(lambda: os.close(os.open("/dev/null", os.O_RDONLY))),
        "write": outcome(lambda: os.close(os.open("/dev/null", os.O_WRONLY))),
        "create": outcome(lambda: os.close(os.open(sys.argv[2], os.O_CREAT | os.O_RDONLY))),
        "unlink": outcome(lambda: os.unlink(sys.argv[2] + ".none")),
        "exec": outcome(lambda: os.execve("/nonexistent", ["x"], {})),
        "signal": outcome(lambda: os.kill(parent, 0)),
        "io_uring": outcome(lambda: call(425, 1, None)),
        "fork": outcome(fork),
        "thread": outcome(thread),
        "memory": outcome(lambda: bytearray(80 * mib) and None),
        "less_memory": outcome(lambda: bytearray(20 * mib) and None),
        "core": resource.getrlimit(resource.RLIMIT_CORE),
        "dumpable": libc.prctl(3, 0, 0, 0, 0),
        "death_signal": (lambda box: (libc.prctl(2, ctypes.byref(box), 0, 0, 0), box.value)[1])(ctypes.c_int()),
    }
    channel.sendall(json.dumps(report).encode())
    os._exit(0)
theirs.close()
os.waitpid(pid, 0)
sys.stdout.write(ours.recv(65536).decode())
"""
EPERM, EMFILE, ENOENT = 1, 24, 2


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    def run(lock):
        target = tmp_path_factory.mktemp("sandbox") / "file"
        done = subprocess.run(
            [sys.executable, "-c", CHILD, lock, str(target)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            timeout=30,
            check=True,
        )
        return json.loads(done.stdout)

    return run


NETWORK = {"socket": EPERM, "unix": EPERM, "io_uring": EPERM}
OTHERS = {"exec": EPERM, "signal": EPERM, "write": EPERM, "create": EPERM, "unlink": EPERM, "fork": 0}
NO_FILES = {"socket": EMFILE, "unix": EMFILE, "read": EMFILE, "write": EMFILE, "create": EMFILE}


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        ("calls", NETWORK | OTHERS | {"read": 0, "thread": 0}),
        ("descriptors", NO_FILES | {"signal": 0, "fork": 0, "exec": ENOENT, "thread": 0}),
        ("both", {"socket": EPERM, "read": EMFILE, "fork": EPERM, "thread": "can't start new thread"}),
        (
            "none",
            {"socket": 0, "unix": 0, "read": 0, "write": 0, "create": 0, "signal": 0, "fork": 0, "exec": ENOENT},
        ),
    ],
)
def test_each_lock_alone(report, lock, expected):
    said = report(lock)
    assert {name: said[name] for name in expected} == expected


@pytest.mark.parametrize("lock", ["both", "none"])
def test_memory_is_bounded_and_no_core_is_written(report, lock):
    said = report(lock)
    assert (said["memory"], said["less_memory"]) == ("MemoryError", 0)
    assert said["core"] == [0, 0]
    assert said["dumpable"] == 0
    assert said["death_signal"] == 9


def test_the_filter_covers_the_same_ground_on_both_architectures():
    old_style = {"rename", "unlink", "mkdir", "rmdir", "link", "symlink", "chmod", "chown", "mknod", "creat"}
    x86, arm = (set(seccomp.denied_calls(machine)) for machine in ("x86_64", "aarch64"))
    assert x86 - arm == old_style | {"fork", "vfork"}  # arm never had them
    assert arm <= x86
    assert seccomp.denied_calls("riscv64") == {}


def test_no_call_is_listed_under_two_numbers():
    for machine in ("x86_64", "aarch64"):
        numbers = list(seccomp.denied_calls(machine).values())
        assert len(numbers) == len(set(numbers))


ADDRESS = "http://127.0.0.1:{port}/sparql"
SERVICES = {
    "plain": "SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}",
    "escaped": "SELECT * {{ \\u0053ERVICE <{iri}> {{ ?s ?p ?o }} }}",
    "nested": "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ {{ SERVICE <{iri}> {{ ?s ?p ?o }} }} }} }} }} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{iri}> {{ ?s ?p ?o }} }}",
    "lower case": "select * {{ service silent <{iri}> {{ ?s ?p ?o }} }}",
    "variable": "SELECT * {{ VALUES ?x {{ <{iri}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "exists": "SELECT * {{ FILTER EXISTS {{ SERVICE <{iri}> {{ ?s ?p ?o }} }} }}",
    "construct": "CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}",
}


@pytest.fixture
async def listener():
    """A port, and how many have come to it."""
    contacts = []

    async def welcome(reader, writer):
        contacts.append(writer.get_extra_info("peername"))
        writer.close()

    server = await asyncio.start_server(welcome, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], contacts


async def contacts_made(listener, pool, body, query):
    port, contacts = listener
    with contextlib.suppress(AnswerError):  # SILENT answers, the others fail; what counts is who came
        await body(pool, query.format(iri=ADDRESS.format(port=port)), time_limit_ms=3_000)
    # Whoever connected before this one has been counted when this one is.
    probe = await asyncio.open_connection("127.0.0.1", port)
    await probe[0].read()
    probe[1].close()
    await probe[1].wait_closed()
    return len(contacts) - 1


@pytest.mark.anyio
@pytest.mark.parametrize("query", SERVICES.values(), ids=list(SERVICES))
@pytest.mark.parametrize("kind", ["oxigraph", "rdflib"])
async def test_service_makes_no_contact(listener, pool_of, source, body, kind, query):
    async with pool_of(source, kind=kind) as pool:
        assert pool.ready.seccomp
        assert await contacts_made(listener, pool, body, query) == 0
        assert b"true" in await body(pool, "ASK {}")


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["plain", "nested", "silent", "lower case", "variable", "exists", "construct"])
async def test_the_reference_refuses_service_before_it_runs(pool_of, source, body, name):
    async with pool_of(source, kind="rdflib", is_confined=False) as pool:
        with pytest.raises(Forbidden, match="SERVICE is not available"):
            await body(pool, SERVICES[name].format(iri="http://127.0.0.1:9/"))


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["plain", "nested", "silent", "lower case"])
async def test_without_the_sandbox_service_does_make_contact(listener, pool_of, source, body, name):
    async with pool_of(source, is_confined=False) as pool:
        assert await contacts_made(listener, pool, body, SERVICES[name]) > 0


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["oxigraph", "rdflib"])
async def test_from_an_address_fetches_nothing(listener, pool_of, source, body, kind):
    query = "SELECT * FROM <{iri}> FROM NAMED <{iri}> {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    async with pool_of(source, kind=kind, is_confined=False) as pool:
        assert await contacts_made(listener, pool, body, query) == 0


@pytest.mark.anyio
async def test_the_zygote_writes_no_core_and_sees_no_secret(pool_of, source, monkeypatch, tmp_path):
    seen = tmp_path / "environment.json"
    tell = f"import json, os; open({str(seen)!r}, 'w').write(json.dumps(dict(os.environ))); "
    monkeypatch.setattr(nursery, "_BOOT", tell + nursery._BOOT)
    monkeypatch.setenv("LUPAUS_SECRET_OF_THE_TEST", "hush")
    monkeypatch.setenv("TZ", "Europe/Helsinki")
    async with pool_of(source) as pool:
        assert resource.prlimit(pool.staff.zygote_pid, resource.RLIMIT_CORE) == (0, 0)
    environment = json.loads(seen.read_text())
    assert "LUPAUS_SECRET_OF_THE_TEST" not in environment
    assert environment["TZ"] == "Europe/Helsinki"

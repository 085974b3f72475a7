"""``oxigraph serve`` behind a proxy that counts updates and does harm to those it is told to."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pyoxigraph as ox

__all__ = ["FailingEngine", "failing_engine"]


class FailingEngine:
    """Where it is, what it was told, what it does."""

    def __init__(self, behind):
        self.behind = behind
        self.http = httpx.Client(trust_env=False)  # one: each makes a TLS context of its own
        self.updates = []
        self.harm = {}
        """By the number of the update, from 1: before, after, full, error, refused."""
        self.change = lambda body: body
        """What becomes of a graph that is read back."""
        self.fields = {}
        """More fields of every answer to a query."""
        self.on_update = lambda number: None
        self.url = ""

    @property
    def query(self):
        return self.url + "/query"

    @property
    def update(self):
        return self.url + "/update"

    def send(self, update):
        """Change its data past the publisher."""
        self.http.post(f"{self.behind}/update", data={"update": update}, timeout=30).raise_for_status()

    def graphs(self):
        """Every named graph with its triples, blank nodes named canonically."""
        answer = self.http.get(f"{self.behind}/store", headers={"Accept": "application/n-quads"}, timeout=30)
        dataset = ox.Dataset(ox.parse(answer.content, ox.RdfFormat.N_QUADS))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        found = {}
        for quad in dataset:
            found.setdefault(quad.graph_name.value, set()).add(
                str(quad.triple).replace("nonNegativeInteger", "integer")
            )
        return found


def _handler(engine):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            harm = ""
            if self.path == "/update":
                engine.updates.append(body)
                harm = engine.harm.get(len(engine.updates), "")
                engine.on_update(len(engine.updates))
            if harm == "before":
                self.close_connection = True
                return
            if harm in ("full", "error"):
                self.answer(507 if harm == "full" else 500, b"No space left on device", "text/plain")
                return
            if harm == "refused":
                self.answer(400, b"No such thing here", "text/plain")
                return
            passed = {name: self.headers[name] for name in ("content-type", "accept")}
            reply = engine.http.post(engine.behind + self.path, content=body, headers=passed, timeout=30)
            if harm == "after":
                self.close_connection = True
                return
            content = reply.content
            if "n-triples" in reply.headers.get("content-type", ""):
                content = engine.change(content)
            self.answer(reply.status_code, content, reply.headers.get("content-type", "text/plain"))

        def answer(self, status, content, type_):
            self.send_response(status)
            self.send_header("content-type", type_)
            self.send_header("content-length", str(len(content)))
            if self.path == "/query":
                for name, value in engine.fields.items():
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    return Handler


@contextmanager
def failing_engine():
    """An empty one, in memory."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "oxigraph is missing: pip install 'lupaus[test]'"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    engine = FailingEngine(f"http://127.0.0.1:{port}")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(engine))
    server.daemon_threads = True
    engine.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        late = time.monotonic() + 30
        while time.monotonic() < late:
            try:
                engine.http.get(engine.behind, timeout=5)
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield engine
    finally:
        server.shutdown()
        server.server_close()
        engine.http.close()
        process.kill()
        process.wait()

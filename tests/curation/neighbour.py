"""A neighbour that can misbehave: a proxy in front of a real server, which follows a script of faults."""

import http.client
import json
import threading
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Neighbour:
    """What it was asked, and what it does instead of answering: one fault a request, then it behaves."""

    def __init__(self, answer):
        self.answer = answer
        """Takes method, body and headers of a request; returns status, headers and body."""
        self.faults = deque()
        self.requests = []
        self.released = threading.Event()

    @property
    def forms(self):
        """The forms that were posted."""
        return [form for _, form, _ in self.requests if form]


def forward_to(address):
    """Answers as the server at ``address`` does."""
    target = urlsplit(address)

    def answer(method, body, headers):
        connection = http.client.HTTPConnection(target.hostname, target.port)
        kept = {name: value for name, value in headers.items() if name.lower() in ("accept", "content-type")}
        connection.request(method, target.path, body, kept)
        reply = connection.getresponse()
        found = {"Content-Type": reply.getheader("Content-Type"), "Date": reply.getheader("Date")}
        content = reply.read()
        connection.close()
        return reply.status, found, content

    return answer


def say(status, body=b"", **headers):
    """A fault: another answer."""
    return lambda handler, reply: (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)


def page(handler, reply):
    """A fault: an HTML page with status 200, as a maintenance page has it."""
    return 200, {"Content-Type": "text/html; charset=utf-8"}, b"<html><h1>Down for maintenance</h1></html>"


def cut(handler, reply):
    """A fault: half of the true answer, as if it were whole."""
    status, headers, body = reply
    return status, headers, body[: len(body) // 2]


def undated(handler, reply):
    """A fault: no ``Date``."""
    status, headers, body = reply
    return status, {k: v for k, v in headers.items() if k != "Date"}, body


def hang(handler, reply):
    """A fault: no answer until the test is over."""
    handler.server.neighbour.released.wait(60)
    return None


def drop(handler, reply):
    """A fault: the connection ends without an answer."""
    return None


@contextmanager
def neighbour(answer):
    """A server that answers by ``answer``, and its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self._handle(b"")

        def do_POST(self):
            self._handle(self.rfile.read(int(self.headers["Content-Length"])))

        def _handle(self, body):
            mine = self.server.neighbour
            form = {key: values[0] for key, values in parse_qs(body.decode()).items()}
            mine.requests.append((self.command, form, dict(self.headers)))
            fault = mine.faults.popleft() if mine.faults else None
            reply = mine.answer(self.command, body, dict(self.headers)) if fault not in (hang, drop) else None
            reply = fault(self, reply) if fault else reply
            if reply is None:
                self.close_connection = True
                return
            status, headers, content = reply
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.neighbour = Neighbour(answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    server.neighbour.address = f"http://127.0.0.1:{server.server_port}/sparql"
    try:
        yield server.neighbour
    finally:
        server.neighbour.released.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


def as_json(document, content_type="application/json"):
    """An answer of a service that speaks JSON."""
    return 200, {"Content-Type": content_type}, json.dumps(document).encode()

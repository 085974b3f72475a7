"""An endpoint on this machine that answers in Wikidata's place, from a handful of made-up statements."""

import re
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pyoxigraph as ox

STATEMENTS = Path(__file__).with_name("wikidata.ttl")
SERVICE = re.compile(r"(?<=SERVICE )<https://query\.wikidata\.org/sparql>")


def redirected(text: str) -> str:
    """``text`` with calls to Wikidata going to the stand-in; no other endpoint may be called."""
    if "SERVICE" not in text:
        return text
    redirected, calls = SERVICE.subn(f"<{address()}>", text)
    assert calls == text.count("SERVICE")
    return redirected


@cache
def address() -> str:
    """Where the stand-in listens; it is started at the first call and ends with the process."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/sparql"


@cache
def _store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(STATEMENTS), format=ox.RdfFormat.TURTLE)
    return store


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.headers["Content-Type"].startswith("application/x-www-form-urlencoded"):
            body = parse_qs(body)["query"][0]
        answer = _store().query(body).serialize(format=ox.QueryResultsFormat.JSON)
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass

"""What a document costs, from files and from the server: ``python bench/files.py EXPORT RELEASE``.

EXPORT is what ``lupaus export`` wrote of RELEASE. Each of N documents is asked for by Accept, on one connection,
and once more with its ETag. Microseconds are of the processor, in all processes of the server.
"""

import argparse
import os
import shutil
import sys
import tempfile
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.client import Connection, get_request, query_request
from bench.peers import ROOT
from bench.process import Running, free_port, start, wait_for_port

_FORMS = ("text/turtle", "text/html", "application/ld+json")
_RESULTS = "application/sparql-results+json"
_PATIENCE_S = 120.0
_NGINX = """{user}worker_processes 1; pid {folder}/pid; daemon off; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off; keepalive_requests 1000000;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    include {export}/nginx/maps.conf;
    server {{ listen 127.0.0.1:{port}; include {export}/nginx/server.conf; }}
}}
"""


def nginx(export: Path, folder: Path, port: int) -> Running:
    """nginx with the export."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    configuration = folder / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    text = _NGINX.format(user=user, folder=folder, export=export.resolve(), port=port)
    configuration.write_text(text, "utf-8")
    return start([program, "-c", str(configuration)], folder / "nginx.log")


def lupaus(release: Path, folder: Path, port: int) -> Running:
    """The server with the release."""
    command = [sys.executable, "-m", "lupaus", "serve", "--port", str(port), "--release", str(release)]
    return start(command, folder / "lupaus.log", {"PYTHONPATH": str(ROOT / "src")})


def measure(running: Running, port: int, paths: list[str], *, asks: bool = False) -> str:
    """Microseconds of each form, of 304 and, where queries are answered, of a new one; the memory after it."""
    costs, tags = [], []
    try:
        wait_for_port(running, port, _PATIENCE_S)
        with Connection(port) as connection:
            for form in _FORMS:
                requests = [get_request(path, {"Accept": form, "Accept-Encoding": "gzip"}) for path in paths]
                before = running.cpu_s()
                answers = [connection.ask(request, keep=False) for request in requests]
                costs.append((running.cpu_s() - before) / len(paths))
                assert {answer.status for answer in answers} == {200}
                tags = [answer.header("etag") for answer in answers]
            conditions = [
                get_request(path, {"Accept": _FORMS[-1], "Accept-Encoding": "gzip", "If-None-Match": tag})
                for path, tag in zip(paths, tags, strict=True)
            ]
            before = running.cpu_s()
            assert {connection.ask(request).status for request in conditions} == {304}
            costs.append((running.cpu_s() - before) / len(paths))
            if asks:
                queries = [f"ASK {{ <https://w3id.org/lupaus{path}> ?p ?o }}" for path in paths]
                before = running.cpu_s()
                for query in queries:
                    assert connection.ask(query_request("/sparql", query, _RESULTS)).status == 200
                costs.append((running.cpu_s() - before) / len(paths))
        memory = running.memory_mib()
    finally:
        running.stop()
    cells = [f"{cost * 1e6:,.0f}" for cost in costs] + ([] if asks else ["–"])
    return " | ".join((*cells, f"{memory:,.0f}"))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("export", type=Path)
    parser.add_argument("release", type=Path)
    parser.add_argument("--documents", type=int, default=2_000, metavar="N")
    given = parser.parse_args()
    root = given.export / "www"
    files = islice(sorted((root / "doc").rglob("*.nt")), given.documents)
    paths = [
        "/" + path.relative_to(root).as_posix().removesuffix(".nt") for path in files if ".page" not in path.name
    ]
    head = ("from", *_FORMS, "304", "a new query", "memory, MiB")
    print(f"{len(paths):,} documents\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    with tempfile.TemporaryDirectory(prefix="lupaus-files-") as work:
        port = free_port()
        print(f"| nginx, files | {measure(nginx(given.export, Path(work), port), port, paths)} |", flush=True)
        port = free_port()
        print(
            f"| lupaus serve | {measure(lupaus(given.release, Path(work), port), port, paths, asks=True)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()

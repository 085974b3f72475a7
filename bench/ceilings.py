"""What cannot be beaten: uvicorn with a fixed answer and nginx with a file, both repeating an answer of ours."""

import json
import shutil
import sys
from pathlib import Path

from bench.client import Connection, Response
from bench.measure import Contestant
from bench.peers import ROOT
from bench.process import Running, free_port, start, wait_for_port

__all__ = ["ceilings"]

_START_S = 20.0
_NOT_REPEATED = {"date", "server", "connection", "content-length", "transfer-encoding"}
_NGINX = """daemon off; master_process off; pid {work}/pid; error_log {work}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work};
  uwsgi_temp_path {work}; scgi_temp_path {work}; open_file_cache max=10; sendfile on; tcp_nodelay on;
  keepalive_requests 10000000;
  server {{ listen 127.0.0.1:{port}; default_type "{type}";
    location / {{ root {work}; try_files /body =404; {headers} }} }}
}}
"""


def ceilings(of: Contestant, work: Path) -> list[Contestant]:
    """Servers that give the answer which ``of`` gives to its first request, with the same fields.

    :raises TimeoutError: if one does not come up.
    """
    request = of.make(0)
    with Connection(of.port) as connection:
        connection.ask(request)
        response = connection.ask(request)
    found = [Contestant("uvicorn fixed", *_uvicorn(response, work), of.make)]
    if program := shutil.which("nginx") or shutil.which("/usr/sbin/nginx"):
        found.append(Contestant("nginx static", *_nginx(program, response, work), of.make))
    return found


def _fields(response: Response) -> list[tuple[str, str]]:
    lines = [line.partition(": ") for line in response.head.decode("latin-1").split("\r\n")[1:]]
    return [(name, value) for name, _, value in lines if name.lower() not in _NOT_REPEATED]


def _uvicorn(response: Response, work: Path) -> tuple[Running, int]:
    port = free_port()
    folder = work / f"fixed-{port}"
    folder.mkdir()
    fields = [*_fields(response), ("content-length", str(len(response.body)))]
    (folder / "headers.json").write_text(json.dumps(fields))
    (folder / "body").write_bytes(response.body)
    command = [sys.executable, "-m", "uvicorn", "bench.fixed:app", "--port", str(port), "--no-access-log",
               "--no-server-header", "--lifespan", "off", "--log-level", "warning"]  # fmt: skip
    running = start(command, folder / "log", {"BENCH_FIXED": str(folder)}, ROOT)
    wait_for_port(running, port, _START_S)
    return running, port


def _nginx(program: str, response: Response, work: Path) -> tuple[Running, int]:
    port = free_port()
    folder = work / f"nginx-{port}"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "body").write_bytes(response.body)
    fields = [(name, value) for name, value in _fields(response) if name.lower() not in ("content-type", "etag")]
    headers = " ".join(f"add_header {name} '{value}';" for name, value in fields if "'" not in value)
    settings = folder / "nginx.conf"
    settings.write_text(
        _NGINX.format(work=folder, port=port, type=response.header("content-type"), headers=headers)
    )
    running = start([program, "-c", str(settings), "-p", str(folder)], folder / "log")
    wait_for_port(running, port, _START_S)
    return running, port

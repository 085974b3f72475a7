"""What a cached page of a thing costs, beside a fixed answer of uvicorn with the same headers and body.

Two servers run, each in a process of its own, and are asked in turns over one connection; counted is the processor
time of the serving process. So the ratio is fair on a busy machine as well.

    python tests/web/page_cost.py RELEASE [PATH]
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS, REQUESTS = 9, 500
HEADERS = "host: localhost\r\naccept: {accept}\r\naccept-encoding: br, gzip\r\naccept-language: fi\r\n"


def cpu_seconds(pid):
    """Processor time of the main thread of a process, in which it serves, as the kernel's scheduler counts it."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


class Connection:
    """One connection that is kept open."""

    def __init__(self, port, path, accept):
        self.sock = socket.create_connection(("127.0.0.1", port))
        self.request = f"GET {path} HTTP/1.1\r\n{HEADERS.format(accept=accept)}\r\n".encode()

    def ask(self):
        """One answer: head and body."""
        self.sock.sendall(self.request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.sock.recv(65_536)
        head, _, body = data.partition(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        while len(body) < int(fields[b"content-length"]):
            body += self.sock.recv(65_536)
        return head, body


def serve(kind, arguments):
    """Serve until the end; print the port and the process that answers."""
    import uvicorn

    from lupaus.settings import Settings
    from lupaus.web.server import Serving, bind

    listener = bind("127.0.0.1", 0)
    print(listener.getsockname()[1], os.getpid(), flush=True)
    if kind == "fixed":
        head, body = Path(arguments[0]).read_bytes().split(b"\0\0", 1)
        fields = [tuple(line.split(b": ", 1)) for line in head.split(b"\r\n")[1:]]
        start = {"type": "http.response.start", "status": 200, "headers": [f for f in fields if f[0] != b"date"]}
        finish = {"type": "http.response.body", "body": body}

        async def app(scope, receive, send):
            await send(start)
            await send(finish)

        config = uvicorn.Config(
            app, lifespan="off", log_config=None, access_log=False, server_header=False, ws="none"
        )
        uvicorn.Server(config).run(sockets=[listener])
        return
    from lupaus.dataset.release import open_release
    from lupaus.web.app import create_app
    from lupaus.web.opening import site_of_release

    class NoEngine:
        """Pages need none."""

        async def start(self): ...

        async def stop(self): ...

    async def make_app():
        site = site_of_release(open_release(Path(arguments[0])), "http://localhost")
        log = Path(os.devnull).open("w")  # noqa: ASYNC230, SIM115 - one is written, as in earnest, and kept nowhere
        return create_app(NoEngine(), site, Settings(), log)

    Serving(listener, NoEngine(), make_app, Settings()).run()


def start(kind, *arguments):
    """A server in a process of its own: its port, its number, and what ends it."""
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", kind, *arguments], stdout=subprocess.PIPE, text=True
    )
    port, pid = map(int, server.stdout.readline().split())
    time.sleep(0.1)
    return port, pid, server


def measure(release, path, accept):
    """Processor time of one answer in microseconds, ours and the fixed one, and their ratio: medians of rounds."""
    port, pid, ours = start("ours", release)
    servers = [ours]
    try:
        connection = Connection(port, path, accept)
        for _ in range(3):
            head, body = connection.ask()
        assert head.startswith(b"HTTP/1.1 200"), head
        answer = Path(release).with_name("page-cost-answer")
        answer.write_bytes(head + b"\0\0" + body)
        fixed_port, fixed_pid, fixed = start("fixed", str(answer))
        servers.append(fixed)
        pairs = [(pid, connection), (fixed_pid, Connection(fixed_port, path, accept))]
        spent = {pid: [], fixed_pid: []}
        for _ in range(ROUNDS):
            for number, asked in pairs:
                before = cpu_seconds(number)
                for _ in range(REQUESTS):
                    asked.ask()
                spent[number].append((cpu_seconds(number) - before) / REQUESTS * 1e6)
        ours_us, fixed_us = (statistics.median(spent[number]) for number in (pid, fixed_pid))
        answer.unlink()
        return ours_us, fixed_us, statistics.median(a / b for a, b in zip(*spent.values(), strict=True)), len(body)
    finally:
        for server in servers:
            server.kill()


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve(sys.argv[2], sys.argv[3:])
    else:
        path = sys.argv[2] if len(sys.argv) > 2 else "/doc/city/fi/helsinki"
        print("| page | bytes | ours, µs | fixed, µs | ratio |\n|---|---|---|---|---|")
        for accept in ("text/html", "text/turtle"):
            ours_us, fixed_us, ratio, size = measure(sys.argv[1], path, accept)
            print(f"| {path}, {accept} | {size} | {ours_us:.0f} | {fixed_us:.0f} | {ratio:.2f} |")

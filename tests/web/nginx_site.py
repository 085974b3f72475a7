"""An nginx of one's own on loopback, which serves an export."""

import os
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from apache import free_port

CONFIGURATION = """{user}worker_processes 1;
pid {root}/nginx.pid;
daemon off;
error_log {root}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
{places}
    include {export}/nginx/maps.conf;
    server {{
        listen 127.0.0.1:{port};
        include {export}/nginx/server.conf;
    }}
}}
"""


@contextmanager
def nginx(export):
    """Serve the export in a folder; yields the address."""
    with tempfile.TemporaryDirectory(prefix="lupaus-nginx-") as folder:
        root, port = Path(folder), free_port()
        temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        configuration = root / "nginx.conf"
        configuration.write_text(
            CONFIGURATION.format(
                user="user root;\n" if os.geteuid() == 0 else "",
                root=root,
                port=port,
                export=export,
                places="\n".join(f"    {place}_temp_path {root}/{place};" for place in temporary),
            )
        )
        checked = subprocess.run(["nginx", "-t", "-c", configuration], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        process = subprocess.Popen(["nginx", "-c", configuration], stderr=subprocess.DEVNULL)
        try:
            late = time.monotonic() + 20
            while time.monotonic() < late:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)

"""An Apache httpd of one's own on loopback, which serves one folder with its .htaccess."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

MODULES = Path("/usr/lib/apache2/modules")
CONFIGURATION = """ServerRoot {root}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {root}/httpd.pid
ErrorLog {root}/error.log
{user}{modules}
DocumentRoot {root}/www
<Directory {root}/www>
  AllowOverride All
  Require all granted
</Directory>
"""


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextmanager
def apache(name, htaccess):
    """Serve a folder called ``name`` that holds nothing but ``htaccess``; yields its address."""
    with tempfile.TemporaryDirectory(prefix="lupaus-httpd-") as folder:
        root, port = Path(folder), free_port()
        root.chmod(0o755)  # who is root serves as another user, who must be able to read
        place = root / "www" / name
        place.mkdir(parents=True)
        (place / ".htaccess").write_text(htaccess)
        modules = "".join(
            f"LoadModule {name}_module {MODULES}/mod_{name}.so\n"
            for name in ("mpm_event", "authz_core", "dir", "rewrite")
        )
        user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
        configuration = root / "httpd.conf"
        configuration.write_text(CONFIGURATION.format(root=root, port=port, modules=modules, user=user))
        server = subprocess.Popen([shutil.which("apache2"), "-f", configuration, "-DFOREGROUND"])
        try:
            for _ in range(100):
                with socket.socket() as sock:
                    if sock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/{name}"
        finally:
            server.terminate()
            server.wait(20)

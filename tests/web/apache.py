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


SITE = """ServerRoot {root}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {root}/httpd.pid
ErrorLog {root}/error.log
{user}{modules}TypesConfig /dev/null
<VirtualHost 127.0.0.1:{port}>
Include {export}/apache/site.conf
</VirtualHost>
"""
SITE_MODULES = ("mpm_event", "alias", "authz_core", "dir", "env", "headers", "mime", "rewrite")


@contextmanager
def apache_site(export):
    """Serve an export; yields the address."""
    with tempfile.TemporaryDirectory(prefix="lupaus-httpd-") as folder:
        root, port = Path(folder), free_port()
        root.chmod(0o755)
        modules = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in SITE_MODULES)
        user = ""
        if os.geteuid() == 0:
            user = "User www-data\nGroup www-data\n"
            for above in export.parents:  # the folders of pytest are for their owner alone
                if above.is_relative_to(tempfile.gettempdir()):
                    above.chmod(above.stat().st_mode | 0o011)
        configuration = root / "httpd.conf"
        configuration.write_text(SITE.format(root=root, port=port, modules=modules, user=user, export=export))
        with running(configuration, port):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def running(configuration, port):
    server = subprocess.Popen([shutil.which("apache2"), "-f", configuration, "-DFOREGROUND"])
    try:
        for _ in range(200):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (configuration.parent / "error.log").read_text()
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(20)


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
        with running(configuration, port):
            yield f"http://127.0.0.1:{port}/{name}"

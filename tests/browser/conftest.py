"""A browser, and a server over the whole release. Slow: run with ``pytest -m slow -n 0 tests/browser``.

Debian's Chromium is used where it is installed; without it these tests are skipped, and say so.
"""

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from walker import FLAGS, free_port, wait_for

from hostile import build

CHROMIUM = shutil.which("chromium")
FRONTEND = Path(__file__).parents[2] / "frontend"


@pytest.fixture(scope="session")
def chromium():
    """The browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(log, *options):
    """The address of the command that serves everyone, while it runs."""
    port = free_port()
    command = [sys.executable, "-m", "lupaus", "serve", "--port", str(port), "--max-workers", "2", *options]
    with log.open("wb") as stream, subprocess.Popen(command, stdout=stream) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def url(tmp_path_factory):
    """Where the whole release is served."""
    with served(tmp_path_factory.mktemp("server") / "log") as address:
        yield address


@pytest.fixture(scope="session")
def hostile_url(tmp_path_factory):
    """Where a small release is served whose names are what an attacker would write."""
    folder = tmp_path_factory.mktemp("hostile")
    with served(folder / "log", "--release", str(build(folder))) as address:
        yield address


@pytest.fixture(scope="session")
def editor():
    """Skips where the package was built without the editor."""
    from lupaus.web.pages.assets import has_editor

    if not has_editor():
        pytest.skip("the package was built without the editor (npm could not be reached)")


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """The text of axe-core, from npm, in the version of ``frontend/package.json``."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, so there is no axe-core")
    folder = tmp_path_factory.mktemp("axe")
    shutil.copy(FRONTEND / ".npmrc", folder)
    version = json.loads((FRONTEND / "package.json").read_text("utf-8"))["devDependencies"]["axe-core"]
    command = [npm, "install", "--ignore-scripts", "--no-save", f"axe-core@{version}"]
    if subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False).returncode:
        pytest.skip("npm cannot be reached, so there is no axe-core")
    return (folder / "node_modules/axe-core/axe.min.js").read_text("utf-8")

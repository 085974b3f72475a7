"""The build hook, over a project of its own, with an npm and a node that do what a test says."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def hook_module():
    """``hatch_build.py``, which no package holds."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class App:
    """Hatch's side of a hook: what is said to whoever builds."""

    def __init__(self):
        self.warnings = []

    def display_warning(self, message):
        self.warnings.append(message)


class Project:
    """A folder with a frontend, and programs that are found before the machine's."""

    def __init__(self, folder, module):
        self.folder, self._module, self.app = folder, module, App()
        self.assets = folder / "src/lupaus/web/pages/assets"
        self.calls = folder / "calls"
        (folder / "frontend").mkdir()
        (folder / "frontend/build.mjs").write_text("// makes it")
        self.assets.parent.mkdir(parents=True)

    def program(self, name, *lines):
        """Put a shell script in the way; it notes that it was called."""
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(["#!/bin/sh", f'echo "{name} $1" >> "{self.calls}"', *lines, ""]))
        path.chmod(0o755)

    def called(self):
        """The programs that ran, in their order, each with its first argument."""
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def hook(self):
        """The hook as Hatch makes it."""
        return self._module.AssetsHook(str(self.folder), {}, None, None, "", "wheel", self.app)

    def build(self):
        self.hook().initialize("standard", {})


@pytest.fixture
def project(tmp_path, hook_module, monkeypatch):
    """A project whose npm and node succeed."""
    monkeypatch.delenv("LUPAUS_ASSETS", raising=False)
    made = Project(tmp_path, hook_module)
    made.program("npm")
    files = " ".join(f'"$2/{name}"' for name in hook_module._MADE)
    made.program("node", 'mkdir -p "$2"', f"for each in {files}; do echo made > $each; done")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return made

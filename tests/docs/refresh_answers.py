"""Writes the answers shown in the tutorial and the data model anew. To be run by hand after the data changed.

Read the difference before it is committed: it is what readers will be told.
"""

import os
import re
import subprocess
import sys
import tempfile

from answers import at_port, run_shell, table_of, with_answers
from pages import ROOT

from lupaus.dataset.build import ensure_release
from lupaus.dataset.inputs import find_inputs


def refresh():
    """Start a server, ask it everything, write the pages."""
    release = ensure_release(find_inputs())
    environment = {**os.environ, "LUPAUS_PORT": "0"}
    command = [sys.executable, "-m", "lupaus", "serve"]
    with (
        subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
        ) as process,
        tempfile.TemporaryDirectory() as folder,
    ):
        try:
            server = next(
                found[1] for line in process.stderr if (found := re.search(r"(http://\S+)/sparql", line))
            )
            for name in ("tutorial.md", "model.md"):
                page = ROOT / "docs" / name
                text = with_answers(
                    page.read_text("utf-8"),
                    lambda command: run_shell(at_port(command, server), folder, environment) or "",
                    lambda query: table_of(query, release),
                )
                page.write_text(text, "utf-8")
        finally:
            process.terminate()


if __name__ == "__main__":
    refresh()

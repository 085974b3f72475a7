"""Where and with what it was measured."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from bench.peers import ROOT, home

__all__ = ["Machine", "describe"]

Machine = dict[str, str]
_BUSY = 0.25


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False, cwd=ROOT)  # noqa: S603
    except OSError:
        return ""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0] if lines else ""


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")


def describe() -> Machine:
    """Machine, versions, commit and date. Call it before anything is started: the load is that of others."""
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    python = str(home() / "bin/python")
    stock = "import importlib.metadata as m; print(m.version('rdflib-endpoint'), 'rdflib', m.version('rdflib'))"
    node = 'console.log(require(process.argv[1] + "/node_modules/trifid/package.json").version)'
    kib = int(Path("/proc/meminfo").read_text().split()[1])
    found = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _said("git", "describe", "--always", "--dirty"),
        "cpu": f"{_cpu()}, {cores} cores",
        "memory": f"{kib / 1_048_576:.0f} GiB",
        "system": f"{os.uname().sysname} {os.uname().release}",
        "load": f"{load:.1f} before the run" + (": BUSY, others ran beside" if load > _BUSY * cores else ""),
        "oxigraph": _said(str(home() / "bin/oxigraph"), "--version"),
        "rdflib-endpoint": _said(python, "-c", stock),
        "virtuoso": _said("virtuoso-t", "-?"),
        "nginx": _said("/usr/sbin/nginx", "-v"),
        "trifid": _said("node", "-e", node, str(home())),
    }
    return {name: value for name, value in found.items() if value and "Error" not in value}

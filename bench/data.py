"""What is asked about: synthetic graphs of several sizes, and the default graph of the release."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.peers import ROOT

__all__ = ["Data", "release", "synthetic"]

SEED = 1
_MOST_CITIES = 2_000


@dataclass(frozen=True)
class Data:
    """One file of N-Triples and some things in it."""

    path: Path
    base: str
    triples: int
    cities: tuple[str, ...]


def _run(*arguments: str) -> None:
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "lupaus", *arguments], check=True, cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
    )  # fmt: skip


def synthetic(scale: int, folder: Path) -> Data:
    """A synthetic graph of ``scale`` triples, made once, without graph names: each peer has one default graph."""
    path = folder / f"synthetic-{scale}.nt"
    if not path.exists():
        quads = folder / f"synthetic-{scale}.nq"
        _run("generate", "--scale", str(scale), "--seed", str(SEED), "--out", str(quads))
        unfinished = path.with_suffix(".part")
        with quads.open("rb") as source, unfinished.open("wb") as target:
            for line in source:
                if not line.startswith(b"#"):
                    target.write(line[: line.rindex(b" <")] + b" .\n")
        unfinished.rename(path)
        quads.unlink()
    return _data(path, "https://synthetic.invalid/lupaus/")


def release(folder: Path) -> tuple[Data, Path]:
    """The default graph of a release built from the sources, and the release."""
    path = folder / "release"
    if not path.exists():
        _run("build", "--out", str(path))
    base = json.loads((path / "manifest.json").read_text("utf-8"))["base"]
    copy = folder / "release.nt"
    copy.write_bytes((path / "default.nt").read_bytes())
    return _data(copy, base), path


def _data(path: Path, base: str) -> Data:
    cities: list[str] = []
    triples = 0
    ending = f"<{base}ns#City> .\n".encode()
    with path.open("rb") as file:
        for line in file:
            triples += 1
            if line.endswith(ending) and len(cities) < _MOST_CITIES:
                cities.append(line.split(b" ", 1)[0].decode())
    return Data(path, base, triples, tuple(cities))

"""Data too large to be held in memory: a RocksDB directory, made once of the files and kept for the next start.

It is made in a process of its own, beside its place, and renamed when it is whole: an interrupted making leaves
nothing that is taken for a store, and of two that make the same one, either's is as good.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from lupaus.engine.base import StoreSource
from lupaus.engine.source import SourceSpec, Unloadable
from lupaus.errors import StartError

__all__ = ["Kept", "keep_on_disk", "main", "size_of"]

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from lupaus.engine.disk import main; main()"
_MIB = 1_048_576
_STORE, _COUNTS = "store", "counts.json"


@dataclass(frozen=True)
class Kept:
    """A source on disk, and what was counted when it was made: to count millions takes seconds at each start."""

    source: StoreSource
    default_triples: int
    graphs: tuple[tuple[str, int], ...]
    """The IRI of each named graph, and its triples."""


def size_of(source: StoreSource) -> int:
    """The bytes of its files.

    :raises StartError: if one is not there.
    """
    try:
        return sum(file.path.stat().st_size for file in source.files)
    except OSError as error:
        raise StartError(f"{error.filename} cannot be read: {error.strerror}.") from None


def keep_on_disk(
    source: StoreSource, key: str, folder: Path, progress: Callable[[str], None] = lambda _: None
) -> Kept:
    """``source`` from a RocksDB directory below ``folder``, made if it is not there.

    :param key: names the bytes of the files.
    :raises StartError: if a file cannot be read or parsed, or the disk is full.
    """
    spec = SourceSpec.of(source, 0)
    made_of = json.dumps([key, version("pyoxigraph"), spec.default_graph, [file[1:] for file in spec.files]])
    place = folder / hashlib.sha256(made_of.encode()).hexdigest()[:32]
    if not (place / _COUNTS).exists():
        progress(f"Writing {size_of(source) // _MIB:,} MiB of RDF into a store on disk, once")
        _make(spec, place)
    try:
        counts = json.loads((place / _COUNTS).read_text("utf-8"))
        graphs = tuple((str(iri), int(triples)) for iri, triples in counts["graphs"])
        return Kept(replace(source, rocksdb=place / _STORE), int(counts["default_triples"]), graphs)
    except (OSError, ValueError, KeyError) as error:
        raise StartError(f"{place} is damaged ({type(error).__name__}). Delete it, and start again.") from None


def _make(spec: SourceSpec, place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name[:8]}-", dir=place.parent))
    except OSError as error:
        raise StartError(f"{place.parent} cannot be written: {error.strerror}.") from None
    try:
        path = json.dumps([str(Path(__file__).resolve().parents[2]), *(entry for entry in sys.path if entry)])
        order = json.dumps({"spec": spec, "directory": str(beside)})
        done = subprocess.run(  # noqa: S603 - our own interpreter, our own code
            [sys.executable, "-I", "-c", _BOOT, path], input=order.encode(), stderr=subprocess.PIPE, check=False
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise StartError(
                f"The data cannot be loaded. {said[-1] if said else 'The process that did it was ended.'}"
            )
        try:
            beside.rename(place)
        except OSError:
            if not (place / _COUNTS).exists():  # else another process was first
                raise StartError(f"{place} cannot be written.") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def main() -> None:
    """The process that makes it: what to load, and where to, comes as JSON on standard input."""
    from lupaus.engine.oxigraph import write_store
    from lupaus.engine.source import SourceFile

    order = json.load(sys.stdin)
    spec = SourceSpec(*order["spec"])
    spec = spec._replace(files=tuple(SourceFile(*file) for file in spec.files))
    try:
        directory = Path(order["directory"])
        default_triples, graphs = write_store(spec, str(directory / _STORE))
        counts = {"default_triples": default_triples, "graphs": graphs}
        (directory / _COUNTS).write_text(json.dumps(counts), "utf-8")
    except (Unloadable, OSError) as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)

"""What a million triples cost: ``python bench/scale.py 10000 100000 1000000`` prints a table for docs/scaling.md.

Each graph is made by ``lupaus generate`` and served from its file, in memory and on disk. Seconds are of the
processor, in all processes; memory is the proportional set size of all processes after the first answer.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.client import Connection, Failed, query_request
from bench.peers import ROOT
from bench.process import free_port, start, wait_for_port

_PATIENCE_S = 600.0
_COUNT = query_request("/sparql", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "text/csv")
_ANY = query_request("/sparql", "SELECT ?s { GRAPH ?g { ?s ?p ?o } } LIMIT 1", "text/csv")
_HEAD = ("triples", "generate, s", "N-Quads, MB", "gzip, MB", "in memory: until it answers, s", "memory, MiB",
         "on disk: making it, s", "until it answers, s", "memory, MiB", "store, MB")  # fmt: skip
_IN_MEMORY, _ON_DISK = "1000000", "0"
"""What ``--memory-data-mib`` makes of the same data."""


def measure(scale: int, folder: Path) -> tuple[str, ...]:
    """One row of the table."""
    path = folder / f"{scale}.nq"
    made_s = _generate(scale, path)
    size, packed = path.stat().st_size, _packed_bytes(path)
    served_s, memory, triples = _serve(path, folder, _IN_MEMORY)
    making_s, *_ = _serve(path, folder, _ON_DISK)
    again_s, on_disk, _ = _serve(path, folder, _ON_DISK)
    stores = folder / "lupaus/stores"
    store = sum(file.stat().st_size for file in stores.rglob("*") if file.is_file())
    shutil.rmtree(stores)
    path.unlink()
    return (
        f"{triples:,}",
        f"{made_s:.1f}",
        f"{size / 1e6:.1f}",
        f"{packed / 1e6:.1f}",
        f"{served_s:.1f}",
        f"{memory:,.0f}",
        f"{making_s - again_s:.1f}",
        f"{again_s:.1f}",
        f"{on_disk:,.0f}",
        f"{store / 1e6:.1f}",
    )


def _serve(path: Path, folder: Path, memory_data_mib: str) -> tuple[float, float, int]:
    """Seconds of the processor until it answers, MiB of memory then, and how many triples it has."""
    port = free_port()
    command = [sys.executable, "-m", "lupaus", "serve", "--port", str(port), "--memory-data-mib", memory_data_mib]
    environment = {"PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": str(folder)}
    running = start([*command, str(path)], path.with_suffix(".log"), environment)
    try:
        wait_for_port(running, port, _PATIENCE_S)
        _ask(port, _ANY)
        cpu_s, memory = running.cpu_s(), running.memory_mib()
        return cpu_s, memory, int(_ask(port, _COUNT).split()[-1])
    finally:
        running.stop()


def _generate(scale: int, path: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "lupaus", "generate", "--scale", str(scale), "--out", str(path)]
    subprocess.run(command, check=True, env={"PYTHONPATH": str(ROOT / "src")})  # noqa: S603 - our own command
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _packed_bytes(path: Path) -> int:
    packer, size = zlib.compressobj(6), 0
    with path.open("rb") as file:
        while block := file.read(1_048_576):
            size += len(packer.compress(block))
    return size + len(packer.flush())


def _ask(port: int, request: bytes) -> bytes:
    began = time.perf_counter()
    while time.perf_counter() - began < _PATIENCE_S:
        connection = Connection(port, _PATIENCE_S)
        try:
            answer = connection.ask(request)
            if answer.status == 200:
                return answer.body
        except Failed:
            time.sleep(0.05)
        finally:
            connection.close()
    raise TimeoutError("lupaus serve gave no answer")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("scales", nargs="+", type=int, metavar="N")
    scales = parser.parse_args().scales
    print(f"| {' | '.join(_HEAD)} |\n|{'---|' * len(_HEAD)}")
    with tempfile.TemporaryDirectory(prefix="lupaus-scale-") as folder:
        for scale in scales:
            print(f"| {' | '.join(measure(scale, Path(folder)))} |", flush=True)


if __name__ == "__main__":
    main()

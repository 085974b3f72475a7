"""One server per dataset: tests that share their data share it."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from manifests import PUBLISHED, Case
from servers import launch


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Case], str]]:
    """The address of a server that serves a test's data; the one before it is stopped."""
    empty = tmp_path_factory.mktemp("data") / "empty.nt"
    empty.touch()
    running: dict[object, tuple[str, subprocess.Popen[str]]] = {}

    def address(case: Case) -> str:
        if case.dataset not in running:
            stop()
            running[case.dataset] = start(case, empty)
        return running[case.dataset][0]

    def stop() -> None:
        for _, process in running.values():
            process.terminate()
            process.communicate(timeout=20)  # also closes the pipe
        running.clear()

    yield address
    stop()


def address_of(path: Path) -> str:
    """Where a file of the suite is published."""
    root = next(parent for parent in path.parents if parent.name == "sparql").parent
    return PUBLISHED + path.relative_to(root).as_posix()


def resolved(path: Path, target: Path) -> Path:
    """The file as N-Triples, read against its own address: one ``--base`` cannot be that of several files."""
    kind = {
        ".ttl": ox.RdfFormat.TURTLE,
        ".n3": ox.RdfFormat.TURTLE,
        ".nt": ox.RdfFormat.N_TRIPLES,
        ".rdf": ox.RdfFormat.RDF_XML,
    }[path.suffix]
    ox.serialize(
        (quad.triple for quad in ox.parse(path=path, format=kind, base_iri=address_of(path))),
        target,
        ox.RdfFormat.N_TRIPLES,
    )
    return target


def start(case: Case, empty: Path) -> tuple[str, subprocess.Popen[str]]:
    words: list[str] = []
    if files := (*case.data, *(path for _, path in case.graphs)):  # what a query says relatively, in their folder
        words += ["--base", address_of(files[0])]
    for number, (iri, path) in enumerate(case.graphs):
        words += ["--graph", f"{iri}={resolved(path, empty.with_name(f'{number}.nt'))}"]
    data = [resolved(path, empty.with_name(f"data{n}.nt")) for n, path in enumerate(case.data)]
    if not data and not case.graphs:
        data = [empty]
    return launch([*words, *map(str, data)])

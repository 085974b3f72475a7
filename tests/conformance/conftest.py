"""One server per dataset: tests that share their data share it."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from manifests import PUBLISHED, Case


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
            process.wait(20)
        running.clear()

    yield address
    stop()


def start(case: Case, empty: Path) -> tuple[str, subprocess.Popen[str]]:
    root = next(p for p in case.query.parents if p.name == "sparql").parent
    words = [sys.executable, "-m", "lupaus", "serve", "--port", "0", "--client-query-seconds", "0"]
    if case.data:
        words += ["--base", PUBLISHED + case.data[0].relative_to(root).as_posix()]
    for iri, path in case.graphs:
        words += ["--graph", f"{iri}={path}"]
    if not case.data and not case.graphs:
        words.append(str(empty))
    process = subprocess.Popen(
        [*words, *map(str, case.data)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return found[0], process
    raise AssertionError(f"the server did not start: {process.wait(5)}")

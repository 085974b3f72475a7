"""Two servers for the hostile suite: one of plain triples, one of a release with all its documents."""

import os
from collections.abc import Iterator

import pytest
from attack import LIMITS, Target, attacked

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import find_inputs

N = 2_000
"""Things in the served data: enough that a cross product of three never ends."""


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("hostile")
    data = folder / "data.nt"
    data.write_text(
        "".join(
            f"<http://example.org/{i}> <http://example.org/p> <http://example.org/{(i * 7 + 1) % N}> .\n"
            f'<http://example.org/{i}> <http://example.org/label> "thing number {i} of {N}" .\n'
            for i in range(N)
        )
    )
    pipes = [folder / "secret.ttl", folder / "secret.nt"]
    for pipe in pipes:
        os.mkfifo(pipe)
    with attacked([*LIMITS, str(data)], pipes) as target:
        yield target


@pytest.fixture(scope="session")
def release_target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The whole site, with the real data."""
    folder = tmp_path_factory.mktemp("hostile-release")
    build_release(find_inputs(), folder / "release").close()
    with attacked([*LIMITS, "--release", str(folder / "release")]) as target:
        yield target

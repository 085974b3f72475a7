"""Work done in a copy of the process."""

import os
import signal

import pytest

from lupaus.dataset import beside as module
from lupaus.dataset.beside import beside
from lupaus.errors import BuildError, SourceError


@pytest.fixture(params=[True, False], ids=["copied", "alone"])
def copied(request, monkeypatch):
    monkeypatch.setattr(module, "has_spare_processor", lambda: request.param)
    return request.param


def test_the_result_comes_back(copied):
    with beside(lambda: ["x" * 200_000, os.getpid()]) as result:
        text, process = result()
    assert len(text) == 200_000
    assert (process != os.getpid()) is copied


def test_the_work_sees_things_as_they_were_when_it_began(copied):
    things = [1]
    with beside(lambda: list(things)) as result:
        things.append(2)
        assert result() == [1]


def test_its_error_is_raised(copied):
    def fail():
        raise SourceError("no good", "data/a.ttl", 3, 7)

    with pytest.raises(SourceError, match=r"^data/a\.ttl:3:7: no good$") as caught, beside(fail) as result:
        result()
    assert (caught.value.path, caught.value.line, caught.value.column) == ("data/a.ttl", 3, 7)


def test_a_copy_that_was_killed_is_told(monkeypatch):
    monkeypatch.setattr(module, "has_spare_processor", lambda: True)
    with (
        pytest.raises(BuildError, match="ended early"),
        beside(lambda: os.kill(os.getpid(), signal.SIGKILL)) as result,
    ):
        result()


def test_the_copy_does_not_outlive_the_context(monkeypatch):
    monkeypatch.setattr(module, "has_spare_processor", lambda: True)
    made = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: made.append(fork()) or made[-1])
    with pytest.raises(KeyboardInterrupt), beside(signal.pause):
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(made[0], 0)


def test_a_process_with_threads_is_not_copied(monkeypatch):
    monkeypatch.setattr(module.threading, "active_count", lambda: 2)
    assert not module.has_spare_processor()

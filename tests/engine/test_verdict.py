"""How a worker's death is read."""

import signal

import pytest

from lupaus.engine.nursery import Death
from lupaus.engine.verdict import cause_of_death, death_error
from lupaus.errors import EngineFailed, MemoryExceeded, QueryTooComplex

MIB = 1_024


@pytest.mark.parametrize(
    ("status", "grown_mib", "last_words", "cause"),
    [
        (signal.SIGSEGV, 5, "", "overflow"),
        (signal.SIGBUS, 5, "", "overflow"),
        (signal.SIGABRT, 5, "thread 'main' has overflowed its stack", "overflow"),
        (signal.SIGABRT, 5, "memory allocation of 240 bytes failed", "memory"),
        (signal.SIGSEGV, 95, "", "memory"),
        (signal.SIGKILL, 95, "", "memory"),  # the kernel's own killer
        (signal.SIGKILL, 5, "", "crash"),
        (signal.SIGABRT, 5, "panicked at", "crash"),
        (1 << 8, 5, "MemoryError: ", "memory"),
        (1 << 8, 5, "OSError: x", "crash"),
        (0, 0, "", "crash"),
    ],
)
def test_the_cause_of_a_death(status, grown_mib, last_words, cause):
    death = Death(1, int(status), (50 + grown_mib) * MIB, last_words)
    assert cause_of_death(death, 50 * MIB, 100) == cause


def test_a_death_nobody_saw_is_a_crash():
    assert cause_of_death(None, 0, 100) == "crash"


@pytest.mark.parametrize(
    ("cause", "error"), [("memory", MemoryExceeded), ("overflow", QueryTooComplex), ("crash", EngineFailed)]
)
def test_the_error_of_a_cause(cause, error):
    assert type(death_error(cause, 7)) is error

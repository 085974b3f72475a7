"""Progress on standard error."""

import re
import threading

import pytest

from lupaus.cli.progress import show_progress


def test_elsewhere_than_on_a_terminal_each_step_is_a_line(capsys):
    with show_progress() as progress:
        progress("One")
        progress("Two")
    assert capsys.readouterr() == ("", "One …\nTwo …\n")


def test_on_a_terminal_each_step_ends_with_its_seconds(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with show_progress() as progress:
        progress("One")
        progress("Two")
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", capsys.readouterr().err)
    assert re.search(r"✓ One \d+\.\d s", shown)
    assert re.search(r"✓ Two \d+\.\d s", shown)


def test_a_step_that_fails_is_not_ticked(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    def work():
        with show_progress() as progress:
            progress("One")
            progress("Two")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  (our own, without words)
        work()
    shown = capsys.readouterr().err
    assert "✓" in shown
    assert not re.search(r"✓\S* Two", re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown))


def test_no_thread_is_needed_to_show_it(monkeypatch):
    """A process with threads does all its work alone."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    before = threading.active_count()
    with show_progress() as progress:
        progress("Reading the sources")
        assert threading.active_count() == before

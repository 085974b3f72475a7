"""Every command explains itself, at once."""

import subprocess
import sys

import pytest

from lupaus.cli import COMMANDS, main

MINE = ("build", "check", "format", "query", "diff", "wikidata", "import", "new")
HEAVY = {"pyoxigraph", "rdflib", "pyshacl", "rich", "uvicorn", "sqlite3", "lupaus.dataset"}


@pytest.mark.parametrize("name", MINE)
def test_help_names_the_command_and_gives_an_example(name, capsys):
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: lupaus {name}")
    assert f"example:\n  lupaus {name} " in said
    assert COMMANDS[name][1:] in " ".join(said.split())


@pytest.mark.parametrize("name", MINE)
def test_help_imports_nothing_heavy(name):
    """What makes ``--help`` instant. A time would depend on the machine."""
    code = (
        "import sys\nfrom lupaus.cli import main\n"
        f"try:\n    main(['{name}', '--help'])\nexcept SystemExit:\n    pass\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stderr.split())


@pytest.mark.parametrize("name", MINE)
def test_an_unknown_flag_gives_two(name, capsys):
    with pytest.raises(SystemExit) as caught:
        main([name, "--nonsense"])
    assert caught.value.code == 2


def test_the_shell_sees_the_exit_code(tmp_path):
    (tmp_path / "a.ttl").write_text("nonsense")
    done = subprocess.run(
        [sys.executable, "-m", "lupaus", "format", tmp_path / "a.ttl"], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr

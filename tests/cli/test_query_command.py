"""lupaus query."""

import json
import socket
import subprocess
import sys

import pytest

from lupaus.cli import main

SELECT = "SELECT ?party { ?party lup:signed ?d }"


def ask(release_path, *words):
    return main(["query", "--release", str(release_path), *words])


def test_a_table_is_the_default(release_path, capsys):
    assert ask(release_path, SELECT) == 0
    said = capsys.readouterr().out
    assert "https://w3id.org/lupaus/id/city/fi/helsinki" in said
    assert said.endswith("1 row\n")


def test_other_formats_are_bare(release_path, capsysbinary):
    assert ask(release_path, "--format", "csv", SELECT) == 0
    assert capsysbinary.readouterr().out == b"party\r\nhttps://w3id.org/lupaus/id/city/fi/helsinki\r\n"
    assert ask(release_path, "--format", "json", SELECT) == 0
    assert json.loads(capsysbinary.readouterr().out)["head"] == {"vars": ["party"]}


def test_an_example_can_be_asked(release_path, tree, capsys):
    assert ask(release_path, str(tree / "data/queries/001-who-signed.ttl")) == 0
    assert capsys.readouterr().out.endswith("1 row\n")


def test_without_a_release_that_of_the_sources_is_asked_and_kept(tree, tmp_path, capsys):
    assert main(["query", SELECT]) == 0
    assert "Reading the sources …" in capsys.readouterr().err
    assert main(["query", SELECT]) == 0
    said = capsys.readouterr()
    assert (said.err, said.out[-6:]) == ("", "1 row\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["SELECT *\n{ ?s"], "lupaus query: query:2:"),
        (["--format", "turtle", SELECT], "cannot be written as turtle"),
        (["none.rq"], "none.rq: cannot be read"),
        (["DROP ALL"], "lupaus query: "),
        (["ASK " + "{" * 3_000], "brackets"),
        (["SELECT * { ?s nonesuch:p ?o }"], "query:1:15"),
    ],
)
def test_what_goes_wrong_gives_two(release_path, capsys, words, said):
    assert ask(release_path, *words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_nobody_else_is_asked(release_path, capsys, silent):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        place = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert ask(release_path, f"SELECT * {{ SERVICE {silent}<{place}> {{ ?s ?p ?o }} }}") == 2
        assert "SERVICE" in capsys.readouterr().err
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_query_of_an_example_can_be_shown(tree, capsys):
    assert main(["query", "--show", str(tree / "data/queries/001-who-signed.ttl")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("PREFIX")
    assert "SELECT" in said


def test_a_damaged_or_missing_release_gives_two(tmp_path, capsys):
    assert ask(tmp_path, SELECT) == 2
    assert "is no release" in capsys.readouterr().err


def test_a_query_without_end_is_given_up(release_path):
    """In a process of its own: the engine cannot be stopped, the process can."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    command = [sys.executable, "-m", "lupaus", "query", "--release", release_path, "--time-limit", "0.5", endless]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == b"lupaus query: no answer within 0.5 s; ask for less, or raise --time-limit.\n"


def test_a_reader_who_has_seen_enough_is_no_error(release_path):
    command = [sys.executable, "-m", "lupaus", "query", "--release", release_path, "--format", "tsv",
               "SELECT * { ?s ?p ?o }"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0

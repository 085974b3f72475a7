"""The answers that stand in the documentation: reading them, and making them."""

import csv
import io
import re
import subprocess

from lupaus.dataset.answer import Question, answer

_STEP = re.compile(r"^```sh\n(?P<command>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?", re.M | re.S)
_QUERY = re.compile(r"^```sparql\n(?P<query>.*?)^```\n\n(?P<table>(?:^\|[^\n]*\|\n)*)", re.M | re.S)
_SERVER = "http://127.0.0.1:8000"


def steps(text):
    """Commands for a shell, each with the answer shown below it, if any."""
    return [(match["command"], match["shown"]) for match in _STEP.finditer(text)]


def queries(text):
    """Queries, each with the table below it."""
    return [(match["query"], match["table"]) for match in _QUERY.finditer(text)]


def at_port(command, server):
    """The command for a server at another port than the usual."""
    return command.replace(_SERVER, server)


def run_shell(command, folder, environment):
    """What the command writes, with line feeds alone (CSV has carriage returns) and the usual port."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return re.sub(r"http://127\.0\.0\.1:\d+", _SERVER, done.stdout.replace("\r", "")) or None


def table_of(query, release):
    """The answer as a Markdown table; IRIs of ours are shortened to their names."""
    written = answer(Question(query, "page"), release, "csv").decode()
    rows = [[_short(cell) for cell in row] for row in csv.reader(io.StringIO(written))]
    rows.insert(1, ["---"] * len(rows[0]))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _short(cell):
    for base, prefix in (("https://w3id.org/lupaus/ns#", "lup:"), ("https://w3id.org/lupaus/id/", "")):
        cell = cell.replace(base, prefix)
    return cell


def with_answers(text, make_step, make_table):
    """The page with every shown answer made anew."""

    def step(match):
        if match["shown"] is None:
            return match[0]
        return f"```sh\n{match['command']}```\n\n```text\n{make_step(match['command'])}```\n"

    def query(match):
        gap = "" if match["table"] else "\n"  # a new query has only the empty line before what follows
        return f"```sparql\n{match['query']}```\n\n{make_table(match['query'])}{gap}"

    return _QUERY.sub(query, _STEP.sub(step, text))

"""``lupaus query``: ask a release without a server."""

import argparse
import os
import sys
from pathlib import Path

__all__ = ["EXAMPLE", "FORMATS", "add_arguments", "run"]

EXAMPLE = "lupaus query 'SELECT ?party WHERE { ?party lup:signed ?declaration }'"
FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("query", metavar="QUERY", help="a query, a file with one (.rq), or an example (.ttl)")
    parser.add_argument("--format", choices=FORMATS, default="table",
                        help="how to write the answer (default: a table, or Turtle for a graph)")  # fmt: skip
    parser.add_argument(
        "--release", metavar="DIR", type=Path, help="ask this release (default: that of the sources)"
    )
    parser.add_argument("--show", action="store_true", help="print the query itself, for another program to ask")
    parser.add_argument("--time-limit", metavar="SECONDS", type=float, default=60,
                        help="give up after this time; 0 for none (default: 60)")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Ask, and write the answer to standard output. Our prefixes need no declaration."""
    from lupaus.cli.progress import show_progress
    from lupaus.dataset.answer import answer
    from lupaus.dataset.build import ensure_release
    from lupaus.dataset.inputs import find_inputs
    from lupaus.dataset.question import read_question
    from lupaus.dataset.release import open_release

    question = read_question(arguments.query)
    if arguments.show:
        print(question.text.rstrip())
        return 0
    if arguments.release:
        release = open_release(arguments.release)
    else:
        with show_progress() as progress:
            release = ensure_release(find_inputs(), progress)
    limit_s = arguments.time_limit or None
    width = None if sys.stdout.isatty() else 10_000
    written = answer(question, release, arguments.format, limit_s, width)
    if written is None:
        # The engine has no way to be stopped; it ends with the process, which must not wait for it.
        print(f"lupaus query: no answer within {arguments.time_limit:g} s; ask for less, or raise --time-limit.",
              file=sys.stderr, flush=True)  # fmt: skip
        os._exit(2)
    try:
        sys.stdout.buffer.write(written)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough (head); a second flush at exit must not complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0

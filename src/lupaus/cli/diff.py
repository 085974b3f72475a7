"""``lupaus diff``: say what changed between two releases or dumps."""

import argparse
import sys
from pathlib import Path

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus diff --format rdfp last-release release > changes.rdfp"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("old", metavar="OLD", type=Path, help="a release folder or a dump (.nq, .trig, .nt, .ttl)")
    parser.add_argument("new", metavar="NEW", type=Path, help="the same, later")
    parser.add_argument("--format", choices=("text", "rdfp", "trig"), default="text",
                        help="plain words, an RDF Patch, or the removed and the added graphs as two files "
                             "(default: text)")  # fmt: skip
    parser.add_argument("--out", metavar="DIR", type=Path,
                        help="with --format trig: write removed.trig and added.trig into this folder")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Compare and print. That something changed is no failure: the exit code is 0."""
    from lupaus.dataset.changes import compare
    from lupaus.dataset.patch import write_patch
    from lupaus.dataset.snapshot import read_snapshot
    from lupaus.errors import StartError

    if (arguments.format == "trig") != (arguments.out is not None):
        raise StartError("--format trig writes two files and needs --out DIR; the other formats take none.")
    old, new = read_snapshot(arguments.old), read_snapshot(arguments.new)
    changes = compare(old.quads, new.quads)
    if arguments.format == "text":
        from lupaus.dataset.changes_text import changes_as_text

        sys.stdout.write(changes_as_text(changes, old, new))
    elif arguments.format == "rdfp":
        headers = {"id": new.iri, "prev": old.iri}
        known = {name: value for name, value in headers.items() if value}
        sys.stdout.buffer.write(write_patch(changes, known))
    else:
        from lupaus.dataset.patch import write_graphs

        for path in write_graphs(changes, arguments.out):
            print(path)
    return 0

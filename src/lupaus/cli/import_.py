"""``lupaus import``: take a list of signatories or members into the sources."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lupaus.curation.sheet import SheetRefused

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus import memberships list.csv --source https://example.org/members --as-of 2026-11 --dry-run"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("what", choices=("signatures", "memberships"), help="what the rows are")
    parser.add_argument("file", metavar="FILE.csv", type=Path, help="the list, UTF-8 with commas and a head")
    parser.add_argument("--source", metavar="URL", required=True, help="the page that the list was read from")
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day, month or year the list holds for")
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Match, show, check and write; a list with any problem is refused as a whole, with exit code 1."""
    from lupaus.curation.draft import write_sources
    from lupaus.curation.facts import dated
    from lupaus.curation.parties import MEMBERSHIPS, SIGNATURES, plan_parties
    from lupaus.curation.reconcile import Reconciler, read_aliases
    from lupaus.curation.register import Register, host_of
    from lupaus.curation.sheet import SheetRefused, read_sheet
    from lupaus.curation.tables import print_table
    from lupaus.dataset.check import check_sources
    from lupaus.dataset.inputs import find_inputs
    from lupaus.dataset.sources import load_sources
    from lupaus.errors import StartError

    if not arguments.source.startswith(("http://", "https://")) or not host_of(arguments.source):
        raise StartError(f"--source is {arguments.source!r}, but must be a web address.")
    if dated(arguments.as_of) is None:
        raise StartError(f"--as-of is {arguments.as_of!r}, but must be a day, month or year such as 2026-11-24.")
    kind = SIGNATURES if arguments.what == "signatures" else MEMBERSHIPS
    try:
        rows = read_sheet(arguments.file, kind.columns)
        inputs = find_inputs()
        sources = load_sources(inputs)
        reconciler = Reconciler.from_sources(sources, read_aliases(inputs))
        plan = plan_parties(rows, kind, Register(sources), reconciler, arguments.source, arguments.as_of)
    except SheetRefused as refused:
        return _refuse(arguments.file, refused)
    print_table(sys.stdout, ("line", "name", "outcome", "thing or reason"), plan.lines)
    if plan.problems:
        return _refuse(arguments.file, SheetRefused(plan.problems))
    if not plan.added:
        print("Every row is there already; nothing to write.")
        return 0
    draft = plan.facts.draft(inputs)
    report = check_sources(draft, [inputs.root / path for path in draft.drafted])
    if not report.conforms:
        sys.stdout.write(report.as_text())
        print("The new facts break a rule; nothing was written.")
        return 1
    if arguments.dry_run:
        print(f"Dry run, nothing was written. It would be: {', '.join(draft.drafted)}.")
        return 0
    for line in write_sources(inputs, draft.drafted):
        print(line)
    return 0


def _refuse(file: Path, refused: "SheetRefused") -> int:
    for problem in refused.problems:
        print(f"{file}:{problem}")
    print(f"lupaus import: {refused}", file=sys.stderr)
    return refused.exit_code

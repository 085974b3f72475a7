"""``lupaus import``: take a list of signatories, members or cities into the sources."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lupaus.curation.plan import Plan
    from lupaus.curation.sheet import SheetRefused
    from lupaus.dataset.inputs import Inputs

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus import memberships list.csv --source https://example.org/members --as-of 2026-11 --dry-run"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("what", choices=("signatures", "memberships", "cities"), help="what the rows are")
    parser.add_argument("file", metavar="FILE.csv", type=Path, help="the list, UTF-8 with commas and a head")
    parser.add_argument("--source", metavar="URL", required=True, help="the page that the list was read from")
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day, month or year the list holds for")
    parser.add_argument("--count", metavar="N", type=int, help="how many entries the page itself counts")
    parser.add_argument("--upstream", metavar="NAME", help="the compilation that the page is from; its rows go to "
                        "data/lists/NAME.ttl, under its licence")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Match, show, check and write; a list with any problem is refused as a whole, with exit code 1."""
    from lupaus.curation.sheet import SheetRefused
    from lupaus.curation.tables import print_table
    from lupaus.dataset.inputs import find_inputs

    _refuse_options(arguments)
    inputs = find_inputs()
    try:
        plan = _plan(arguments, inputs)
    except SheetRefused as refused:
        return _refuse(arguments.file, refused)
    if plan.lines:
        print_table(sys.stdout, ("line", "name", "outcome", "thing or reason"), plan.lines)
    if plan.problems:
        return _refuse(arguments.file, SheetRefused(plan.problems))
    if not plan.added:
        print("Every row is there already; nothing to write.")
        return 0
    return _write(plan, inputs, arguments.dry_run)


def _refuse_options(arguments: argparse.Namespace) -> None:
    from lupaus.curation.facts import dated
    from lupaus.curation.register import host_of
    from lupaus.errors import StartError

    if not arguments.source.startswith(("http://", "https://")) or not host_of(arguments.source):
        raise StartError(f"--source is {arguments.source!r}, but must be a web address.")
    if arguments.what == "cities":
        for option in ("count", "upstream"):
            if getattr(arguments, option) is not None:
                raise StartError(f"--{option} is said of lists of signatories and members.")
    if dated(arguments.as_of) is None:
        raise StartError(f"--as-of is {arguments.as_of!r}, but must be a day, month or year such as 2026-11-24.")
    if arguments.count is not None and arguments.count < 1:
        raise StartError(f"--count is {arguments.count}, but must be 1 or more.")
    if arguments.upstream is not None and not _NAME.fullmatch(arguments.upstream):
        raise StartError(f"--upstream is {arguments.upstream!r}, but must be small letters, digits and hyphens.")


def _plan(arguments: argparse.Namespace, inputs: "Inputs") -> "Plan":
    from lupaus.curation.cities import CITIES, plan_cities
    from lupaus.curation.lists import MEMBERSHIPS, SIGNATURES
    from lupaus.curation.parties import ListOptions, plan_parties
    from lupaus.curation.reconcile import Reconciler, read_aliases
    from lupaus.curation.register import Register
    from lupaus.curation.routes import list_file
    from lupaus.curation.sheet import read_sheet
    from lupaus.dataset.sources import load_sources

    kind = {"signatures": SIGNATURES, "memberships": MEMBERSHIPS}.get(arguments.what)
    rows = read_sheet(arguments.file, kind.columns if kind else CITIES)
    sources = load_sources(inputs)
    register, reconciler = Register(sources), Reconciler.from_sources(sources, read_aliases(inputs))
    if kind is None:
        return plan_cities(rows, register, reconciler, arguments.source, arguments.as_of)
    file = list_file(sources, arguments.source, arguments.upstream)
    options = ListOptions(arguments.source, arguments.as_of, arguments.count, file)
    return plan_parties(rows, kind, register, reconciler, options)


def _write(plan: "Plan", inputs: "Inputs", is_dry: bool) -> int:
    from lupaus.curation.draft import check_draft, write_sources
    from lupaus.dataset.report_text import report_as_text

    for note in plan.notes:
        print(note)
    draft = plan.facts.draft(inputs)
    report = check_draft(draft)
    if not report.conforms:
        sys.stdout.write(report_as_text(report, every=True))
        print("The new facts break a rule; nothing was written.")
        return 1
    if is_dry:
        print(f"Dry run, nothing was written. It would be: {', '.join(sorted([*draft.drafted, *draft.removed]))}.")
        return 0
    for line in write_sources(inputs, draft.drafted, draft.removed):
        print(line)
    return 0


def _refuse(file: Path, refused: "SheetRefused") -> int:
    for problem in refused.problems:
        print(f"{file}:{problem}")
    print(f"lupaus import: {refused}", file=sys.stderr)
    return refused.exit_code

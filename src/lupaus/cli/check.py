"""``lupaus check``: check the sources and say in plain words what is wrong."""

import argparse
import sys
from pathlib import Path

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus check data/cities"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path,
                        help="only the things these files or folders describe (default: everything)")  # fmt: skip
    parser.add_argument("--format", choices=("text", "turtle", "json"), default="text",
                        help="plain words, a SHACL validation report, or JSON (default: text)")  # fmt: skip
    parser.add_argument("--all", action="store_true",
                        help="in plain words, list every finding; otherwise a rule that only informs is told with "
                             "three examples")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Check and print the report. A violation gives 1; warnings and information do not."""
    from lupaus.dataset.check import check_sources
    from lupaus.dataset.inputs import find_inputs
    from lupaus.dataset.report_text import report_as_text

    report = check_sources(find_inputs(), arguments.paths or None)
    if arguments.format == "text":
        written = report_as_text(report, every=arguments.all)
    else:
        written = report.as_turtle() if arguments.format == "turtle" else report.as_json()
    sys.stdout.write(written)
    return 0 if report.conforms else 1

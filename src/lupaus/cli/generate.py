"""``lupaus generate``: make up a graph in our own model, of any size, to measure with."""

import argparse
import sys
from pathlib import Path

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus generate --scale 1000000 --seed 1 --out synthetic.nq"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    from lupaus.dataset.synthetic.generate import SYNTHETIC_BASE

    parser.add_argument(
        "--scale", metavar="N", type=int, required=True, help="how many triples, within one per cent"
    )
    parser.add_argument("--seed", metavar="S", type=int, default=1, help="the same seed gives the same bytes (1)")
    parser.add_argument("--out", metavar="FILE", type=Path, help="a file of N-Quads (default: standard output)")
    parser.add_argument(
        "--base", metavar="IRI", default=SYNTHETIC_BASE, help="what every IRI begins with (default: %(default)s)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the graph, a thing at a time."""
    from lupaus.dataset.synthetic.generate import generate

    lines = generate(arguments.scale, arguments.seed, arguments.base)
    if arguments.out is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.writelines(lines)
        return 0
    unfinished = arguments.out.with_name(f".{arguments.out.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        unfinished.replace(arguments.out)
    finally:
        unfinished.unlink(missing_ok=True)
    return 0

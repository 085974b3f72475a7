"""``lupaus format``: write our Turtle in its one canonical form."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus format --check"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path,
                        help="Turtle files, or folders with some (default: all our sources)")  # fmt: skip
    parser.add_argument("--check", action="store_true", help="write nothing; name files that would change, exit 1")


def run(arguments: argparse.Namespace) -> int:
    """Format in place, or with ``--check`` say what would change."""
    from lupaus.dataset.format import format_turtle
    from lupaus.errors import SourceError

    changed, broken, seen = 0, 0, 0
    for path in _files(arguments.paths):
        seen += 1
        try:
            text = path.read_bytes().decode()
            formatted = format_turtle(text, str(path))
        except UnicodeDecodeError:
            print(f"lupaus format: {path}: is not UTF-8 text", file=sys.stderr)
            broken += 1
            continue
        except SourceError as error:
            print(f"lupaus format: {error}", file=sys.stderr)
            broken += 1
            continue
        if formatted == text:
            continue
        changed += 1
        if arguments.check:
            print(f"{path} is not in canonical form; run lupaus format")
        else:
            _write(path, formatted)
            print(f"{path} formatted")
    print(f"{seen} files, {changed} {'to format' if arguments.check else 'formatted'}.", file=sys.stderr)
    return 2 if broken else int(bool(changed and arguments.check))


def _files(paths: list[Path]) -> Iterator[Path]:
    from lupaus.dataset.inputs import find_inputs
    from lupaus.errors import StartError

    if not paths:
        inputs = find_inputs()
        yield from (inputs.root / path for path in inputs.turtle)
        return
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.ttl"))
        elif path.is_file():
            yield path
        else:
            raise StartError(f"{path} is not there.")


def _write(path: Path, text: str) -> None:
    """Beside and renamed: a full disk must not eat a source file."""
    beside = path.with_name(f".{path.name}.unfinished")
    try:
        beside.write_bytes(text.encode())
        beside.chmod(path.stat().st_mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise

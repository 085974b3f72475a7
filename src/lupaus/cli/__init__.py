"""The command line. Each command is a module of its own, imported only when it runs."""

import argparse
import keyword
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from lupaus import __version__
from lupaus.errors import LupausError

__all__ = ["COMMANDS", "Command", "main", "module_of"]

COMMANDS: dict[str, str] = {
    "build": "make a release from the sources",
    "check": "check the sources and say in plain words what is wrong",
    "format": "write our Turtle in its one canonical form",
    "serve": "serve a release, or any RDF files, over HTTP",
    "query": "ask a release without a server",
    "new": "begin the file of a declaration",
    "import": "take a list of signatories, members or cities into the sources",
    "publish": "load a release into an engine elsewhere, or go back to the one before",
    "export": "write the whole site as files, for nginx, Apache or a bucket to serve",
    "diff": "say what changed between two releases or dumps",
    "wikidata": "compare our links with Wikidata, mirror what we use, propose items",
    "generate": "make up a graph in our own model, of any size, to measure with",
}
"""Commands and what each does; ``lupaus.cli.NAME`` is its module."""


def module_of(name: str) -> str:
    """The module of a command. ``import`` is a word of Python's own, so its module has an underscore."""
    return f"lupaus.cli.{name}_" if keyword.iskeyword(name) else f"lupaus.cli.{name}"


class Command(Protocol):
    """What a command's module offers."""

    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it. Returns the exit code: 0, or 1 when a check failed. Raises ``LupausError``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a check failed, 2 bad use or broken input."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = words[0] if words else ""
    if name not in COMMANDS:
        return _overview(words)
    command: Command = import_module(module_of(name))
    parser = argparse.ArgumentParser(
        prog=f"lupaus {name}",
        description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
        epilog=f"example:\n  {command.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    try:
        return command.run(parser.parse_args(words[1:]))
    except LupausError as error:
        print(f"lupaus {name}: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        print(f"lupaus {name}: {error.strerror or error}{place}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _overview(words: list[str]) -> int:
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:<{width}}  {meaning}" for name, meaning in COMMANDS.items())
    text = f"""usage: lupaus COMMAND [--help] …

The Helsinki Impact Declaration as linked data, and the SPARQL server that publishes it.

{listing}

example:
  lupaus serve"""
    if words in (["--version"], ["-V"]):
        print(f"lupaus {__version__}")
    elif not words or words[0] in ("--help", "-h", "help"):
        print(text)
    else:
        print(f"lupaus: {words[0]!r} is no command.\n{text}", file=sys.stderr)
        return 2
    return 0

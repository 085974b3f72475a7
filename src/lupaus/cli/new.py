"""``lupaus new``: begin the file of a declaration."""

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lupaus.curation.declaration import DeclarationStub, Saying
    from lupaus.curation.draft import Draft
    from lupaus.curation.register import Register

__all__ = ["EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus new declaration tampere-charter-2026 --dry-run"
_ASKED = ("title", "source", "instrument_kind", "adopter_kind")
"""What a text cannot be without; asked for if a terminal is there to ask."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("what", choices=("declaration",), help="what is new")
    parser.add_argument("key", metavar="KEY", nargs="?", help="its key, such as tampere-charter-2026")
    parser.add_argument("--title", metavar="TEXT", help="its title in English")
    parser.add_argument("--source", metavar="URL", help="the page that tells of it")
    parser.add_argument("--instrument-kind", metavar="NAME", help="charter, declaration, pledge, …")
    parser.add_argument("--adopter-kind", metavar="NAME", help="cities, networks, ministers, …")
    parser.add_argument("--adopter", metavar="TEXT", default="", help="who adopted it, in the words of the page")
    parser.add_argument("--issued", metavar="DATE", default="", help="its day, month or year")
    for name, what in (("promise", "what it promises"), ("demand", "what it asks of others")):
        parser.add_argument(f"--{name}", metavar=("THEMES", "TEXT"), nargs=2, action="append", default=[],
                            help=f"{what}, in your words, with its themes; may be repeated")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="check everything and show the file, write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Ask for what no flag says, check, write, and say what is missing still."""
    from datetime import UTC, datetime

    from lupaus.curation.declaration import describe_declaration
    from lupaus.curation.draft import check_draft, write_sources
    from lupaus.curation.register import Register
    from lupaus.dataset.inputs import find_inputs
    from lupaus.dataset.report_text import report_as_text
    from lupaus.dataset.sources import load_sources

    inputs = find_inputs()
    register = Register(load_sources(inputs))
    stub = _stub(arguments, register)
    draft = describe_declaration(stub, register, datetime.now(UTC).date()).draft(inputs)
    report = check_draft(draft, with_info=True)
    if not report.conforms:
        sys.stdout.write(report_as_text(report, every=True))
        print("What is missing or wrong is said above; nothing was written.")
        return 1
    _say_missing(draft, f"data/declarations/{stub.key}.ttl", [f.message for f in report.findings])
    if arguments.dry_run:
        print(draft.drafted[f"data/declarations/{stub.key}.ttl"], end="")
        print("Dry run, nothing was written.")
        return 0
    for line in write_sources(inputs, draft.drafted):
        print(line)
    return 0


def _say_missing(draft: "Draft", file: str, messages: list[str]) -> None:
    for message in dict.fromkeys(messages):
        print(f"{file}: {message}")


def _stub(arguments: argparse.Namespace, register: "Register") -> "DeclarationStub":
    from lupaus.curation.declaration import DeclarationStub
    from lupaus.errors import StartError

    missing = [name for name in _ASKED if not getattr(arguments, name)]
    if sys.stdin.isatty() and (missing or not arguments.key):
        try:
            _ask(arguments, register)
        except EOFError:
            raise StartError("the answers ended before the questions did; nothing was written.") from None
    elif missing or not arguments.key:
        options = [f"--{name.replace('_', '-')}" for name in missing]
        raise StartError(f"{', '.join([*([] if arguments.key else ['KEY']), *options])} is missing; "
                         "in a terminal it would be asked for.")  # fmt: skip
    return DeclarationStub(
        arguments.key, arguments.title, arguments.source, arguments.instrument_kind, arguments.adopter_kind,
        arguments.adopter, arguments.issued, _sayings(arguments.promise), _sayings(arguments.demand),
    )  # fmt: skip


def _sayings(pairs: list[list[str]]) -> "list[Saying]":
    from lupaus.curation.declaration import Saying

    return [Saying(tuple(filter(None, (t.strip() for t in themes.split(",")))), text) for themes, text in pairs]


def _ask(arguments: argparse.Namespace, register: "Register") -> None:
    """Ask for what no flag says; an empty answer leaves out what may be left out."""
    from rich.prompt import Prompt

    from lupaus.curation.declaration import choices_of, key_problem

    while not arguments.key or (problem := key_problem(register, arguments.key)):
        if arguments.key:
            print(problem)
        arguments.key = Prompt.ask("Key, such as tampere-charter-2026")
    for name, question in (("title", "Title in English"), ("source", "Address of the page that tells of it")):
        while not getattr(arguments, name):
            setattr(arguments, name, Prompt.ask(question))
    for name, question in (("instrument_kind", "What it is"), ("adopter_kind", "Who adopted it")):
        if not getattr(arguments, name):
            setattr(arguments, name, Prompt.ask(question, choices=choices_of(register, name.replace("_", "-"))))
    for name, question in (
        ("adopter", "Who adopted it, in the words of the page"),
        ("issued", "Day, month or year"),
    ):
        if not getattr(arguments, name):
            setattr(arguments, name, Prompt.ask(f"{question} (may be empty)", default="", show_default=False))
    themes = ", ".join([*choices_of(register, "theme"), *choices_of(register, "subject")])
    for name, question in (("promise", "A promise"), ("demand", "A demand on others")):
        while text := Prompt.ask(
            f"{question} in words of your own (empty: no more)", default="", show_default=False
        ):
            pair = [Prompt.ask(f"Its themes, with commas, among {themes}", default="", show_default=False), text]
            setattr(arguments, name, [*getattr(arguments, name), pair])

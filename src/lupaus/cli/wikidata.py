"""``lupaus wikidata``: hold our links against Wikidata, mirror what we use, propose items."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lupaus.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lupaus.curation.client import PoliteClient
    from lupaus.curation.journal import Journal
    from lupaus.curation.links import Thing
    from lupaus.curation.wikidata import Answers

__all__ = ["ACTIONS", "EXAMPLE", "add_arguments", "run"]

EXAMPLE = "lupaus wikidata check --contact curator@example.org"
ACTIONS = ("check", "refresh", "reconcile")
_Number = TypeVar("_Number", int, float)
_KINDS = ("city", "network", "organisation", "person")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the three actions and their arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="compare links, labels and coordinates; exit 1 if an item is gone, "
                               "merged or elsewhere")  # fmt: skip
    refresh = actions.add_parser("refresh", help="mirror the statements that we use into data/wikidata/")
    reconcile = actions.add_parser("reconcile", help="propose items for things without one; accepts none")
    for action in (check, refresh):
        action.add_argument("--endpoint", metavar="URL", help="the SPARQL endpoint (default: Wikidata's)")
        action.add_argument(
            "--batch", metavar="N", type=_number(int, 1, 1000), default=100, help="items a request (default: 100)"
        )
    check.add_argument("--distance", metavar="KM", type=_number(float, 0.0, 20040.0), default=25.0,
                       help="how far coordinates may be apart (default: 25)")  # fmt: skip
    check.add_argument("--format", choices=("text", "turtle", "json"), default="text",
                       help="plain words, a validation report, or JSON (default: text)")  # fmt: skip
    refresh.add_argument("--as-of", metavar="TIME", help="the time of import, if the answers do not say theirs")
    reconcile.add_argument("--service", metavar="URL", help="the reconciliation service (default: Wikidata's)")
    reconcile.add_argument("--kind", choices=_KINDS, action="append", help="only such things; may be repeated")
    reconcile.add_argument(
        "--limit", metavar="N", type=_number(int, 1, 50), default=5, help="candidates a thing (default: 5)"
    )
    reconcile.add_argument("--format", choices=("table", "csv"), default="table", help="(default: table)")
    for action in (check, refresh, reconcile):
        action.add_argument("--contact", metavar="WHO", default=BASE,
                            help=f"your address, for those who run the service (default: {BASE})")  # fmt: skip
        action.add_argument("--time-limit", metavar="SECONDS", type=float, default=60.0,
                            help="for each request (default: 60)")  # fmt: skip
        action.add_argument("--resume", metavar="FILE", type=Path,
                            help="where answers are kept until all are there (default: your cache)")  # fmt: skip
        action.add_argument("--fresh", action="store_true", help="take no answers of a run that was broken off")


def _number(kind: type[_Number], lowest: _Number, highest: _Number) -> "Callable[[str], _Number]":
    def read(text: str) -> _Number:
        value = kind(text)
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{text} is not within {lowest} and {highest}")
        return value

    read.__name__ = "number"
    return read


def run(arguments: argparse.Namespace) -> int:
    """Do one of the three."""
    act: dict[str, Callable[[argparse.Namespace], int]] = {
        "check": _check, "refresh": _refresh, "reconcile": _reconcile,
    }  # fmt: skip
    return act[arguments.action](arguments)


def _check(arguments: argparse.Namespace) -> int:
    from lupaus.curation.comparison import compare_things
    from lupaus.curation.links import things_of
    from lupaus.dataset.check import report_on
    from lupaus.dataset.inputs import find_inputs
    from lupaus.dataset.report_text import report_as_text
    from lupaus.dataset.sources import load_sources

    sources = load_sources(find_inputs())
    things = list(things_of(sources.graphs, sources.base).values())
    answers = _answers(arguments, things)
    report = report_on(sources, compare_things(things, answers, arguments.distance, sources.base))
    if arguments.format == "text":
        written = report_as_text(report, every=True)
    else:
        written = report.as_turtle() if arguments.format == "turtle" else report.as_json()
    sys.stdout.write(written)
    return 2 if answers.unanswered else 0 if report.conforms else 1


def _refresh(arguments: argparse.Namespace) -> int:
    from lupaus.curation.draft import Draft, check_draft, write_sources
    from lupaus.curation.links import things_of
    from lupaus.curation.mirror import FOLDER, describe_graph, import_times, mirror_files
    from lupaus.dataset.inputs import find_inputs
    from lupaus.dataset.report_text import report_as_text
    from lupaus.dataset.sources import load_sources
    from lupaus.errors import RemoteError, StartError

    inputs = find_inputs()
    sources = load_sources(inputs)
    things = list(things_of(sources.graphs, sources.base).values())
    as_of = _time(arguments.as_of)
    answers = _answers(arguments, things)
    if answers.unanswered:
        reason = next(iter(answers.unanswered.values()))
        raise RemoteError(
            f"{len(answers.unanswered)} items are without an answer, so nothing was written. {reason}"
        )
    undated = [item for item in answers.items.values() if item.asked is None]
    if undated and as_of is None:
        raise StartError("the endpoint does not say when it answered; give the time with --as-of.")
    as_of = as_of or max(item.asked for item in answers.items.values() if item.asked)
    kept = import_times(sources.graphs.get("wikidata", ()))
    files = mirror_files(things, answers.items, _endpoint(arguments), as_of, kept, sources.base)
    stale = [path for path in inputs.turtle if path.startswith(f"{FOLDER}/") and path not in files]
    files |= describe_graph(sources).draft(inputs).drafted
    report = check_draft(Draft(inputs.root, inputs.base, files))
    if not report.conforms:
        sys.stdout.write(report_as_text(report, every=True))
        print("What was answered breaks a rule; nothing was written.")
        return 1
    for line in write_sources(inputs, files, stale):
        print(line)
    gone = sorted(id_ for id_, item in answers.items.items() if not item.exists)
    if gone:
        print(f"Not mirrored, for Wikidata has them no more: {', '.join(gone)}. Run lupaus wikidata check.")
    return 0


def _reconcile(arguments: argparse.Namespace) -> int:
    from lupaus.curation.candidates import SERVICE, find_candidates, things_without_item
    from lupaus.curation.links import things_of
    from lupaus.curation.tables import write_candidates
    from lupaus.dataset.inputs import find_inputs
    from lupaus.dataset.sources import load_sources

    sources = load_sources(find_inputs())
    things = things_of(sources.graphs, sources.base)
    open_ = things_without_item(things.values(), sources.base, arguments.kind or _KINDS)
    countries = {
        thing.iri: min(country.same)
        for thing in things.values()
        if (country := things.get(thing.within or "")) and country.same
    }
    address = arguments.service or SERVICE
    with _client(arguments, address) as client, _journal(arguments, address) as journal:
        found = find_candidates(client, open_, countries, journal, arguments.limit, progress=_progress)
        journal.finish()
    write_candidates(sys.stdout, [thing for found in open_.values() for thing in found], found, arguments.format)
    return 0


def _answers(arguments: argparse.Namespace, things: "list[Thing]") -> "Answers":
    from lupaus.curation.wikidata import ask_items

    address = _endpoint(arguments)
    ids = {id_ for thing in things for id_ in thing.items}
    with _client(arguments, address) as client, _journal(arguments, address) as journal:
        answers = ask_items(client, ids, journal, arguments.batch, _progress)
        if not answers.unanswered:
            journal.finish()
    return answers


def _endpoint(arguments: argparse.Namespace) -> str:
    from lupaus.curation.wikidata import ENDPOINT

    return str(arguments.endpoint or ENDPOINT)


def _client(arguments: argparse.Namespace, address: str) -> "PoliteClient":
    from lupaus.curation.client import PoliteClient

    return PoliteClient(address, arguments.contact, arguments.time_limit)


def _journal(arguments: argparse.Namespace, address: str) -> "Journal":
    from lupaus.curation.journal import Journal, journal_path

    path = arguments.resume or journal_path(f"wikidata-{arguments.action}", address)
    return Journal(path, address, is_fresh=arguments.fresh)


def _time(text: str | None) -> "datetime | None":
    from datetime import UTC, datetime

    from lupaus.errors import StartError

    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise StartError(f"--as-of is {text!r}, but must be a time such as 2026-11-24T12:00:00Z.") from None
    return moment.replace(tzinfo=UTC) if moment and not moment.tzinfo else moment


def _progress(done: int, total: int) -> None:
    print(f"{done} of {total} answered", file=sys.stderr, flush=True)

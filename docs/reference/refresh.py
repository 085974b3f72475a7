"""Writes the pages of this folder, and the list of example queries, from the tables of the program.

``python docs/reference/refresh.py`` writes them; with ``--check`` it writes nothing, names the stale ones and exits
with 1. Words that no table has are in ``notes.toml``.
"""

import argparse
import contextlib
import io
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
from starlette.routing import Route

from lupaus.cli import COMMANDS, main, module_of
from lupaus.engine.base import StoreSource
from lupaus.media import FORM_TYPE, FORMATS, PROBLEM_JSON, QUERY_TYPE, TEXT, UPDATE_TYPE, by_name
from lupaus.namespaces import BASE, expand
from lupaus.settings import SETTINGS, Settings
from lupaus.web.app import make_routes
from lupaus.web.cache import AnswerCache
from lupaus.web.context import Context
from lupaus.web.pages.render import Pages
from lupaus.web.problems import Problems, problem_kinds
from lupaus.web.site import Site

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MADE = "<!-- Written by docs/reference/refresh.py; do not edit. -->"


def notes() -> dict[str, Any]:
    """The words beside the tables."""
    return tomllib.loads((HERE / "notes.toml").read_text("utf-8"))


def words_for(section: str, key: str) -> Any:
    """The words for one row of a table.

    :raises KeyError: if there are none, saying where they belong.
    """
    try:
        return notes()[section][key]
    except KeyError:
        raise KeyError(f"docs/reference/notes.toml says nothing of {key} in [{section}]") from None


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def code(values: Iterable[str]) -> str:
    """Values as code, separated by commas."""
    return ", ".join(f"`{value}`" for value in values)


def settings_page() -> str:
    """One row per setting."""
    rows = [
        (
            f"`{s.flag}`",
            f"`{s.variable}`",
            f"`{str(s.default).lower() if isinstance(s.default, bool) else s.default}`" if s.default != "" else "",
            s.help,
        )
        for s in SETTINGS
    ]
    return f"""# Settings

{MADE}

Each setting of `lupaus serve` can be given in four places; the later wins: its default, a file (`--config FILE`), the environment, a flag.
The file is TOML and spells a name as the variable does, without `LUPAUS_` and in lower case: `max_queue = 32`.
A value of the wrong type, or a name in the file that is none of these, ends the start with one sentence.
What is a limit says in its name what it counts: `_ms` milliseconds, `_seconds` seconds, `_kib` and `_mib` 1,024 and 1,048,576 bytes.

{table(("flag", "variable", "default", "meaning"), rows)}"""


def problems_page() -> str:
    """One section per class of problem."""
    kinds = list(problem_kinds())
    sections = "".join(
        f"\n## {kind.slug}\n\n**{kind.status}** {kind.title}.\n\n"
        f"{' '.join((kind.__doc__ or '').split())}\n\n*What to do:* {words_for('problems', kind.slug)}\n"
        for kind in kinds
    )
    return f"""# Problems

{MADE}

An answer that is an error is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)): `{PROBLEM_JSON.media_type}`, or a page or plain text for whoever asks for that.
Its members are `type`, `title`, `status`, `detail` and what the problem adds, such as `limit`, `value`, `line` and `column`.
`type` is `{BASE}problems#` and one of the names below; `detail` says what was found, what the limit is and what to do.
A failure after an answer has begun is no document: the connection breaks, so that what arrived cannot pass for the whole.
{sections}"""


def commands_page() -> str:
    """The help of each command."""
    sections = "".join(f"\n## lupaus {' '.join(words)}\n\n```text\n{help_of(*words)}```\n" for words in commands())
    return f"""# Commands

{MADE}

Every command ends with 0 when it did what was asked, 1 when a check failed, 2 for bad use or broken input, 130 when it was interrupted.

```text
{help_of()}```
{sections}"""


def commands() -> list[tuple[str, ...]]:
    """Each command, and after it each action of one that has several."""
    actions = {name: getattr(import_module(module_of(name)), "ACTIONS", ()) for name in COMMANDS}
    return [words for name in COMMANDS for words in ((name,), *((name, action) for action in actions[name]))]


def help_of(*words: str) -> str:
    """What a command says to ``--help``, 100 columns wide."""
    said = io.StringIO()
    before = {name: os.environ.get(name) for name in ("COLUMNS", "NO_COLOR")}
    os.environ.update(COLUMNS="100", NO_COLOR="1")
    try:
        with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            main([*words, "--help"])
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return said.getvalue()


def routes(*, with_release: bool) -> list[Route]:
    """The addresses of an application that is never run."""
    release: Any = SimpleNamespace(manifest=SimpleNamespace(graphs=())) if with_release else None
    history: Any = SimpleNamespace(releases=(), changes=lambda _: ()) if with_release else None
    site = Site(StoreSource(()), "", datetime.now(UTC), BASE, "", BASE.rstrip("/"), release, history)
    pages = Pages(site)
    engine: Any = None
    context = Context(engine, site, Settings(), pages, Problems(site, pages), AnswerCache(0, 0))
    return [route for route in make_routes(context) if isinstance(route, Route)]


def addresses_page() -> str:
    """One row per address."""
    plain = {route.path for route in routes(with_release=False)}
    rows = []
    for route in routes(with_release=True):
        stem = route.path.removesuffix(".{suffix}")
        note = words_for("addresses", stem)
        answers = note["answers"] if stem == route.path else f"`{stem}` in the form that the suffix names."
        formats = code(name if "/" in name else _media_type(name) for name in note["formats"])
        shown = route.path.replace(":path", "")
        files = "yes" if route.path in plain else "no"
        rows.append((f"`{shown}`", ", ".join(sorted(route.methods or ())), answers, formats, files))
    return f"""# Addresses

{MADE}

Every address takes OPTIONS too, and scripts of any origin may read the answers (CORS, without credentials).
Where there are several formats, `Accept` chooses among them; without it the first is given, and where it names none of them the answer is 406.
A document says in `Content-Location` which variant it is.
Addresses marked *no* in the last column exist only where a release is served, not for `lupaus serve FILE…`.

{table(("address", "methods", "answers", "formats", "with files"), rows)}
The endpoint reads the parameters `query`, `default-graph-uri` and `named-graph-uri` of the [SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/), in the URL of GET or the form of POST; or the query is the body of POST or QUERY.
`format=` (or `output=`) names a [format](formats.md) and goes before `Accept`; `timeout=` (`1500`, `1500ms`, `1.5s`) makes the time limit shorter.
"""


def _media_type(name: str) -> str:
    found = TEXT if name == TEXT.name else by_name(name)
    assert found is not None, f"{name} in notes.toml is no format"
    return found.media_type


_KINDS: Mapping[str, str] = {
    "solutions": "SELECT, ASK",
    "graph": "CONSTRUCT, DESCRIBE, documents",
    "dataset": "CONSTRUCT, DESCRIBE, files",
    "page": "people",
}


def formats_page() -> str:
    """One row per format."""
    rows = [
        (f"`{f.name}`", f"`{f.media_type}`", f"`.{f.suffix}`", _KINDS[f.kind], code(f.aliases), code(f.names))
        for f in FORMATS
    ]
    unfit = code(f.name for f in FORMATS if f.kind == "solutions" and not f.ask)
    return f"""# Formats

{MADE}

{table(("name", "media type", "suffix", "for", "also asked for as", "other names"), rows)}
`format=` takes a name, one of the other names, a suffix or a media type.
Formats that can only say rows ({unfit}) answer ASK with one line, `true` or `false`.

A request body is `{FORM_TYPE}` or `{QUERY_TYPE}`; `{UPDATE_TYPE}` is refused, for the endpoint only reads.
"""


def queries_page() -> str:
    """The example queries."""
    rows = []
    for path in sorted((ROOT / "data/queries").glob("[0-9]*.ttl")):
        said = {
            quad.predicate.value: quad.object.value
            for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
            if isinstance(quad.object, ox.Literal) and quad.object.language == "en"
        }
        title, comment = said[expand("dcterms:title")], said[expand("rdfs:comment")]
        rows.append((path.stem[:3], title, comment, f"[{path.stem}](../data/queries/{path.name})"))
    return f"""# Example queries

{MADE}

`lupaus query data/queries/NNN-….ttl` answers one without a server; the form at `/sparql` offers them all.
Each has its title and comment in four languages, and an [answer on file](../tests/queries/expected) that two engines agree on.
Where they cannot, the keywords say so: `extension` needs GeoSPARQL functions, which only one of the two has; `federated` calls Wikidata, and its answer on file comes from a stand-in; `later` is empty so far.
A question that is `dated` asks of a day that can be changed.

{table(("no.", "question", "how to read the answer", "file"), rows)}"""


PAGES: Mapping[Path, Callable[[], str]] = {
    HERE / "settings.md": settings_page,
    HERE / "problems.md": problems_page,
    HERE / "commands.md": commands_page,
    HERE / "addresses.md": addresses_page,
    HERE / "formats.md": formats_page,
    HERE.parent / "queries.md": queries_page,
}


def stale() -> list[Path]:
    """Pages that are not as they would be written.

    White space is not looked at: argparse breaks its lines in another place from one Python to the next.
    """
    return [
        path
        for path, make in PAGES.items()
        if not path.is_file() or path.read_text("utf-8").split() != make().split()
    ]


def run(argv: Sequence[str] | None = None) -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description="Write the reference from the tables of the program.")
    parser.add_argument("--check", action="store_true", help="write nothing; name stale pages, exit 1")
    is_check = parser.parse_args(argv).check
    found = stale()
    for path in found:
        if not is_check:
            path.write_text(PAGES[path](), "utf-8")
        print(f"{path.relative_to(ROOT)} {'is stale; run docs/reference/refresh.py' if is_check else 'written'}")
    return int(is_check and bool(found))


if __name__ == "__main__":
    sys.exit(run())

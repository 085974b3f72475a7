"""What ``lupaus serve`` says when it is ready: where, what, and within which limits."""

import sys
import textwrap

from rich.console import Console
from rich.table import Table

from lupaus.settings import SETTINGS, Settings
from lupaus.web.site import Site

__all__ = ["show_banner"]

_WIDTH = 66


def show_banner(site: Site, settings: Settings) -> None:
    """Write it to standard error; standard output is for the request log."""
    console = Console(file=sys.stderr, highlight=False, soft_wrap=True)
    console.print(f"[bold]{site.title}[/]")
    if site.public_url != _listening(settings):
        console.print(f"listening on {_listening(settings)}")
    table = Table.grid(padding=(0, 2))
    for name, value in _lines(site, settings):
        table.add_row(f"[dim]{name}[/]", value)
    console.print(table)
    if settings.engine == "rdflib":
        console.print("[yellow]The engine is rdflib, the reference: slow, and not for production.[/]")
    if settings.unsafe_no_sandbox:
        console.print("[yellow]Workers are not kept off the network (unsafe_no_sandbox).[/]")


def _lines(site: Site, settings: Settings) -> list[tuple[str, str]]:
    seconds = settings.query_time_limit_ms / 1_000
    lines = [
        ("home", site.public_url + "/"),
        ("endpoint", site.public_url + "/sparql"),
        ("data", f"version {site.version[:12]}, {site.released:%Y-%m-%d}"),
    ]
    if settings.engine == "sparql":
        lines.append(("engine", f"sparql ({settings.engine_profile}) at {settings.engine_url}"))
    if site.files:
        lines.append(("files", ", ".join(file.name for file in site.files)))
    answer = (
        f"{settings.max_answer_bytes} bytes an answer" if settings.max_answer_bytes else "answers of any length"
    )
    lines.append(("limits", f"{seconds:g} s a query, {settings.query_memory_limit_mib} MiB, {answer}"))
    lines += [("", line) for line in textwrap.wrap(", ".join(_numbers(settings)), _WIDTH, break_on_hyphens=False)]
    lines += _services(settings)
    return lines


def _numbers(settings: Settings) -> list[str]:
    """Every limit, by its flag."""
    return [
        f"{setting.flag.removeprefix('--')}\N{NO-BREAK SPACE}{getattr(settings, setting.name)}"
        for setting in SETTINGS
        if isinstance(setting.default, int | float) and not isinstance(setting.default, bool)
        if setting.name != "port"
    ]


def _services(settings: Settings) -> list[tuple[str, str]]:
    public, private = settings.federation_allow.split(), settings.federation_allow_private.split()
    if not public and not private:
        return [("SERVICE", "refused")]
    calls = [*(f"calls {iri}" for iri in public), *(f"calls {iri}, at any address (private)" for iri in private)]
    return [("SERVICE" if number == 0 else "", text) for number, text in enumerate(calls)]


def _listening(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"

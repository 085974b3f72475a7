"""Syntax, hygiene, SHACL: everything the sources must pass before they become a release."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Store

from lupaus.dataset.beside import beside
from lupaus.dataset.collector import paused_collector
from lupaus.dataset.hygiene import find_noncanonical_literals, rewritten_literals, run_hygiene
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.report import Finding, Report
from lupaus.dataset.rules import infer
from lupaus.dataset.sources import Sources, load_sources
from lupaus.dataset.store import load_store
from lupaus.dataset.terms import Graphs
from lupaus.dataset.unlinked import find_unlinked
from lupaus.errors import StartError

if TYPE_CHECKING:
    from lupaus.dataset.shacl import Gate

__all__ = ["Checked", "Progress", "check_sources", "examine", "no_progress", "report_on"]

Progress = Callable[[str], None]
"""Told what begins, in the words a user sees."""

RELEASE_SHAPES = "shapes/release.ttl"
"""Shapes for the description of the dataset, which does not exist before the build has made it."""


def no_progress(step: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Checked:
    """Sources with what follows from them and what is wrong with them."""

    sources: Sources
    graphs: Graphs
    """Source graphs and the computed ``inferred`` and ``sameas``."""
    store: Store
    """The same, and their merge as the default graph."""
    report: Report


def check_sources(inputs: Inputs, paths: Iterable[Path] | None = None, progress: Progress = no_progress) -> Report:
    """Check all sources, or only the things that the files at ``paths`` (files or folders) describe.

    All sources are read in both cases, because most rules look at other things too. About a few things only what
    decides the findings is worked out; the findings are those of the whole check.

    :raises SourceError: if a file cannot be read or parsed.
    :raises StartError: if a path holds no source file.
    """
    if paths is None:
        return examine(inputs, progress).report
    chosen = _choose(inputs, paths)
    with paused_collector():
        progress("Reading the sources")
        sources = load_sources(inputs)
        return _report_on_some(inputs, sources, _subjects(sources, chosen), progress)


def examine(inputs: Inputs, progress: Progress = no_progress) -> Checked:
    """As ``check_sources`` of all sources, with the graphs that were made on the way."""
    with paused_collector():
        progress("Reading the sources")
        return _examine(inputs, load_sources(inputs), progress)


def _report_on_some(inputs: Inputs, sources: Sources, focus: frozenset[str], progress: Progress) -> Report:
    from lupaus.dataset.nearby import find_nearby  # as heavy as the gate

    progress("Checking what decides about a few things")
    rewritten = rewritten_literals(sources)
    found = find_nearby(inputs, sources, _gate(sources), focus, rewritten)
    if found is None:
        findings = _examine(inputs, sources, progress, focus).report.findings
    else:
        findings = (*found, *_found_in_text(inputs, sources, rewritten))
    return report_on(sources, (finding for finding in findings if finding.focus[1:-1] in focus))


def _examine(
    inputs: Inputs, sources: Sources, progress: Progress, focus: Collection[str] | None = None
) -> Checked:
    """Everything is worked out, and shapes are asked about ``focus`` or about all that there is."""
    store, gate = load_store(sources.graphs, inputs.base), _gate(sources)
    # What people wrote alone, then with what follows from it: an inferred triple must not hide a missing one.
    with beside(lambda: gate.validate(store, focus)) as alone:
        progress("Applying the rules")
        graphs = sources.graphs | infer(inputs, sources.graphs, store)
        with beside(lambda: gate.validate(store, focus)) as together:
            progress("Checking hygiene")
            findings = [*_found_in_text(inputs, sources, rewritten_literals(sources)), *run_hygiene(inputs, store)]
            progress("Checking shapes")
            findings += [*alone(), *together()]
    return Checked(sources, graphs, store, report_on(sources, findings))


def _found_in_text(inputs: Inputs, sources: Sources, rewritten: Mapping[Literal, Literal]) -> Iterator[Finding]:
    """What needs no graph to be told."""
    yield from find_noncanonical_literals(sources, rewritten)
    yield from find_unlinked(inputs, sources)


def _subjects(sources: Sources, chosen: Collection[str]) -> frozenset[str]:
    return frozenset().union(*(file.subjects for file in sources.files if file.path in chosen))


def _gate(sources: Sources) -> "Gate":
    from lupaus.dataset.shacl import Gate  # costs half a second to import, and a syntax error needs none of it

    return Gate(t for file in sources.files if file.path.startswith("shapes/") and file.path != RELEASE_SHAPES
                for t in file.triples)  # fmt: skip


def report_on(sources: Sources, findings: Iterable[Finding]) -> Report:
    """A report of these findings, each once and with its place in the sources."""
    placed = {_placed(finding, sources) for finding in findings}
    ordered = tuple(sorted(placed, key=lambda finding: finding.order))
    return Report(sources.base, ordered, len(sources.files), sum(len(file.triples) for file in sources.files))


def _choose(inputs: Inputs, paths: Iterable[Path]) -> frozenset[str]:
    chosen: set[str] = set()
    for path in paths:
        name = inputs.relative(path)
        found = {file for file in inputs.turtle if name is not None and (file == name or name == "." or
                 file.startswith(f"{name}/"))}  # fmt: skip
        if not found:
            raise StartError(f"{path} is no Turtle file of the sources in {inputs.root}, and no folder with one.")
        chosen |= found
    return frozenset(chosen)


def _placed(finding: Finding, sources: Sources) -> Finding:
    path = finding.path[1:-1] if finding.path and finding.path.startswith("<") else None
    place = sources.place(finding.focus[1:-1], path)
    return replace(finding, file=place[0], line=place[1]) if place else finding

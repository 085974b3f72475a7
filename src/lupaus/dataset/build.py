"""From inputs to a release."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.metadata import version as installed_version
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from lupaus import __version__
from lupaus.dataset.beside import beside
from lupaus.dataset.canonical import canonicalize, version_of
from lupaus.dataset.check import RELEASE_SHAPES, Checked, Progress, examine, no_progress, report_on
from lupaus.dataset.collector import paused_collector
from lupaus.dataset.dcat import Dump
from lupaus.dataset.describe import Subject, describe, licence_of, rights_of
from lupaus.dataset.dumps import CC0, graph_dumps, graph_files, whole_dumps, whole_files
from lupaus.dataset.folder import replace_folder, write_folder
from lupaus.dataset.graphs import GRAPHS, is_in_default, rule_of
from lupaus.dataset.hygiene import run_hygiene
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.licences import licences_text
from lupaus.dataset.manifest import GraphEntry, Manifest, file_entry
from lupaus.dataset.names import names_of
from lupaus.dataset.ontologies import ontology_files
from lupaus.dataset.packing import pack_files, packing_tools
from lupaus.dataset.reads import traits_of
from lupaus.dataset.release import MANIFEST, RESOURCES, Release, open_release
from lupaus.dataset.report import Report
from lupaus.dataset.resources import Statements, render_resources, whole_graphs
from lupaus.dataset.sheet import Sheet, nquads_of
from lupaus.dataset.shelf import Row, pack_rows
from lupaus.dataset.store import add_graph
from lupaus.dataset.terms import Graphs, Term, iri
from lupaus.dataset.view import EXAMPLES, Index
from lupaus.errors import CheckFailed, ReleaseError, SourceError, StartError
from lupaus.namespaces import graph_iri, prefixes_for
from lupaus.settings import cache_folder

__all__ = ["BrokenRules", "build_release", "default_release_path", "ensure_release", "release_time"]

_PLAIN = (".nt", "dataset.nq")
"""Files that the engine and the comparison of releases read; of all others the packed form is enough."""
_TOOLS = ("pyoxigraph", "pyshacl", "rdflib")


class BrokenRules(CheckFailed):
    """The sources or their description break a rule; nothing was written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        number = report.counts["violation"]
        super().__init__(f"{number} violation{'' if number == 1 else 's'}; no release was made.")


def build_release(inputs: Inputs, out: Path, progress: Progress = no_progress) -> Release:
    """Build a release into the folder ``out``.

    The folder appears whole or not at all. A release that stands there is replaced, or kept if it is the same; any
    other folder with something in it is left alone.

    :raises SourceError: if a source cannot be read.
    :raises BrokenRules: if a rule is violated.
    :raises ReleaseError: if something else stands at ``out``.
    :raises OSError: if the folder cannot be written.
    """
    _refuse_foreign(out)
    with paused_collector():
        checked = examine(inputs, progress=progress)
        if not checked.report.conforms:
            raise BrokenRules(checked.report)
        files = _compose(inputs, checked, progress)
    progress("Writing the files")
    unfinished = write_folder(out, files)
    if _is_same(out, files[MANIFEST]):
        shutil.rmtree(unfinished)
    else:
        replace_folder(unfinished, out)
    return open_release(out)


def default_release_path(inputs: Inputs) -> Path:
    """Where the release of these inputs is kept: a folder of the user's cache, named by all that goes into it."""
    made_of = (inputs.digest(), inputs.base, __version__, _program_digest(), *_tools().values())
    key = hashlib.sha256("\n".join(made_of).encode())
    return cache_folder() / key.hexdigest()[:32]


def _program_digest() -> str:
    """Of the code that makes releases: in a checkout it changes without the version changing."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def ensure_release(inputs: Inputs, progress: Progress = no_progress) -> Release:
    """The release of these inputs at its default path, built if it is missing or damaged."""
    path = default_release_path(inputs)
    if path.exists():
        try:
            return open_release(path)
        except ReleaseError:
            progress("The release kept from before is damaged; building it anew")
            shutil.rmtree(path)
    return build_release(inputs, path, progress)


def release_time(inputs: Inputs, described: frozenset[Triple]) -> Literal:
    """``dcterms:modified`` of the dataset; ``SOURCE_DATE_EPOCH`` in its place if that is set. No clock is read.

    :raises SourceError: if the dataset has not exactly one.
    :raises StartError: if SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            moment = datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise StartError(
                f"SOURCE_DATE_EPOCH is {epoch!r}, but must be a number of seconds since 1970."
            ) from None
        return Literal(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=iri("xsd:dateTime"))
    dataset, modified = NamedNode(inputs.base + "dataset"), iri("dcterms:modified")
    stated = [t.object for t in described if t.subject == dataset and t.predicate == modified]
    if len(stated) != 1 or not isinstance(stated[0], Literal):
        raise SourceError(f"{dataset} needs exactly one dcterms:modified, the time of release", "data/dataset.ttl")
    return stated[0]


def _compose(inputs: Inputs, checked: Checked, progress: Progress) -> dict[str, bytes]:
    """Every file of the release, by its path."""
    base, described = inputs.base, checked.sources.described
    progress("Naming the version")
    names = sorted(checked.graphs, key=lambda name: (GRAPHS.index(rule_of(name)), name))
    hashed = canonicalize({name: checked.graphs[name] for name in names if name != "sameas"}, base)
    graphs: Graphs = {name: hashed.get(name, checked.graphs[name]) for name in names}
    sheets = {name: Sheet.of(triples) for name, triples in graphs.items()}
    canonical = nquads_of({graph_iri(name, base): sheets[name] for name in hashed})
    version = version_of(canonical)
    prefixes = prefixes_for(base)
    progress("Describing the dataset")
    modified = release_time(inputs, described)
    subject = Subject(base, graphs, described, checked.report, version, modified)
    # What follows by a rule may follow from a graph under another licence, whatever its own graph says.
    own = [name for name in names if rule_of(name).is_source]
    free = [name for name in (*own, "void") if licence_of(subject, name) == CC0]

    def without_description() -> dict[str, bytes]:
        told = (graph_files(name, sheet, base, prefixes) for name, sheet in sheets.items())
        return _packed({"canonical.nq": canonical}, *told)

    with beside(without_description) as made:
        files: dict[str, bytes] = {}

        def dumps() -> Iterator[Dump]:
            files.update(made())
            yield from whole_dumps(free, files)
            for name in (*names, "void"):
                yield from graph_dumps(name, files)

        description = describe(subject, dumps)
    progress("Checking the description")
    sheets["void"] = Sheet.of(description)
    default = Sheet.merged(sheet for name, sheet in sheets.items() if is_in_default(name))
    past = ontology_files(inputs, prefixes)

    def with_description() -> dict[str, bytes]:
        whole = whole_files(sheets, default, free, base, prefixes)
        return _packed(graph_files("void", sheets["void"], base, prefixes), whole, past)

    with (
        beside(lambda: _report_on_description(inputs, checked, description)) as reported,
        beside(with_description) as written,
    ):
        progress("Rendering a page for each thing")
        licences = {graph_iri(name, base): licence for name in sheets if (licence := licence_of(subject, name))}
        index = Index(_told(default, description, base), graphs.get("shapes", ()), base)
        files[RESOURCES] = pack_rows(_documents(index, sheets, licences), names_of(index))
        files |= written()
        report = reported()
    if not report.conforms:
        raise BrokenRules(report)
    files["report.ttl"] = report.as_turtle().encode()
    entries = tuple(_entry(subject, name, len(sheet.triples), files) for name, sheet in sheets.items())
    files["LICENCES.md"] = licences_text(base, entries).encode()
    packed = [path for path in files if f"{path}.zst" in files and not path.endswith(_PLAIN)]
    manifest = Manifest(
        version=version, base=base, released=_iso(modified), software=__version__, tools=_tools(), graphs=entries,
        default_triples=len(default.triples),
        default_parts=tuple(entry.iri for entry in entries if is_in_default(entry.name)),
        files={path: replace(file_entry(content), is_packed=path in packed) for path, content in files.items()},
    )  # fmt: skip
    for path in packed:
        del files[path]
    files[MANIFEST] = manifest.to_json().encode()
    return files


def _packed(*parts: dict[str, bytes]) -> dict[str, bytes]:
    """All these files, and each of them packed."""
    files = {path: content for part in parts for path, content in part.items()}
    return files | pack_files(files, files)


def _report_on_description(inputs: Inputs, checked: Checked, description: frozenset[Triple]) -> Report:
    """Hygiene again with the description in place, and the shapes that are about it."""
    from lupaus.dataset.shacl import Gate  # heavy; see check.py

    add_graph(checked.store, "void", description, inputs.base)
    findings = [*checked.report.findings, *run_hygiene(inputs, checked.store, traits_of(description))]
    gate = Gate(t for file in checked.sources.files if file.path == RELEASE_SHAPES for t in file.triples)
    return report_on(checked.sources, findings + gate.validate(checked.store))


def _documents(index: Index, sheets: dict[str, Sheet], licences: dict[str, str]) -> Iterator[Row]:
    """The documents about things, then those about example queries, which the default graph leaves out."""
    statements = Statements.of(index, sheets, licences)
    yield from render_resources(statements)
    shapes, examples = (sheets.get(name, Sheet()).triples for name in ("shapes", "examples"))
    yield from render_resources(replace(statements, index=Index(examples, shapes, index.base)), EXAMPLES)
    yield from whole_graphs(sheets, index.base)


def _told(default: Sheet, description: frozenset[Triple], base: str) -> Iterator[Triple]:
    """What documents are made of: not the description, which changes with each release and says of most things
    only that the release holds them.
    """
    return (t for t in default.triples if t not in description or _is_thing(t.subject, base))


def _is_thing(term: Term, base: str) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(base + "id/")


def _entry(subject: Subject, name: str, triples: int, files: dict[str, bytes]) -> GraphEntry:
    path = f"graphs/{name}.nt"
    entry = file_entry(files[path])
    return GraphEntry(
        name, graph_iri(name, subject.base), triples, path, entry.bytes, entry.sha256,
        licence_of(subject, name), tuple(rights_of(subject, name)),
    )  # fmt: skip


def _iso(modified: Literal) -> str:
    """The time of release with an offset; a date is its midnight in UTC.

    :raises SourceError: if it is no date or time.
    """
    try:
        if modified.datatype == iri("xsd:date"):
            day = date.fromisoformat(modified.value[:10])
            return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat()
        moment = datetime.fromisoformat(modified.value)
    except ValueError as error:
        raise SourceError(f"dcterms:modified is {modified}, which is no date", "data/dataset.ttl") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _tools() -> dict[str, str]:
    """Versions of what decides the bytes. Two libraries of SQLite may write the same rows differently."""
    versions = {name: installed_version(name) for name in _TOOLS}
    return versions | packing_tools() | {"sqlite": sqlite3.sqlite_version}


def _refuse_foreign(out: Path) -> None:
    nearest = next(place for place in (out, *out.absolute().parents) if place.exists())
    if not nearest.is_dir():
        raise ReleaseError(f"{nearest} is a file; name a folder for the release.")
    if out.is_dir() and not (out / MANIFEST).is_file() and any(out.iterdir()):
        raise ReleaseError(f"{out} holds something that is no release; name another folder.")


def _is_same(out: Path, manifest: bytes) -> bool:
    try:
        return open_release(out).manifest.to_json().encode() == manifest
    except ReleaseError:
        return False

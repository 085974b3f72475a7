"""From inputs to a release."""

import hashlib
import os
import shutil
import sqlite3
from datetime import UTC, date, datetime
from importlib.metadata import version as installed_version
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from lupaus import __version__
from lupaus.dataset.canonical import canonicalize, nquads, ntriples, turtle, version_of
from lupaus.dataset.check import RELEASE_SHAPES, Checked, Progress, examine, no_progress, report_on
from lupaus.dataset.collector import paused_collector
from lupaus.dataset.dcat import Dump
from lupaus.dataset.describe import Subject, describe, licence_of, rights_of
from lupaus.dataset.folder import replace_folder, write_folder
from lupaus.dataset.graphs import GRAPHS, is_in_default, rule_of
from lupaus.dataset.hygiene import run_hygiene
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.licences import licences_text
from lupaus.dataset.manifest import GraphEntry, Manifest, file_entry
from lupaus.dataset.release import MANIFEST, RESOURCES, Release, open_release
from lupaus.dataset.report import Report
from lupaus.dataset.resources import pack_resources, render_resources
from lupaus.dataset.store import load_store, merge
from lupaus.dataset.terms import Graphs, by_text, iri
from lupaus.dataset.view import Index
from lupaus.errors import CheckFailed, ReleaseError, SourceError, StartError
from lupaus.media import NQUADS, NTRIPLES, TURTLE
from lupaus.namespaces import graph_iri, prefixes_for

__all__ = ["BrokenRules", "build_release", "default_release_path", "ensure_release", "release_time"]

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
    cache = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG Base Directory Specification says to ignore a relative path.
    root = Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache"
    return root / "lupaus" / key.hexdigest()[:32]


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
    canonical = nquads(hashed, base)
    version = version_of(canonical)
    graphs: Graphs = {name: hashed.get(name, checked.graphs[name]) for name in names}
    prefixes = prefixes_for(base)
    files = {"canonical.nq": canonical}
    for name in names:
        files |= _graph_files(name, graphs[name], prefixes)
    progress("Describing the dataset")
    modified = release_time(inputs, described)
    subject = Subject(base, graphs, described, checked.report, version, modified, _dumps(names, files))
    graphs["void"] = describe(subject)
    report = _check_description(inputs, checked, graphs, progress)
    files |= _graph_files("void", graphs["void"], prefixes)
    files["description.ttl"] = files["graphs/void.ttl"]
    files["dataset.nq"] = nquads(graphs, base)
    merged = merge(graphs)
    files["default.nt"] = ntriples(merged)
    files["report.ttl"] = report.as_turtle().encode()
    progress("Rendering a page for each thing")
    index = Index(merged, graphs.get("shapes", frozenset()), base)
    files[RESOURCES] = pack_resources(render_resources(index))
    entries = tuple(_entry(subject, name, len(triples), files) for name, triples in graphs.items())
    files["LICENCES.md"] = licences_text(base, entries).encode()
    manifest = Manifest(
        version=version, base=base, released=_iso(modified), software=__version__, tools=_tools(), graphs=entries,
        default_triples=len(merged),
        default_parts=tuple(entry.iri for entry in entries if is_in_default(entry.name)),
        files={path: file_entry(content) for path, content in files.items()},
    )  # fmt: skip
    files[MANIFEST] = manifest.to_json().encode()
    return files


def _check_description(inputs: Inputs, checked: Checked, graphs: Graphs, progress: Progress) -> Report:
    """Hygiene again with the description in place, and the shapes that are about it."""
    from lupaus.dataset.shacl import Gate  # heavy; see check.py

    progress("Checking the description")
    findings = [*checked.report.findings, *run_hygiene(inputs, load_store(graphs, inputs.base))]
    gate = Gate(t for file in checked.sources.files if file.path == RELEASE_SHAPES for t in file.triples)
    gate.add(merge(graphs))
    report = report_on(checked.sources, findings + gate.validate())
    if not report.conforms:
        raise BrokenRules(report)
    return report


def _graph_files(name: str, triples: frozenset[Triple], prefixes: dict[str, str]) -> dict[str, bytes]:
    ordered = sorted(triples, key=by_text)
    return {f"graphs/{name}.nt": ntriples(ordered), f"graphs/{name}.ttl": turtle(ordered, prefixes)}


def _dumps(names: list[str], files: dict[str, bytes]) -> tuple[Dump, ...]:
    dumps = [
        Dump("dataset.nq", NQUADS, "Every named graph, N-Quads"),
        Dump("canonical.nq", NQUADS, "Every graph the version is the hash of, canonical N-Quads", None,
             *_size(files["canonical.nq"])),
        Dump("graphs/void.nt", NTRIPLES, "Graph void, N-Triples", "void"),
        Dump("graphs/void.ttl", TURTLE, "Graph void, Turtle", "void"),
    ]  # fmt: skip
    for name in names:
        for format_, label in ((NTRIPLES, "N-Triples"), (TURTLE, "Turtle")):
            path = f"graphs/{name}.{format_.suffix}"
            dumps.append(Dump(path, format_, f"Graph {name}, {label}", name, *_size(files[path])))
    return tuple(dumps)


def _size(content: bytes) -> tuple[int, str]:
    entry = file_entry(content)
    return entry.bytes, entry.sha256


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
    return {name: installed_version(name) for name in _TOOLS} | {"sqlite": sqlite3.sqlite_version}


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

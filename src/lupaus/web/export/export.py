"""Exporting a site: every address is asked once, and what it answers becomes a file."""

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from starlette.types import ASGIApp

from lupaus import __version__
from lupaus.dataset.beside import beside
from lupaus.dataset.folder import replace_folder
from lupaus.dataset.release import Release
from lupaus.engine.base import Engine
from lupaus.errors import ExportError, MethodNotAllowed, NotAcceptable, NotFound
from lupaus.media import DOCUMENT_FORMATS, HTML, PROBLEM_JSON, TEXT
from lupaus.settings import Settings
from lupaus.web.app import create_app
from lupaus.web.export import apache, nginx
from lupaus.web.export.asking import Answer, ask
from lupaus.web.export.fields import Book
from lupaus.web.export.places import Place, Variant, dump_places_of, dumps_of, places_of, things_of
from lupaus.web.export.tree import Tree
from lupaus.web.pages.render import Pages
from lupaus.web.problems import Problems
from lupaus.web.site import Site

__all__ = ["MARK", "Export", "export_site"]

MARK = "export.json"
"""The file by which a folder is known for an export, and may be replaced by another."""
_FILES, _PROBLEMS = "www", "problems"


@dataclass
class Export:
    """What was written."""

    files: int = 0
    bytes: int = 0
    addresses: int = 0
    pages: int = 1
    """The most pages that an address has."""
    gone: list[str] = field(default_factory=list)
    book: Book = field(default_factory=Book)

    def merge(self, other: "Export") -> None:
        """Count what another has written."""
        self.files += other.files
        self.bytes += other.bytes
        self.addresses += other.addresses
        self.pages = max(self.pages, other.pages)
        self.gone += other.gone
        self.book.merge(other.book)


def export_site(
    open_site: Callable[[], Site],
    engine_of: Callable[[Site], Engine],
    target: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> Export:
    """Write the site to ``target``, beside it first; an export that is there already is replaced.

    Half of the documents are written by a copy of the process, where there is a processor for it. In memory are
    one answer at a time, and the class of each address.

    :param open_site: opens the site; called once in each process, so that none shares a file with another.
    :param engine_of: the engine that the pages with pictures ask, not yet running.
    :raises ExportError: if something else is there, or the site answers with an error where a document should be.
    :raises OSError: as the system says: no permission, disk full. Nothing is left then.
    """
    before = _check(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.with_name(f".{target.name}.{token_hex(4)}.unfinished")
    folder.mkdir()
    try:
        made = _write(open_site, engine_of, folder, before, progress, target)
        os.sync()
        replace_folder(folder, target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return made


def _check(target: Path) -> Path | None:
    """The files of the export that is at ``target``; ``None`` if nothing is."""
    if not target.exists():
        return None
    if not target.is_dir():
        raise ExportError(f"{target} is a file; name a folder to be made.")
    if (target / MARK).is_file():
        return target / _FILES
    if any(target.iterdir()):
        raise ExportError(f"{target} holds something that is no export; name another folder, or empty it.")
    return None


def _write(
    open_site: Callable[[], Site],
    engine_of: Callable[[Site], Engine],
    folder: Path,
    before: Path | None,
    progress: Callable[[str], None],
    target: Path,
) -> Export:
    site = open_site()
    release, history = site.release, site.history
    assert release is not None
    assert history is not None
    tree = Tree(folder / _FILES, before)
    progress("Dumps")
    for each in history.releases:
        _link_dumps(tree, each, f"/dataset/{each.version}/dumps")
    _link_dumps(tree, release, "/dumps")
    progress("Vocabulary, description, pictures, feed")
    made = asyncio.run(_ask_all(site, engine_of(site), tree, [*places_of(site), *dump_places_of(site)], runs=True))
    progress("Documents")

    def half(number: int) -> Export:
        part = open_site()
        things = (place for index, place in enumerate(things_of(part)) if index % 2 == number)
        own = Tree(folder / _FILES, before)
        return asyncio.run(_ask_all(part, engine_of(part), own, things))

    with beside(lambda: half(1)) as other:
        made.merge(half(0))
        made.merge(other())
    progress("Configuration")
    gone = _gone(site)
    made.gone += gone
    _write_problems(site, engine_of(site), folder / _PROBLEMS, gone)
    made.gone.sort()
    _write_configuration(made, folder, target)
    mark = {"software": f"lupaus {__version__}", "version": release.version, "address": site.public_url}
    (folder / MARK).write_text(json.dumps(mark, indent=2) + "\n", "utf-8")
    return made


def _gone(site: Site) -> list[str]:
    """Addresses of things that an earlier release had and this one has not, and of their documents."""
    assert site.history is not None
    now = set(site.history.current.resource_paths())
    then = {path for each in site.history.releases for path in each.resource_paths()}
    return [stem for path in sorted(then - now) for stem in (f"/{path}", f"/doc/{path.removeprefix('id/')}")]


def _link_dumps(tree: Tree, release: Release, below: str) -> None:
    for path in dumps_of(release):
        _take(tree, f"{below}/{path}", release, path, release.released)


def _take(tree: Tree, file: str, release: Release, path: str, modified: datetime) -> None:
    """A file of a release, as it is: linked, or unpacked where the release has it packed alone."""
    source = release.path / path
    if source.is_file():
        tree.link(file, source, modified, may_set_time=modified == release.released)
        return
    with release.open(path) as packed:
        tree.copy(file, packed, modified)


async def _ask_all(
    site: Site, engine: Engine, tree: Tree, places: Iterable[Place], *, runs: bool = False
) -> Export:
    app = create_app(engine, site, replace(Settings(), cache_mib=0), None)
    recorder = _Recorder(app, site, tree)
    if runs:
        await engine.start()
    try:
        for place in places:
            await recorder.record(place)
    finally:
        if runs:
            await engine.stop()
    made = recorder.made
    made.files, made.bytes = tree.files, tree.bytes
    return made


class _Recorder:
    """Asks for each form of a place, and writes what it is given."""

    def __init__(self, app: ASGIApp, site: Site, tree: Tree) -> None:
        self._app, self._tree, self.made = app, tree, Export()
        assert site.history is not None
        self._files = {
            entry.sha256[:32]: (each, path)
            for each in site.history.releases
            for path, entry in each.manifest.files.items()
        }

    async def record(self, place: Place) -> None:
        """Write all that is at ``place``."""
        self._tree.begin()
        fields = {}
        for variant in place.variants():
            answer = await ask(self._app, variant.path, variant.query)
            if answer.status == 404 and place.is_optional:
                return
            if answer.status not in (200, 410) or answer.modified is None:
                raise ExportError(f"{variant.path} answers {answer.status}, and should be a document.")
            if answer.status == 410 and place.stem not in self.made.gone:
                self.made.gone.append(place.stem)
            if not place.is_written:
                await self._keep(variant, answer)
            if not variant.language:
                fields[variant.form, variant.page] = answer.fields
        self.made.book.note("/index" if place.stem == "/" else place.stem, fields)
        self.made.addresses += 1
        self.made.pages = max(self.made.pages, place.pages)

    async def _keep(self, variant: Variant, answer: Answer) -> None:
        modified = answer.modified
        assert modified is not None
        if not answer.is_elsewhere:
            self._tree.write(variant.file, answer.body, modified)
            return
        release, path = self._files[answer.fields["etag"].strip('"')]
        for suffix in ("", ".gz"):
            if path + suffix not in release.manifest.files:
                continue
            there = self._tree.path(f"/dataset/{release.version}/dumps/{path}{suffix}")
            if there.is_file():
                self._tree.link(variant.file + suffix, there, modified)
            else:
                _take(self._tree, variant.file + suffix, release, path + suffix, modified)


def _write_problems(site: Site, engine: Engine, folder: Path, gone: Iterable[str]) -> None:
    """What is said where nothing can be given: of this copy, and of each address that had something."""
    problems = Problems(site, Pages(site))
    app = create_app(engine, site, Settings(), None)
    offered = ", ".join(form.media_type for form in DOCUMENT_FORMATS)
    told = (
        NotFound("Nothing has this address in this copy of the site. It is of files: it answers no query."),
        MethodNotAllowed("This copy of the site is of files: GET, HEAD and OPTIONS are answered."),
        NotAcceptable(f"Accept names no format that can be given here. Documents come as: {offered}."),
    )
    for form, suffix in ((PROBLEM_JSON, "json"), (HTML, "html"), (TEXT, "txt")):
        scope = {"headers": [(b"accept", form.media_type.encode())], "query_string": b""}
        bodies = {f"{error.status}.{suffix}": problems.reply(error, scope).body for error in told}
        for stem in gone:
            answer = asyncio.run(ask(app, stem, accept=form.media_type))
            bodies[f"{stem[1:]}.{suffix}"] = answer.body
        for file, body in bodies.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)


def _write_configuration(made: Export, folder: Path, target: Path) -> None:
    place = str(target.resolve())
    texts = {
        "nginx/maps.conf": nginx.maps(made.book, made.pages, made.gone),
        "nginx/server.conf": nginx.server(made.book, f"{place}/{_FILES}", f"{place}/{_PROBLEMS}"),
        "nginx/example.conf": nginx.example(place),
        "apache/classes.txt": apache.classes(made.book, made.pages, made.gone),
        "apache/site.conf": apache.site(made.book, place),
    }
    for file, text in texts.items():
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

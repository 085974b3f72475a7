"""The folder of an export: which addresses are in it, the same bytes each time, whole or not at all."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from live_server import SETTINGS, NoEngine
from starlette.routing import Match, Route

from lupaus.cli import main
from lupaus.engine.pool import WorkerPool
from lupaus.errors import ExportError
from lupaus.web.app import make_routes
from lupaus.web.cache import AnswerCache
from lupaus.web.context import Context
from lupaus.web.export import export as exporting
from lupaus.web.export.export import MARK, export_site
from lupaus.web.export.fields import Book, fill, template_of
from lupaus.web.export.places import dump_places_of, places_of, things_of
from lupaus.web.export.tree import Tree
from lupaus.web.opening import site_of_release
from lupaus.web.pages.render import Pages
from lupaus.web.problems import Problems

NOT_THERE = {"/sparql", "/rdf-graphs", "/editor.json", "/health", "/metrics", "/search", "/search.{suffix}",
             "/timegate/{path:path}"}  # fmt: skip
"""What needs a program: it computes, searches, or tells how it is."""


def test_every_address_is_exported_or_needs_a_program(small_release, earlier):
    site = site_of_release(small_release, "http://public.example", [earlier])
    pages = Pages(site)
    context = Context(NoEngine(), site, SETTINGS, pages, Problems(site, pages), AnswerCache(0, 0))
    asked = {v.path for p in (*places_of(site), *things_of(site), *dump_places_of(site)) for v in p.variants()}
    asked |= {p.stem for p in (*places_of(site), *things_of(site)) if p.suffixes}
    asked |= {"/id/" + path.removeprefix("/doc/") for path in asked if path.startswith("/doc/")}
    missing = set()
    for route in make_routes(context):
        assert isinstance(route, Route)
        scopes = ({"type": "http", "method": "GET", "path": path} for path in asked)
        if not any(route.matches(scope)[0] is Match.FULL for scope in scopes):
            missing.add(route.path)
    assert missing - {"/ns/{version}"} == NOT_THERE  # the vocabulary of the small tree has no version


def contents(folder):
    """Every file: its bytes, and of those that are served the time."""
    return {
        (name := path.relative_to(folder).as_posix()): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            int(path.stat().st_mtime) if name.startswith("www/") else 0,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def command(small_release, tmp_path_factory):
    """The command, and the folder it has written once."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    words = ["export", str(folder), "--public-url", "http://public.example/", "--release", str(small_release.path)]
    assert main(words) == 0
    return words, folder


def test_an_export_is_replaced_by_the_same_bytes_and_times(command, capsys):
    words, folder = command
    before = contents(folder)
    assert main(words) == 0
    assert contents(folder) == before
    assert "addresses in" in capsys.readouterr().out
    assert json.loads((folder / MARK).read_text())["address"] == "http://public.example"
    assert {path.name for path in folder.parent.iterdir()} == {"site"}


def test_dumps_are_links_to_the_release(command, small_release):
    _, folder = command
    dump = small_release.path / "dataset.nq"
    for file in ("dumps/dataset.nq", f"dataset/{small_release.version}/dumps/dataset.nq"):
        assert (folder / "www" / file).samefile(dump)
    assert (folder / "www/graph/claims.nt").samefile(small_release.path / "graphs/claims.nt")


def test_packed_files_are_the_files(command):
    import gzip

    _, folder = command
    packed = [*(folder / "www/doc").rglob("*.gz")]
    assert len(packed) > 50
    for path in packed:
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()


def test_what_is_no_export_is_left_alone(small_release, tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/diary.txt").write_text("dear")
    (tmp_path / "file").write_text("x")
    words = ["--public-url", "http://public.example", "--release", str(small_release.path)]
    assert main(["export", str(tmp_path / "mine"), *words]) == 2
    assert "no export" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "file"), *words]) == 2
    assert "is a file" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "new"), *words[2:], "--public-url", "data.example.org"]) == 2
    assert "must begin with" in capsys.readouterr().err
    assert {path.name for path in tmp_path.rglob("*")} == {"mine", "diary.txt", "file"}


def test_a_folder_that_may_not_be_written_is_told_and_nothing_is_left(
    small_release, tmp_path, capsys, monkeypatch
):
    def refuse(*_: object, **__: object):
        raise PermissionError(13, "Permission denied", str(tmp_path / "closed"))

    monkeypatch.setattr(Path, "mkdir", refuse)  # root may write anywhere
    words = ["--public-url", "http://public.example", "--release", str(small_release.path)]
    assert main(["export", str(tmp_path / "closed/site"), *words]) == 2
    assert "Permission denied" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_export_that_fails_midway_leaves_what_was_there(command, small_release, monkeypatch, failure):
    _, folder = command
    before = contents(folder)
    calls = []
    write = Tree.write

    def fail(self, file, body, modified):
        calls.append(file)
        if len(calls) > 200:
            raise failure
        write(self, file, body, modified)

    monkeypatch.setattr(Tree, "write", fail)
    with pytest.raises(type(failure)):
        export_site(
            lambda: site_of_release(small_release, "http://other.example"),
            lambda site: WorkerPool(site.source, SETTINGS),
            folder,
        )
    assert contents(folder) == before
    assert {path.name for path in folder.parent.iterdir()} == {"site"}


def test_a_signal_ends_it_and_nothing_is_left(small_release, tmp_path):
    words = [
        "export",
        str(tmp_path / "site"),
        "--public-url",
        "http://x.example",
        "--release",
        str(small_release.path),
    ]
    process = subprocess.Popen([sys.executable, "-m", "lupaus", *words], stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if line.startswith("Vocabulary"):
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    process.stderr.close()
    assert process.wait(60) == 130
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_is_an_error_ends_the_export(small_release, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "places_of", lambda _: [exporting.Place("/doc/nope")])
    with pytest.raises(ExportError, match="/doc/nope answers 404"):
        export_site(
            lambda: site_of_release(small_release, "http://other.example"),
            lambda site: WorkerPool(site.source, SETTINGS),
            tmp_path / "site",
        )
    assert list(tmp_path.iterdir()) == []


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def moments(folder):
    return {path.name: int(path.stat().st_mtime - NOON.timestamp()) for path in folder.iterdir()}


def test_forms_of_one_address_never_share_time_and_size(tmp_path):
    tree = Tree(tmp_path)
    tree.write("x.ttl", b"one", NOON)
    tree.write("x.nt", b"two", NOON)
    tree.write("x.nq", b"one", NOON)
    tree.begin()
    tree.write("y.ttl", b"six", NOON)
    assert moments(tmp_path) == {"x.ttl": 0, "x.nt": 1, "x.nq": 0, "y.ttl": 0}


def test_an_address_that_leads_out_of_the_folder_is_refused(tmp_path):
    tree = Tree(tmp_path / "site")
    for file in ("/doc/../../x.ttl", "/doc/./x.ttl"):
        with pytest.raises(ExportError, match="leads out"):
            tree.write(file, b"x", NOON)
    assert list(tmp_path.rglob("x*")) == []


def test_other_bytes_of_the_same_time_and_size_get_another_time(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    Tree(before).write("x.ttl", b"one", NOON)
    tree = Tree(after, before)
    tree.write("x.ttl", b"two", NOON)
    assert moments(after) == {"x.ttl": 1}
    tree.begin()
    again = tmp_path / "again"
    Tree(again, before).write("x.ttl", b"one", NOON)
    assert moments(again) == {"x.ttl": 0}


def test_a_file_that_cannot_be_linked_is_copied(tmp_path, monkeypatch):
    source = tmp_path / "dump.nq"
    source.write_bytes(b"x")
    os.utime(source, (0, 0))
    monkeypatch.setattr(Path, "hardlink_to", lambda *_: (_ for _ in ()).throw(OSError(18, "Cross-device link")))
    Tree(tmp_path / "site").link("dump.nq", source, NOON)
    copy = tmp_path / "site/dump.nq"
    assert (copy.read_bytes(), copy.stat().st_mtime) == (b"x", NOON.timestamp())
    assert source.stat().st_mtime == 0


@pytest.mark.parametrize(
    ("stem", "page", "value"),
    [
        ("/doc/city/fi/helsinki", 1, '<https://w3id.org/lupaus/id/city/fi/helsinki>; rel="describes"'),
        ("/doc/network/x", 1, '</doc/network/x?page=2>; rel="next"'),
        ("/doc/network/x", 3, '</doc/network/x.nt?page=3>, </doc/network/x?page=4>, </doc/network/x?page=2>'),
        ("/dataset/abc/doc/a/b", 1, '</dataset/abc/doc/a/b>; </doc/a/b>'),
        ("/ns", 1, '</ns.ttl>; rel="alternate", <https://w3id.org/lupaus/ns#Claim>; rel="type"'),
        ("/.well-known/sparql-examples/1", 1, "</.well-known/sparql-examples/1.ttl>"),
    ],
)  # fmt: skip
def test_a_template_gives_the_field_again(stem, page, value):
    assert fill(template_of(value, stem, page), stem, page) == value


def test_addresses_whose_fields_differ_in_their_name_alone_are_of_one_class():
    book, other = Book(), Book()
    for name in ("a", "b", "c"):
        book.note(f"/doc/x/{name}", {("ttl", 1): {"link": f"</doc/x/{name}>", "etag": name}})
    other.note("/doc/x/d", {("ttl", 1): {"link": "</elsewhere>"}})
    book.merge(other)
    of, classes = book.classes()
    assert of == {"/doc/x/a": "c1", "/doc/x/b": "c1", "/doc/x/c": "c1", "/doc/x/d": "c2"}
    assert len(classes) == 2
    assert Book.by_folder(of) == ({"/doc/x/": "c1"}, {"/doc/x/d": "c2"})

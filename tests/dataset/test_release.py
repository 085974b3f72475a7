"""Opening a release."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from lupaus.dataset.manifest import file_entry
from lupaus.dataset.release import open_release, read_release
from lupaus.errors import ReleaseError


@pytest.fixture
def copy(release, tmp_path):
    """A release to damage."""
    return Path(shutil.copytree(release.path, tmp_path / "copy"))


def test_it_says_what_it_is(release):
    assert len(release.version) == 64
    assert release.base == "https://w3id.org/lupaus/"
    assert release.default_file.is_file()


def test_every_named_graph_has_its_file(release):
    files = release.graph_files()
    assert len(files) == len(release.manifest.graphs) == 12
    for graph in release.manifest.graphs:
        assert len(files[graph.iri].read_bytes().splitlines()) == graph.triples


def test_dump_and_graphs_and_default_agree(release):
    quads = set(parse(path=release.path / "dataset.nq", format=RdfFormat.N_QUADS))
    graphs = release.graph_files()
    assert len(quads) == sum(graph.triples for graph in release.manifest.graphs)
    parts = {t for part in release.manifest.default_parts for t in graphs[part].read_bytes().splitlines()}
    default = release.default_file.read_bytes().splitlines()
    assert parts == set(default)
    assert len(default) == len(set(default)) == release.manifest.default_triples
    for graph in release.manifest.graphs:
        with release.open(f"graphs/{graph.name}.ttl") as file:
            turtle = set(parse(file, format=RdfFormat.TURTLE))
        assert turtle == set(parse(path=graphs[graph.iri], format=RdfFormat.N_TRIPLES))


def test_the_dump_says_what_the_sources_say(release):
    """Nothing between source and dump rewrites a literal."""
    assert b'"24.94"^^' in release.graph_files()["https://w3id.org/lupaus/graph/geo"].read_bytes()
    assert b'"A text\\nin two lines with a \\"quote\\"."@en' in (release.path / "default.nt").read_bytes()


def test_every_file_is_in_the_manifest(release):
    files = {p.relative_to(release.path).as_posix() for p in release.path.rglob("*") if p.is_file()}
    kept = {path for path, entry in release.manifest.files.items() if not entry.is_packed}
    assert files == kept | {"manifest.json"}


def test_a_file_that_is_kept_packed_alone_is_what_the_manifest_says(release):
    alone = {path: entry for path, entry in release.manifest.files.items() if entry.is_packed}
    assert len(alone) > 50
    for path, entry in alone.items():
        assert f"{path}.zst" in release.manifest.files
        with release.open(path) as file:
            content = file.read()
        assert file_entry(content) == replace(entry, is_packed=False)


def test_a_packed_file_can_be_moved_forward_in(release):
    with release.open("cc0.nq") as file:
        whole = file.read()
    with release.open("cc0.nq") as file:
        file.seek(1_000)
        assert file.read(50) == whole[1_000:1_050]


def test_files_that_programs_read_are_kept_as_they_are(release):
    plain = {path for path, entry in release.manifest.files.items() if not entry.is_packed}
    assert {"default.nt", "dataset.nq", "graphs/curated.nt"} <= plain


def test_a_damaged_byte_in_any_file_is_found(copy):
    for name in (name for name, entry in open_release(copy).manifest.files.items() if not entry.is_packed):
        path = copy / name
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(ReleaseError, match=f"{name} is damaged; build the release anew"):
            open_release(copy)
        path.write_bytes(content)
    open_release(copy)


def test_a_byte_more_or_less_is_found(copy):
    path = copy / "default.nt"
    content = path.read_bytes()
    for changed in (content + b"\n", content[:-1], b""):
        path.write_bytes(changed)
        with pytest.raises(ReleaseError, match=r"default\.nt is damaged"):
            open_release(copy)


def test_a_missing_file_is_named(copy):
    (copy / "graphs/claims.nt").unlink()
    with pytest.raises(ReleaseError, match=r"graphs/claims\.nt cannot be read \(No such file"):
        open_release(copy)


def test_a_damaged_manifest_is_named(copy):
    (copy / "manifest.json").write_bytes(b"\xff")
    with pytest.raises(ReleaseError, match=r"manifest\.json is damaged"):
        open_release(copy)


def test_a_release_from_the_future_is_refused(copy):
    path = copy / "manifest.json"
    path.write_text(path.read_text().replace('"format": 2', '"format": 7'))
    with pytest.raises(ReleaseError, match=r"has format 7, .* update lupaus"):
        open_release(copy)


@pytest.mark.parametrize("name", ["nothing", "folder", "file"])
def test_what_is_no_release_is_told(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReleaseError, match=r"is no release: manifest\.json cannot be read"):
        open_release(tmp_path / name)


def test_threads_read_together(release):
    wanted = [release.resource(path, "turtle") for path in release.resource_paths()]
    found = []

    def read():
        found.append([release.resource(path, "turtle") for path in release.resource_paths()])

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 4


def test_reading_needs_no_right_to_write(copy):
    """A read-only folder, as in a container; the file of descriptions is opened without a lock or a journal."""
    before = {p: p.stat().st_mtime_ns for p in copy.rglob("*")}
    for path in copy.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    opened = open_release(copy)
    assert opened.resource("id/city/fi/helsinki", "view")
    opened.close()
    assert {p: p.stat().st_mtime_ns for p in copy.rglob("*")} == before
    for path in copy.rglob("*"):
        path.chmod(0o755)


def test_a_closed_release_opens_its_file_again(copy):
    opened = open_release(copy)
    first = opened.resource("id/city/fi/helsinki", "view")
    opened.close()
    opened.close()
    assert opened.resource("id/city/fi/helsinki", "view") == first
    opened.close()


def test_a_path_with_odd_characters_works(copy):
    odd = copy.with_name("a b%20?#ä")
    copy.rename(odd)
    opened = open_release(odd)
    assert opened.resource("id/city/fi/helsinki", "view")
    opened.close()


def test_a_release_is_read_by_its_manifest_and_checked_once_when_asked(copy, release, monkeypatch):
    (copy / "LICENCES.md").write_text("other terms")
    damaged = read_release(copy)
    assert damaged.version == release.version
    for look in (damaged.check, damaged.check, lambda: open_release(copy)):
        with pytest.raises(ReleaseError, match=r"LICENCES\.md is damaged"):
            look()
    whole = open_release(release.path)
    monkeypatch.setattr("hashlib.file_digest", None)
    whole.check()

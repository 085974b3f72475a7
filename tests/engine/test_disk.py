"""A store on disk is what the files are, made once, and never half of it."""

import stat

import pyoxigraph as ox
import pytest

from lupaus.engine import disk
from lupaus.engine.base import StoreFile, StoreSource
from lupaus.engine.disk import keep_on_disk, size_of
from lupaus.engine.oxigraph import load
from lupaus.engine.source import SourceSpec
from lupaus.errors import StartError

E = "http://example.org/"


@pytest.fixture
def source(tmp_path):
    """Files of two formats, with a graph, a relative IRI and a blank node."""
    (tmp_path / "a.ttl").write_text(f"<s> <{E}p> [ <{E}q> 'x'@fi ] .")
    (tmp_path / "b.trig").write_text(f"<{E}g> {{ _:b <{E}p> _:b }} <{E}s> <{E}p> 1 .")
    return StoreSource((
        StoreFile(tmp_path / "a.ttl", "turtle", f"{E}a", "http://base.example/"),
        StoreFile(tmp_path / "b.trig", "trig", None, "http://base.example/"),
    ))  # fmt: skip


def quads_of(store):
    found = ox.Dataset(store)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(found)


def in_memory(source):
    return load(SourceSpec.of(source, 0))[0]._store


@pytest.mark.parametrize("default_graph", ["unnamed", "union"])
def test_it_holds_what_memory_would(source, tmp_path, default_graph):
    asked = StoreSource(source.files, default_graph)
    kept = keep_on_disk(asked, "k", tmp_path / "stores")
    assert kept.source.default_graph == default_graph
    assert kept.source.rocksdb.is_relative_to(tmp_path / "stores")
    assert kept.graphs == ((f"{E}a", 2), (f"{E}g", 1))
    assert kept.default_triples == (1 if default_graph == "unnamed" else 4)
    found = quads_of(ox.Store.read_only(str(kept.source.rocksdb)))
    assert found == quads_of(in_memory(asked))
    assert len(found) == (4 if default_graph == "unnamed" else 7)


def test_it_is_made_once_for_the_same_files_and_anew_for_others(source, tmp_path):
    steps = []
    kept = keep_on_disk(source, "k", tmp_path / "stores", steps.append)
    assert keep_on_disk(source, "k", tmp_path / "stores", steps.append) == kept
    assert len(steps) == 1
    others = [
        keep_on_disk(source, "other bytes", tmp_path / "stores"),
        keep_on_disk(StoreSource(source.files, "union"), "k", tmp_path / "stores"),
        keep_on_disk(StoreSource(source.files[::-1]), "k", tmp_path / "stores"),
    ]
    assert len({one.source.rocksdb for one in (kept, *others)}) == 4


def test_a_file_that_does_not_parse_leaves_nothing(source, tmp_path):
    source.files[0].path.write_text("this is no Turtle")
    with pytest.raises(StartError, match=r"The data cannot be loaded\. .*a\.ttl"):
        keep_on_disk(source, "k", tmp_path / "stores")
    assert list((tmp_path / "stores").iterdir()) == []


def test_a_file_that_is_gone_is_told(source):
    source.files[0].path.unlink()
    with pytest.raises(StartError, match="cannot be read"):
        size_of(source)


def test_a_process_that_is_ended_leaves_nothing(source, tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "_BOOT", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(StartError, match="was ended"):
        keep_on_disk(source, "k", tmp_path / "stores")
    assert list((tmp_path / "stores").iterdir()) == []


def test_whoever_comes_second_takes_what_the_first_made(source, tmp_path, monkeypatch):
    first = keep_on_disk(source, "k", tmp_path / "stores").source.rocksdb
    before = sorted((path.name, path.stat().st_ino) for path in first.iterdir())
    exists = type(first).exists
    answers = iter([False])  # it was not there yet when the second looked
    monkeypatch.setattr(type(first), "exists", lambda path: next(answers, None) is None and exists(path))
    assert keep_on_disk(source, "k", tmp_path / "stores").source.rocksdb == first
    assert sorted((path.name, path.stat().st_ino) for path in first.iterdir()) == before
    assert len(list((tmp_path / "stores").iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_told(source, tmp_path):
    (tmp_path / "stores").write_text("a file is in the way")
    with pytest.raises(StartError, match="cannot be written"):
        keep_on_disk(source, "k", tmp_path / "stores")


def test_only_its_owner_may_write_it(source, tmp_path):
    kept = keep_on_disk(source, "k", tmp_path / "stores").source.rocksdb
    assert not kept.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def test_a_damaged_one_is_told_with_its_place(source, tmp_path):
    place = keep_on_disk(source, "k", tmp_path / "stores").source.rocksdb.parent
    (place / "counts.json").write_text("{}")
    with pytest.raises(StartError, match=f"{place.name} is damaged"):
        keep_on_disk(source, "k", tmp_path / "stores")

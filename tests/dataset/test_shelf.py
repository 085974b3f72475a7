"""Texts on the shelf come back as they were, in less room, and the same texts give the same bytes."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lupaus.dataset.packing import Dictionary
from lupaus.dataset.shelf import dictionaries_of, pack_rows


@pytest.fixture
def opened(tmp_path):
    def open_rows(rows):
        (tmp_path / "r.sqlite").write_bytes(pack_rows(rows))
        return closing(sqlite3.connect(tmp_path / "r.sqlite"))

    return open_rows


def test_the_same_rows_give_the_same_bytes(opened):
    rows = [(f"id/{n:04}", "view", "e", bytes([n % 256]) * (n * 7)) for n in range(300)]
    assert pack_rows(rows) == pack_rows(reversed(rows))
    with opened(rows) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=200), min_size=1, max_size=20))
def test_every_text_comes_back(texts):
    dictionary = Dictionary.of(texts)
    assert [Dictionary(dictionary.content).unpack(packed) for packed in dictionary.pack(texts)] == texts


def test_what_is_much_alike_takes_little_room(opened):
    text = b"".join(
        b'<http://example.org/%d> <http://example.org/says> "the same as others" .\n' % n for n in range(40)
    )
    rows = [(f"id/{n:04}", "nquads", "e", text + b"%d" % n) for n in range(500)]
    assert len(pack_rows(rows)) < sum(len(row[3]) for row in rows) / 10


def test_a_form_without_bodies_has_no_dictionary(opened):
    with opened([("graph/a", "whole", "e", b""), ("id/a", "view", "e", b"text")]) as database:
        assert set(dictionaries_of(database)) == {"view"}
        assert database.execute("SELECT body FROM resource WHERE format = 'whole'").fetchone() == (b"",)


def test_a_release_of_before_has_none():
    with closing(sqlite3.connect(":memory:")) as database:
        assert dictionaries_of(database) == {}

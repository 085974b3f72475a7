"""Many small texts that are much alike, in one SQLite file, each packed with what they have in common.

A dictionary (RFC 8878, section 5) is put together of some of the texts themselves. Documents of a release shrink
to a sixteenth by it, and unpacking one takes a few millionths of a second.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing

from lupaus.dataset.packing import Dictionary

__all__ = ["Row", "dictionaries_of", "pack_rows"]

Row = tuple[str, str, str, bytes]
"""Path, form, etag, body."""
_SCHEMA = """
CREATE TABLE dictionary (format TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE resource (path TEXT NOT NULL, format TEXT NOT NULL, etag TEXT NOT NULL, body BLOB NOT NULL,
                       PRIMARY KEY (path, format)) WITHOUT ROWID;
CREATE TABLE name (path TEXT NOT NULL, lang TEXT NOT NULL, text TEXT NOT NULL, is_label INTEGER NOT NULL,
                   PRIMARY KEY (path, lang, text)) WITHOUT ROWID;
"""


def pack_rows(rows: Iterable[Row], names: Iterable[tuple[str, str, str, bool]] = ()) -> bytes:
    """The rows, and the names that things are found by (``names.py``), as the bytes of an SQLite file.

    A form all of whose bodies are empty has no dictionary.

    Rows come sorted into a fresh database with fixed settings, so the same rows give the same bytes. It is made in
    memory: what can fail on the way to the disk then fails as it does for every other file.
    """
    by_form: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row[:2]):
        by_form.setdefault(row[1], []).append(row)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "PRAGMA page_size = 8192"
        )  # most packed bodies fit beside others; larger pages gain nothing
        database.executescript(_SCHEMA)
        packed: list[Row] = []
        for form, found in by_form.items():
            bodies = [body for *_, body in found]
            if any(bodies):
                dictionary = Dictionary.of(bodies)
                database.execute("INSERT INTO dictionary VALUES (?, ?)", (form, dictionary.content))
                bodies = dictionary.pack(bodies)
            packed += [(*row[:3], body) for row, body in zip(found, bodies, strict=True)]
        packed.sort(key=lambda row: row[:2])
        database.executemany("INSERT INTO resource VALUES (?, ?, ?, ?)", packed)
        database.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", sorted(names))
        database.commit()
        return database.serialize()


def dictionaries_of(database: sqlite3.Connection) -> Mapping[str, Dictionary]:
    """The dictionary of each form. Releases of format 1 have none: their texts are as they are."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'dictionary'").fetchone():
        return {}
    return {form: Dictionary(body) for form, body in database.execute("SELECT format, body FROM dictionary")}

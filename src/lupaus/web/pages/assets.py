"""What the build brought from npm: the editor and the outlines of countries; none of it is needed.

See ``hatch_build.py``. An installation without them shows the plain form, and a map without coasts.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

__all__ = ["EDITOR_FILES", "Country", "asset", "countries", "has_editor"]

EDITOR_FILES = {"editor.js": "text/javascript; charset=utf-8", "editor.css": "text/css; charset=utf-8"}
"""The files of the editor, and their media types."""


class Country(NamedTuple):
    """A country's outline, from Natural Earth."""

    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    """Closed lines of longitude and latitude in degrees."""


@cache
def asset(name: str) -> bytes | None:
    """One file; ``None`` if the package was built without it."""
    path = files("lupaus.web.pages").joinpath("assets", name)
    return path.read_bytes() if path.is_file() else None


@cache
def has_editor() -> str:
    """A digest of the editor's files for their addresses; empty: there is none."""
    bodies = [asset(name) for name in EDITOR_FILES]
    if None in bodies:
        return ""
    return hashlib.sha256(b"".join(cast(list[bytes], bodies))).hexdigest()[:12]


@cache
def countries() -> tuple[Country, ...]:
    """The countries of Europe and around it; none if the package was built without them."""
    text = asset("europe.json")
    return tuple(
        Country(each["name"], tuple(tuple((x, y) for x, y in ring) for ring in each["rings"]))
        for each in json.loads(text or "[]")
    )

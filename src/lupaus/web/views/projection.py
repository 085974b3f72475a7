"""Where a place stands on the map of Europe: Lambert's azimuthal equal-area projection, about 52° N 10° E.

It is the projection of the European grid (INSPIRE, EPSG:3035), here on a sphere: at the size of a page the
difference is less than a line's width.
"""

import json
from functools import cache
from math import cos, hypot, radians, sin, sqrt
from typing import NamedTuple

from lupaus.web.pages.assets import countries

__all__ = ["HEIGHT", "WIDTH", "Place", "coasts", "locate", "outline", "place"]

WIDTH, HEIGHT = 900, 800
_CENTRE = (52, 10)
"""Degrees north and east."""
_LAT, _LONG = map(radians, _CENTRE)
_SCALE = 1_170
_LEFT, _TOP = 0.33, 0.35
"""How far west and north of the centre the map begins, in radii of the Earth."""
_PIECE = (360, 240)
"""Pixels across and down of the piece that is shown of one city's surroundings."""
_NEAREST = 1.6
"""Points of a coast nearer to each other than this many pixels are one."""


def place(lat: float, long: float) -> tuple[float, float]:
    """Pixels from the left and the top for degrees north and east."""
    phi, turn = radians(lat), radians(long) - _LONG
    scale = sqrt(2 / (1 + sin(_LAT) * sin(phi) + cos(_LAT) * cos(phi) * cos(turn)))
    x = scale * cos(phi) * sin(turn)
    y = scale * (cos(_LAT) * sin(phi) - sin(_LAT) * cos(phi) * cos(turn))
    return round((x + _LEFT) * _SCALE, 1), round((_TOP - y) * _SCALE, 1)


@cache
def coasts() -> str:
    """The outlines of all countries as the data of one SVG path; empty if the package has none."""
    parts: list[str] = []
    for country in countries():
        for ring in country.rings:
            line = _thinned([place(lat, long) for long, lat in ring])
            inside = any(-80 < x < WIDTH + 80 and -80 < y < HEIGHT + 80 for x, y in line)
            if inside and len(line) > 3:
                parts.append("M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in line) + "Z")
    return "".join(parts)


@cache
def outline() -> bytes:
    """The map without anything on it, and how to place things on it, as JSON for the editor."""
    return json.dumps({
        "width": WIDTH, "height": HEIGHT, "latitude": _CENTRE[0], "longitude": _CENTRE[1], "scale": _SCALE,
        "left": _LEFT, "top": _TOP, "land": coasts(),
    }).encode()  # fmt: skip


class Place(NamedTuple):
    """A point on a piece of the map."""

    x: float
    y: float
    view: str
    """The piece, as SVG's viewBox has it."""


def locate(lat: str, long: str) -> Place | None:
    """A place in degrees and the map around it; ``None`` beyond the map's edge, or if there are no coasts."""
    try:
        x, y = place(float(lat), float(long))
    except ValueError:
        return None
    if not (coasts() and 0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        return None
    left = min(max(x - _PIECE[0] / 2, 0), WIDTH - _PIECE[0])
    top = min(max(y - _PIECE[1] / 2, 0), HEIGHT - _PIECE[1])
    return Place(x, y, f"{left:.0f} {top:.0f} {_PIECE[0]} {_PIECE[1]}")


def _thinned(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept = line[:1]
    for x, y in line[1:]:
        if hypot(x - kept[-1][0], y - kept[-1][1]) >= _NEAREST:
            kept.append((x, y))
    return kept

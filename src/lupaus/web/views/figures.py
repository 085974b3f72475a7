"""From rows to what a template draws: positions, sizes and the same numbers for the table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin, sqrt

from lupaus.web.views.asking import Row
from lupaus.web.views.projection import HEIGHT, WIDTH, place

__all__ = ["Arc", "Line", "Spot", "matrix", "network", "spots", "year"]


@dataclass
class Line:
    """A thing and how many of its commitments fall to each theme."""

    iri: str
    name: str
    date: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    """By the theme's IRI."""

    @property
    def total(self) -> int:
        """Over all themes; a commitment may count for two."""
        return sum(self.numbers.values())


@dataclass(frozen=True)
class Spot:
    """A place on a picture."""

    iri: str
    name: str
    number: int
    x: float
    y: float
    radius: float = 4.0
    anchor: str = "start"


@dataclass(frozen=True)
class Arc:
    """A line between two places."""

    one: Spot
    other: Spot
    number: int


def _text(row: Row, name: str) -> str:
    return row[name].text if name in row else ""


def name_of(row: Row, key: str = "name", item: str = "item") -> str:
    """The name in ``row``, else the last part of the IRI."""
    return _text(row, key) or _text(row, item).rstrip("/").rpartition("/")[2]


def year(date: str) -> float:
    """A date as a year and a fraction of it: 2019-07-01 is 2019.5."""
    parts = [int(part) for part in date[:10].split("-") if part.isdigit()]
    months = parts[1] - 1 if len(parts) > 1 else 0
    days = parts[2] - 1 if len(parts) > 2 else 0
    return parts[0] + months / 12 + days / 366 if parts else 0.0


def matrix(rows: Iterable[Row]) -> list[Line]:
    """One line a thing, in the order in which things first come."""
    lines: dict[str, Line] = {}
    for row in rows:
        iri = _text(row, "item")
        line = lines.setdefault(iri, Line(iri, name_of(row), _text(row, "date")))
        if theme := _text(row, "theme"):
            line.numbers[theme] = int(_text(row, "number") or 0)
    return list(lines.values())


def spots(rows: Iterable[Row]) -> list[Spot]:
    """Cities on the map, small ones last, so that they lie above the large; those beyond its edge are left out."""
    found: list[Spot] = []
    for row in rows:
        x, y = place(float(_text(row, "lat")), float(_text(row, "long")))
        number = int(_text(row, "number") or 0)
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            radius = round(2.2 + 1.6 * sqrt(max(0, number - 1)), 1)
            found.append(Spot(_text(row, "item"), name_of(row), number, x, y, radius))
    return sorted(found, key=lambda spot: (-spot.radius, spot.iri))


def network(rows: Sequence[Row], size: float) -> tuple[list[Spot], list[Arc]]:
    """Cities on a circle, neighbours by country, and a line for each two that sign together."""
    names: dict[str, str] = {}
    weights: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        for item, label in (("one", "oneLabel"), ("other", "otherLabel")):
            names[_text(row, item)] = name_of(row, label, item)
            weights[_text(row, item)] += int(_text(row, "number"))
    ordered = sorted(names)  # an IRI begins with the country: neighbours stand side by side
    circle: dict[str, Spot] = {}
    for number, iri in enumerate(ordered):
        angle = 2 * pi * (number + 0.5) / max(1, len(ordered)) - pi / 2
        x, y = size * (0.5 + 0.34 * cos(angle)), size * (0.5 + 0.46 * sin(angle))
        anchor = "start" if cos(angle) >= 0 else "end"
        circle[iri] = Spot(iri, names[iri], weights[iri], round(x, 1), round(y, 1), 4.0, anchor)
    arcs = [Arc(circle[_text(r, "one")], circle[_text(r, "other")], int(_text(r, "number"))) for r in rows]
    return list(circle.values()), arcs

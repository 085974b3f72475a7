"""Names, dates and places for things that do not exist, drawn from one stream of random numbers."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

__all__ = ["COUNTRIES", "THEMES", "Draw"]

T = TypeVar("T")

COUNTRIES: dict[str, tuple[float, float]] = {
    "de": (51.0, 10.0),
    "ee": (58.7, 25.5),
    "es": (40.2, -3.6),
    "fi": (62.2, 26.0),
    "fr": (46.6, 2.4),
    "it": (43.0, 12.4),
    "nl": (52.1, 5.4),
    "se": (60.5, 15.5),
}
"""Countries of the data set and a point (latitude, longitude) well inside each."""

THEMES = ("climate", "digital", "innovation", "social-equality", "urban-environment")

_HEADS = ("Alm", "Berg", "Cor", "Dal", "Ek", "Fal", "Grim", "Hal", "Is", "Jar", "Kar", "Lin", "Mar", "Nor", "Ost",
          "Pel", "Rau", "Sal", "Tor", "Ul", "Val", "Wes", "Yl", "Zel", "Äng", "Östra")  # fmt: skip
_MIDDLES = ("a", "be", "den", "e", "fors", "i", "ke", "la", "mo", "na", "o", "ri", "sta", "u", "vi")
_TAILS = (
    "borg",
    "burg",
    "by",
    "dorf",
    "hamn",
    "kylä",
    "la",
    "linna",
    "niemi",
    "polis",
    "stad",
    "ton",
    "vik",
    "ville",
)
_FIRST_DAY = date(1994, 1, 1)
_DAYS = 11_500
_SPREAD_DEGREES = 0.6


class Draw:
    """One stream of numbers: the same seed gives the same things in any version of Python.

    ``random.random`` alone is promised to give the same sequence in later versions, so nothing else is called.
    """

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random  # noqa: S311 - nothing secret depends on it

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit`` - 1."""
        return int(self._next() * limit)

    def skewed(self, limit: int) -> int:
        """The same, small ones far more often: few networks have many members, many have few."""
        return int(limit * self._next() ** 2.5)

    def one_in(self, number: int) -> bool:
        """True once in ``number`` times."""
        return self._next() * number < 1

    def choice(self, items: Sequence[T]) -> T:
        """One of ``items``."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[T], most: int) -> tuple[T, ...]:
        """One to ``most`` different ones of ``items``."""
        start, number = self.below(len(items)), 1 + self.below(most)
        return tuple(items[(start + step) % len(items)] for step in range(number))

    def name(self) -> str:
        """A name such as a European city could have."""
        return self.choice(_HEADS) + self.choice(_MIDDLES) + self.choice(_TAILS)

    def day(self) -> date:
        """A day of the three decades from 1994."""
        return _FIRST_DAY + timedelta(days=self.below(_DAYS))

    def day_after(self, day: date) -> date:
        """A day of the year that begins with ``day``."""
        return day + timedelta(days=self.below(365))

    def point(self, country: str) -> tuple[float, float]:
        """Latitude and longitude near the middle of ``country``, to five digits as gazetteers give them."""
        latitude, longitude = COUNTRIES[country]
        return (
            round(latitude + (self._next() - 0.5) * _SPREAD_DEGREES, 5),
            round(longitude + (self._next() - 0.5) * _SPREAD_DEGREES, 5),
        )

"""Every triple of a graph, found by any of its parts: what triple pattern fragments are answered from.

Three sorted arrays of numbers do without a query engine. A pattern is one span of one of them, so that how many
triples match is known before any is read, and reading a page costs what the page has.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, MutableSequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Match", "Pattern", "TripleIndex", "index_file"]

Pattern = tuple[str | None, str | None, str | None]
"""Subject, predicate and object as N-Triples writes them; ``None``: any."""

_ORDERS = ((0, 1, 2), (1, 2, 0), (2, 0, 1))
"""Any one or two parts of a triple stand first in one of these."""
_MOST_BITS = 64


@dataclass(frozen=True)
class Match:
    """The triples that match a pattern."""

    order: int
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many there are."""
        return self.last - self.first


class TripleIndex:
    """The triples of an N-Triples document that has one triple a line, as ours do."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._ids: dict[str, int] = {}
        triples = [tuple(self._id(term) for term in _terms(line)) for line in lines]
        self._texts = list(self._ids)
        self._bits = max(1, len(self._texts).bit_length())
        self._keys: list[MutableSequence[int]] = []
        for one, two, three in _ORDERS:
            keys = sorted(self._key(triple[one], triple[two], triple[three]) for triple in triples)
            self._keys.append(array("Q", keys) if 3 * self._bits <= _MOST_BITS else keys)

    def __len__(self) -> int:
        return len(self._keys[0])

    def match(self, pattern: Pattern) -> Match:
        """The triples of this pattern, counted exactly."""
        bound = {place for place, term in enumerate(pattern) if term is not None}
        order = next(n for n, order in enumerate(_ORDERS) if set(order[: len(bound)]) == bound)
        prefix = 0
        for place in _ORDERS[order][: len(bound)]:
            number = self._ids.get(pattern[place] or "")
            if number is None:
                return Match(order, 0, 0)
            prefix = prefix << self._bits | number
        shift, keys = self._bits * (3 - len(bound)), self._keys[order]
        first = bisect_left(keys, prefix << shift)
        return Match(order, first, bisect_left(keys, prefix + 1 << shift, first))

    def lines(self, match: Match, offset: int, limit: int) -> list[str]:
        """Some of the triples that match, as lines of N-Triples."""
        first = match.first + offset
        found = self._keys[match.order][first : min(first + limit, match.last)]
        return [self._line(key, match.order) for key in found]

    def _line(self, key: int, order: int) -> str:
        mask = (1 << self._bits) - 1
        parts = {
            place: key >> self._bits * shift & mask for place, shift in zip(_ORDERS[order], (2, 1, 0), strict=True)
        }
        return " ".join(self._texts[parts[place]] for place in (0, 1, 2)) + " .\n"

    def _key(self, one: int, two: int, three: int) -> int:
        return (one << self._bits | two) << self._bits | three

    def _id(self, text: str) -> int:
        return self._ids.setdefault(text, len(self._ids))


def index_file(path: Path) -> TripleIndex:
    """The index of a file."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return TripleIndex(lines)


def _terms(line: str) -> tuple[str, str, str]:
    subject, _, rest = line.partition(" ")
    predicate, _, rest = rest.partition(" ")
    return subject, predicate, rest.removesuffix("\n").removesuffix(" .")

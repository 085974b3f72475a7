"""Finding things by name, misspelt or cut short. The only module that imports rapidfuzz.

Words of the query are compared with the words of all names: the same, the beginning of one, or at most as many
slips away as its length allows (optimal string alignment: a letter put in, left out, changed, or two swapped).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lupaus.dataset.names import SOUGHT, Name, fold
from lupaus.web.pages.kinds import kind_of
from lupaus.web.pages.language import Label, choose_label

__all__ = ["LONGEST_QUERY", "Finder", "Found"]

LONGEST_QUERY = 100
"""Characters of a query that are read."""
_MOST_WORDS = 8
_SIMILAR = 60
"""So many words of names are taken for one word of the query."""
_PREFIX = 0.9
"""What the beginning of a word is worth, against 1 for all of it."""
_WEIGHTS = {"declaration": 0.03, "city": 0.02, "network": 0.02, "theme": 0.01, "person": 0.01}
"""Between things that match alike: those a reader is likelier to mean come first."""


@dataclass(frozen=True)
class Found:
    """A thing with a name like what was asked for."""

    path: str
    label: Label
    matched: Label
    """The name that was like it, where this is not the label shown; else empty."""
    score: float
    """0 to 1 and a little more: 1 is every word as it was asked for."""


class Finder:
    """All names of a release, ready to be searched."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = tuple(names)

    @cached_property
    def _labels(self) -> Mapping[str, dict[str, str]]:
        labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for name in self._names:
            if name.is_label:
                labels[name.path][name.lang] = name.text
        return labels

    @cached_property
    def _holders(self) -> Mapping[str, list[int]]:
        """The names that have a word, by the word."""
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for word in dict.fromkeys(fold(name.text)):
                holders[word].append(number)
        return holders

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._holders)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of things that have names."""
        there = {kind_of(name.path) for name in self._names}
        return tuple(kind for kind in SOUGHT if kind in there)

    def find(self, query: str, languages: tuple[str, ...], kind: str = "") -> list[Found]:
        """The things with such a name, the likeliest first; all of ``kind`` if that is given."""
        words = fold(query[:LONGEST_QUERY])[:_MOST_WORDS]
        scores: defaultdict[int, float] = defaultdict(float)
        for word in words:
            best: defaultdict[int, float] = defaultdict(float)
            for like, worth in self._similar(word).items():
                for number in self._holders[like]:
                    best[number] = max(best[number], worth)
            for number, worth in best.items():
                scores[number] += worth / len(words)
        things: dict[str, tuple[float, int]] = {}
        for number, score in scores.items():
            name = self._names[number]
            if score < self._least(len(words)) or (kind and kind_of(name.path) != kind):
                continue
            fit = len(words) / max(len(words), len(fold(name.text)))
            own = 0.02 if name.lang in ("", languages[0]) else 0.0
            total = score + 0.1 * fit + own + _WEIGHTS.get(kind_of(name.path), 0.0)
            if total > things.get(name.path, (0.0, 0))[0]:
                things[name.path] = (total, number)
        ordered = sorted(things.items(), key=lambda item: (-item[1][0], item[0]))
        return [self._found(path, number, score, languages) for path, (score, number) in ordered]

    @staticmethod
    def _least(words: int) -> float:
        """The score below which a name is unlike: one word of two may be missing, two of five."""
        return 0.6 if words > 1 else 0.5

    def _similar(self, word: str) -> dict[str, float]:
        """The words like ``word``, each with how like it is."""
        slips = 0 if len(word) < 3 else 1 if len(word) < 6 else 2 if len(word) < 10 else 3
        found = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=slips, limit=_SIMILAR)
        similar = {like: 1 - distance / len(word) for like, distance, _ in found}
        first = bisect_left(self._words, word)
        for like in self._words[first : first + _SIMILAR]:
            if not like.startswith(word):
                break
            similar[like] = max(similar.get(like, 0.0), 1.0 if like == word else _PREFIX)
        return similar

    def _found(self, path: str, number: int, score: float, languages: tuple[str, ...]) -> Found:
        name = self._names[number]
        label = choose_label(self._labels.get(path, {}), languages, name.text)
        matched = Label("") if name.text == label.text else Label(name.text, name.lang)
        return Found(path, label, matched, round(score, 3))

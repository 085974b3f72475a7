"""Header fields of many answers in few words: what is alike but for the address is said once.

A *class* is a set of addresses whose answers have the same fields, in each form and on each page, once the name in
the address is taken out. A site of thousands of documents has some dozens of them, and a configuration lists
classes where it would otherwise repeat every field of every document.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

__all__ = [
    "HERE",
    "NEXT",
    "PREVIOUS",
    "REST",
    "REST_PATTERN",
    "Book",
    "Key",
    "Signature",
    "common_template",
    "fill",
    "folder_of",
    "names_in",
    "template_of",
]

REST, HERE, NEXT, PREVIOUS = "\x00", "\x01", "\x02", "\x03"
"""In a template: the name in the address; the number of this page, of the next, of the one before."""
REST_PATTERN = r"^(?:/dataset/[^/]+)?/(?:doc|\.well-known/sparql-examples)/(.+)$"
"""What of an address (without suffix) is its name."""
_REST = re.compile(REST_PATTERN)
_PAGE = re.compile(r"\?page=(\d+)")
_NOT_KEPT = frozenset(
    {
        "access-control-allow-origin",
        "access-control-expose-headers",
        "accept-ranges",
        "content-language",
        "content-length",
        "content-location",
        "content-type",
        "etag",
        "last-modified",
        "server",
        "vary",
        "x-content-type-options",
    }
)
"""What a server of files says itself, or follows from the address and the request alone."""

Key = tuple[str, int]
"""Form and page."""
Signature = tuple[tuple[Key, tuple[tuple[str, str], ...]], ...]


def template_of(value: str, stem: str, page: int) -> str:
    """``value`` with the name and the page numbers taken out; ``fill`` puts them in again."""

    def number(match: re.Match[str]) -> str:
        words = {page + 1: NEXT, page: HERE, page - 1: PREVIOUS}
        return f"?page={words.get(int(match[1]), match[1])}"

    found = _PAGE.sub(number, value)
    name = _REST.match(stem)
    return found.replace(name[1], REST) if name else found


def fill(template: str, stem: str, page: int) -> str:
    """The value of a field at an address."""
    name = _REST.match(stem)
    texts = {REST: name[1] if name else "", HERE: str(page), NEXT: str(page + 1), PREVIOUS: str(page - 1)}
    return "".join(texts.get(character, character) for character in template)


class Book:
    """Which address is of which class, and the fields of each class."""

    def __init__(self) -> None:
        self._numbers: dict[Signature, int] = {}
        self._of: dict[str, int] = {}

    def note(self, stem: str, answers: Mapping[Key, Mapping[str, str]]) -> None:
        """What was answered at an address, by form and page."""
        signature = tuple(
            (key, tuple((name, template_of(value, stem, key[1]))
                        for name, value in sorted(fields.items()) if name not in _NOT_KEPT))
            for key, fields in sorted(answers.items())
        )  # fmt: skip
        self._of[stem] = self._numbers.setdefault(signature, len(self._numbers))

    def merge(self, other: "Book") -> None:
        """Take over what another has noted."""
        signatures = list(other._numbers)
        for stem, number in other._of.items():
            self._of[stem] = self._numbers.setdefault(signatures[number], len(self._numbers))

    def classes(self) -> tuple[dict[str, str], dict[str, Signature]]:
        """The class of each address, and what each class says; names follow the order of addresses."""
        names: dict[int, str] = {}
        of = {stem: names.setdefault(self._of[stem], f"c{len(names) + 1}") for stem in sorted(self._of)}
        signatures = list(self._numbers)
        return of, {name: signatures[number] for number, name in names.items()}

    @staticmethod
    def by_folder(of: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The commonest class of each folder of addresses, and the addresses that are of another."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for stem, name in of.items():
            counts[folder_of(stem)][name] += 1
        common = {folder: max(sorted(count), key=count.__getitem__) for folder, count in sorted(counts.items())}
        return common, {stem: name for stem, name in of.items() if common[folder_of(stem)] != name}


def folder_of(stem: str) -> str:
    """An address up to its last slash."""
    return stem[: stem.rindex("/") + 1]


def common_template(signature: Signature, name: str) -> dict[str, str]:
    """What most pages of each form have in the field ``name``; of one form with one page: what it has."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (form, _), fields in signature:
        counts[form][dict(fields).get(name, "")] += 1
    return {form: max(sorted(count), key=count.__getitem__) for form, count in counts.items()}


def names_in(signatures: Iterable[Signature]) -> list[str]:
    """Every field that some class has."""
    return sorted({name for signature in signatures for _, fields in signature for name, _ in fields})

"""Negotiation as maps of nginx: what ``sparql/accept.py`` computes, by regular expressions alone.

nginx cannot compare numbers. So each quality is written as four digits, 0900, with a fifth behind that says
how closely the format was named, and the highest is found digit by digit: of those that are left, a map finds the
largest first digit, and a map for each drops it, or all, if it has another. Who is left after the last has won.

What differs from the program: parameters of a type but ``q`` exclude nothing; of two ranges of one type, or two
other names of one format, one counts, not the better; and what does not parse is read as far as it does.
"""

from collections.abc import Iterable, Sequence

from lupaus.media import Format
from lupaus.web.pages.language import LANGUAGES

__all__ = ["Offer", "choose_format", "choose_language", "map_block", "pattern_of", "quoted", "ranges_of"]

_PARAMETERS = r'(?:;\s*+(?!q\s*=)[^,;="]*(?:=(?:"[^"]*"|[^,;"]*))?)*'
_QUALITY = r"(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?"
_DIGITS = 5
_BY_NAME = 3
Offer = tuple[str, Format]
"""The word for a format in names of variables (its suffix), and the format."""


def quoted(text: str) -> str:
    """``text`` as a string of nginx."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def map_block(source: str, target: str, rows: Iterable[tuple[str, str]], default: str = "") -> str:
    """One ``map``; keys that begin with ``~`` are regular expressions."""
    lines = [f"    default {quoted(default)};", *(f"    {quoted(key)} {quoted(value)};" for key, value in rows)]
    return f"map {quoted(source)} ${target} {{\n" + "\n".join(lines) + "\n}\n"


def pattern_of(media_range: str) -> str:
    """A regular expression that finds a range in Accept, with its quality as the first group."""
    named = media_range.replace("*", r"\*").replace("+", r"\+").replace(".", r"\.")
    return rf"(?:^|,)\s*{named}\s*{_PARAMETERS}{_QUALITY}(?:$|[,;])"


def ranges_of(form: Format) -> list[tuple[str, int]]:
    """The ranges that ask for a format, the closest first, and how closely: 3 by name, 1 as anything at all."""
    return [
        *((name, _BY_NAME) for name in (form.media_type, *form.aliases)),
        (form.media_type.partition("/")[0] + "/*", 2),
        ("*/*", 1),
    ]


def choose_format(prefix: str, offers: Sequence[Offer], *, named_only: bool = False) -> str:
    """Maps that end in ``$prefix``: the word of the best of ``offers`` by Accept, or ``none``."""
    made = []
    for word, form in offers:
        rows = [
            (f"~*{pattern_of(name)}", f"{level}q$1")
            for name, level in ranges_of(form)
            if level == _BY_NAME or not named_only
        ]
        made.append(map_block("$lupaus_accept", f"{prefix}_{word}_said", rows))
        made.append(_weighed(f"${prefix}_{word}_said", f"{prefix}_{word}_0"))
    return "".join(made) + _best(prefix, [word for word, _ in offers])


def choose_language(prefix: str) -> str:
    """Maps that end in ``$prefix``: the first of our languages that Accept-Language likes best."""
    made = []
    for word in LANGUAGES:
        pattern = rf"~*(?:^|,)\s*{word}(?:-[^,;]*)?\s*(?:;\s*q=([01](?:\.[0-9]{{0,3}})?)\s*)?(?:$|,)"
        made.append(map_block("$http_accept_language", f"{prefix}_{word}_said", [(pattern, f"{_BY_NAME}q$1")]))
        made.append(_weighed(f"${prefix}_{word}_said", f"{prefix}_{word}_0"))
    words = list(LANGUAGES)
    made.append(_rounds(prefix, words))
    left = " ".join(f"{word}${prefix}_{word}_{_DIGITS}" for word in words)
    earliest = r"~*(?:^|,)\s*(" + "|".join(words) + r")(?:-[^,;#]*)?\s*(?:;[^,#]*)?(?:,[^#]*)?#(?:.* )?\1=(?: |$)"
    made.append(map_block(f"$http_accept_language#{left}", f"{prefix}_best", [(earliest, "$1")], words[0]))
    lower = [(f"~*^{word}$", word) for word in words]
    return "".join(made) + map_block(f"${prefix}_best", prefix, lower, words[0])


def _weighed(source: str, target: str) -> str:
    """``3q0.9``, how closely and how much something is wanted, as ``09003=``; of what is not wanted nothing."""
    rows = [(r"~^.q0(?:\.0*)?$", "")]
    for level in range(1, _BY_NAME + 1):
        rows.append((rf"~^{level}q(?:1.*)?$", f"1000{level}="))
        rows += [(rf"~^{level}q0\.([0-9]{{{n}}})$", f"0$1{'0' * (3 - n)}{level}=") for n in (1, 2, 3)]
    return map_block(source, target, [("", ""), *rows])


def _rounds(prefix: str, words: Sequence[str]) -> str:
    made = []
    for step in range(_DIGITS):
        left = " ".join(f"${prefix}_{word}_{step}" for word in words)
        largest = [(f"~(?:^| ){digit}", str(digit)) for digit in range(9, -1, -1)]
        made.append(map_block(left, f"{prefix}_digit_{step}", largest, "-"))
        made += [
            map_block(
                f"${prefix}_digit_{step}${prefix}_{word}_{step}",
                f"{prefix}_{word}_{step + 1}",
                [(r"~^(.)\1(.*)$", "$2")],
            )
            for word in words
        ]
    return "".join(made)


def _best(prefix: str, words: Sequence[str]) -> str:
    """Of those that are left, the first."""
    left = "".join(f"{word}${prefix}_{word}_{_DIGITS} " for word in words)
    rows = [(f"~(?:^| ){word}= ", word) for word in words]
    return _rounds(prefix, words) + map_block(left, prefix, rows, "none")

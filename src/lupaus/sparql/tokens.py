"""SPARQL tokens: the terminals of SPARQL 1.1 (section 19.8) and the brackets of 1.2, enough to guard a query.

One compiled expression reads one token; every repetition in it is atomic, so that no input makes it go back over
what it has read. Single characters are repeated possessively, groups within ``(?>…)``: before CPython 3.11.5 a
possessive group reads too far (gh-106052, gh-100061). Nothing here raises: what is no token is a token of kind
``error``, one character long.

A tokenizer without a parser must decide for itself whether ``<`` opens an IRI or compares. It takes the longest
match, as section 19.8 asks, so ``?a<?b&&?c>?d`` holds the IRI ``<?b&&?c>``; ``guard`` knows where an IRI cannot
stand and reads again from there, as PEG parsers do.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

__all__ = ["Decoded", "Kind", "Reader", "Token", "decode", "place", "tokenize"]

Kind = Literal[
    "space", "comment", "iri", "var", "pname", "word", "string", "number", "bnode", "lang", "op", "end", "error"
]

# PN_CHARS_BASE and PN_CHARS, as contents of a character class.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _BASE + "_\\-0-9\u00b7\u0300-\u036f\u203f\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_DOTTED = rf"[{_BASE}][{_CHARS}]*+(?>(?:\.++[{_CHARS}]++)*)"
_LOCAL = rf"(?:[{_BASE}_0-9:]|{_PLX})(?>(?:[{_CHARS}:]++|{_PLX})*)(?>(?:\.++(?>(?:[{_CHARS}:]++|{_PLX})+))*)"
_IRI_BODY = r'[^<>"{}|^`\\\x00-\x20]*+>'
# ECHAR, and the escapes of ASCII characters that decode() leaves alone.
_ECHAR = r"\\[tbnrf\"'\\]|\\u00[0-7][0-9A-Fa-f]|\\U000000[0-7][0-9A-Fa-f]"
_STRING = "|".join(
    (
        rf'"""(?>(?:[^"\\]++|"(?!"")|{_ECHAR})*)"""',
        rf"'''(?>(?:[^'\\]++|'(?!'')|{_ECHAR})*)'''",
        rf'"(?>(?:[^"\\\n\r]++|{_ECHAR})*)"',
        rf"'(?>(?:[^'\\\n\r]++|{_ECHAR})*)'",
    )
)
_EXPONENT = r"(?>(?:[eE][+-]?[0-9]++)?)"
_NUMBER = rf"[0-9]++(?>(?:\.[0-9]++|\.(?=[eE][+-]?[0-9]))?){_EXPONENT}|\.[0-9]++{_EXPONENT}"
_OP = rf"\|\||&&|\^\^|!=|<=|>=|<<(?!{_IRI_BODY})\(?|\)>>|>>|\{{\||\|\}}|[\[\](){{}}.,;=<>!*/+\-|^?~]"
_NAMES = rf"(?P<pname>(?:{_DOTTED})?:(?:{_LOCAL})?)|(?P<word>{_DOTTED})"


def _expression(skip: str, names: str) -> re.Pattern[str]:
    return re.compile(
        rf"{skip}(?:(?P<iri><{_IRI_BODY})|(?P<var>[?$][{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f\u2040]*+)"
        rf"|{names}|(?P<string>{_STRING})|(?P<number>{_NUMBER})|(?P<lang>@[A-Za-z]++(?>(?:-[A-Za-z0-9]++)*)(?>(?:--[A-Za-z]++)?))"
        rf"|(?P<bnode>_:[{_BASE}_0-9][{_CHARS}]*+(?>(?:\.++[{_CHARS}]++)*))|(?P<op>{_OP})|(?P<end>\Z)|(?P<error>(?s:.)))"
    )


_SKIP = r"(?>(?:[ \t\r\n]++|#[^\r\n]*+)*)"
_TOKEN = _expression(_SKIP, _NAMES)
# Within a run such as ``true.true.x`` that turned out to hold no colon: words end at their dot. Reading such a run
# with _TOKEN word by word would look through its rest each time, in quadratic time.
_PLAIN = _expression(_SKIP, rf"(?P<pname>(?!))|(?P<word>[{_BASE}][{_CHARS}]*+)")
_GAP = re.compile(r"(?P<space>[ \t\r\n]++)|(?P<comment>#[^\r\n]*+)")

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\n|\r")

# SPARQL 1.1 decodes escapes before it looks for strings and IRIs, SPARQL 1.2 and Oxigraph after. An escape that
# stands for a delimiter therefore has two readings. We take the second: inside a string it is a character of the
# string, written so that the first reading agrees; anywhere else it is an error.
_DELIMITERS = frozenset(map(chr, range(0x21))) | frozenset("<>\"'{}|^`\\#")
_ECHARS = {'"': r"\"", "'": r"\'", "\\": r"\\", "\n": r"\n", "\r": r"\r"}


class Decoded(NamedTuple):
    """A query after its codepoint escapes were decoded, with the way back to the original offsets."""

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def origin(self, offset: int) -> int:
        """The offset in the original query of an offset in ``text``."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]


def decode(query: str) -> Decoded:
    r"""``query`` with ``\uXXXX`` and ``\UXXXXXXXX`` decoded once, anywhere (SPARQL 1.1, section 19.2).

    A pair ``\\`` is one escaped backslash and opens no escape. Surrogates and numbers that are no code point
    stay as they are, and so become errors; so do delimiters, unless they stand in a string.
    """
    if "\\u" not in query and "\\U" not in query:
        return Decoded(query)
    pieces: list[str] = []
    starts, shifts = [0], [0]
    done = length = 0
    for match in _ESCAPE.finditer(query):
        digits = match[1] or match[2]
        if digits is None or not _is_scalar(code := int(digits, 16)):
            continue
        character = chr(code)
        if character in _DELIMITERS and (character := _ECHARS.get(character, "")) == "":
            continue
        pieces += (query[done : match.start()], character)
        length += match.start() - done + len(character)
        done = match.end()
        starts.append(length)
        shifts.append(done - length)
    pieces.append(query[done:])
    return Decoded("".join(pieces), tuple(starts), tuple(shifts))


def _is_scalar(code: int) -> bool:
    return code < 0xD800 or 0xE000 <= code <= 0x10FFFF


def place(query: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset in the original query."""
    line, start = 1, 0
    for match in _LINE_END.finditer(query, 0, offset):
        line, start = line + 1, match.end()
    return line, offset - start + 1


class Reader:
    """The tokens of a decoded query one after the other, without white space and comments.

    ``kind``, ``text`` and ``start`` describe the current token; ``start`` counts in the decoded text.
    """

    __slots__ = ("_plain_until", "_pos", "_text", "kind", "start", "text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pos = self._plain_until = self.start = 0
        self.kind, self.text = "end", ""

    def advance(self) -> str:
        """Go to the next token and return its kind; ``end`` for ever at the end."""
        pattern = _TOKEN if self._pos >= self._plain_until else _PLAIN
        match: re.Match[str] = pattern.match(self._text, self._pos)  # type: ignore[assignment]  # matches anything
        index: int = match.lastindex  # type: ignore[assignment]
        kind: str = match.lastgroup  # type: ignore[assignment]
        self.kind = kind
        self.text, self.start, self._pos = match[index], match.start(index), match.end()
        if kind == "word" and "." in self.text:
            self._plain_until = self._pos
            self.text = self.text[: self.text.index(".")]
            self._pos = self.start + len(self.text)
        return kind

    def cut(self, length: int) -> None:
        """Take only the first ``length`` characters of the current token, as an operator; read on behind them."""
        self.kind, self.text, self._pos = "op", self._text[self.start : self.start + length], self.start + length

    @property
    def end(self) -> int:
        """Where the current token ends in the decoded text."""
        return self._pos


class Token(NamedTuple):
    """One token and where it stands in the original query; ``line`` and ``column`` count from 1."""

    kind: Kind
    text: str
    """The token with its codepoint escapes decoded."""
    start: int
    end: int
    line: int
    column: int


def tokenize(query: str) -> Iterator[Token]:
    """Every token, white space and comments included: ``query[start:end]`` of all of them joined is ``query``."""
    decoded = decode(query)
    text, origin = decoded.text, decoded.origin
    reader = Reader(text)
    done, line, line_start = 0, 1, 0
    while True:
        reader.advance()
        pieces = [(match.lastgroup, match.end()) for match in _GAP.finditer(text, done, reader.start)]
        if reader.kind != "end":
            pieces.append((reader.kind, reader.end))
        for kind, end in pieces:
            first, last = origin(done), origin(end)
            yield Token(cast(Kind, kind), text[done:end], first, last, line, first - line_start + 1)
            for match in _LINE_END.finditer(query, first, last):
                line, line_start = line + 1, match.end()
            done = end
        if reader.kind == "end":
            return

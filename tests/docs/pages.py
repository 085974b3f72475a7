"""Reading our Markdown: fences, headings, links, tables."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<kind>\w*)\n(?P<body>.*?)^(?P=ticks)$", re.M | re.S)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Fence:
    """A fenced block: the word after the ticks, and the text, which ends in a line feed."""

    kind: str
    body: str


def name(path: Path) -> str:
    """A page as a test is called after it."""
    return path.relative_to(ROOT).as_posix()


def fences(text: str, kind: str | None = None) -> list[Fence]:
    """The fenced blocks in order, of one kind or all."""
    found = [Fence(match["kind"], match["body"]) for match in _FENCE.finditer(text)]
    return [fence for fence in found if kind is None or fence.kind == kind]


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _FENCE.sub("", text)


def headings(text: str) -> list[str]:
    """The headings in order, without their marks."""
    return re.findall(r"^#+ (.+?) *$", prose(text), re.M)


def anchor(heading: str) -> str:
    """The fragment that leads to a heading, as the usual renderers make it."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    kept = (c for c in plain if c in " -_" or unicodedata.category(c)[0] in "LN")
    return "".join(kept).replace(" ", "-")


def anchors(text: str) -> set[str]:
    """Every fragment of a page."""
    return {anchor(heading) for heading in headings(text)}


def links(text: str) -> list[str]:
    """The targets of inline links outside code."""
    return _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(text)))


def tables(text: str) -> Iterator[list[list[str]]]:
    """Each table: its rows, the head first, without the line below the head."""
    for block in re.findall(r"(?:^\|.*\|\n)+", prose(text), re.M):
        rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in block.splitlines()]
        yield [rows[0], *rows[2:]]

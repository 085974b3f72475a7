"""A synthetic graph of about so many triples, as a stream of N-Quads.

It has the source graphs of a release (``curated``, ``claims``, ``sources``, ``geo``) and refers to the countries,
themes and kinds of the real ones, all under a base of its own: ``.invalid`` is a name that never resolves
(RFC 2606, section 2), so that no synthetic statement can be taken for one of the data set.
"""

from collections.abc import Iterator

from lupaus.dataset.synthetic.things import Things
from lupaus.errors import StartError
from lupaus.namespaces import BASE

__all__ = ["LARGEST", "SMALLEST", "SYNTHETIC_BASE", "generate"]

SYNTHETIC_BASE = "https://synthetic.invalid/lupaus/"
SMALLEST, LARGEST = 1_000, 50_000_000
_CITIES_A_DISTRICT = 20
_SOURCES_A_DISTRICT = 3
_DECLARATIONS_A_DISTRICT = 2


def generate(scale: int, seed: int, base: str = SYNTHETIC_BASE) -> Iterator[str]:
    """Lines of N-Quads, about ``scale`` of them after a comment that says what they are.

    The same arguments give the same lines. Memory stays bounded: a thing is forgotten once it is written.

    :raises StartError: if the scale is out of bounds, or the base is the data set's own.
    """
    if not SMALLEST <= scale <= LARGEST:
        raise StartError(f"--scale is {scale}, but must be from {SMALLEST} to {LARGEST} triples.")
    if base == BASE or not base.startswith(("http://", "https://")) or not base.endswith("/"):
        raise StartError(f"--base is {base!r}, but must be an address ending in a slash, and not {BASE}.")
    return _generate(scale, seed, base)


def _generate(scale: int, seed: int, base: str) -> Iterator[str]:
    yield f"# Synthetic: nothing here is true. lupaus generate --scale {scale} --seed {seed} --base {base}\n"
    written = 0
    for lines in _things(Things(base, seed)):
        yield from lines
        written += len(lines)
        if written + len(lines) // 2 >= scale:
            return


def _things(things: Things) -> Iterator[list[str]]:
    """Districts without end: some pages, a network, some declarations, then the cities."""
    order = (
        *(things.source,) * _SOURCES_A_DISTRICT,
        things.network,
        *(things.declaration,) * _DECLARATIONS_A_DISTRICT,
        *(things.city,) * _CITIES_A_DISTRICT,
    )
    while True:
        for write in order:
            write()
            yield things.lines.take()

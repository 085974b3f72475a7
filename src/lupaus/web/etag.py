"""Entity tags (RFC 9110, section 8.8.3): how those of query answers are made, and how a list of them is read.

A tag begins with the key of the answer, which says what was asked of which release. Of an answer that was whole in
memory the hash of its bytes follows, and the tag is strong: equal tags mean equal bytes, whatever order an engine
gives rows in. Of a streamed answer nothing follows, since its bytes are not known when its head is sent; that tag
is weak: equal tags mean the same solutions.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

__all__ = ["given_before", "is_among", "listed", "strong", "weak"]

_KEY_DIGITS = 32
_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*+"'
_LIST = re.compile(rf"[ \t]*+(?>(?:{_TAG}[ \t]*+)?)(?>(?:,[ \t]*+(?>(?:{_TAG}[ \t]*+)?))*)")
_ONE = re.compile(_TAG)
_OURS = re.compile(rf'(?:W/)?"([0-9a-f]{{{_KEY_DIGITS}}})(?:-[0-9a-f]{{32}})?"')


def strong(key: str, body: bytes) -> str:
    """The tag of these very bytes as an answer with this key."""
    return f'"{key[:_KEY_DIGITS]}-{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def weak(key: str) -> str:
    """The tag of any answer with this key."""
    return f'W/"{key[:_KEY_DIGITS]}"'


def listed(field: str) -> tuple[str, ...]:
    """The tags in the value of If-None-Match, as they are written there; ``("*",)`` for any.

    None of a value that is no list of tags (section 13.1.2): sending an answer once more is never wrong.
    """
    if field.strip(" \t") == "*":
        return ("*",)
    return tuple(_ONE.findall(field)) if _LIST.fullmatch(field) else ()


def is_among(tag: str, tags: Sequence[str]) -> bool:
    """Whether ``tag`` is one of ``tags`` by the weak comparison (section 8.8.3.2)."""
    return tags == ("*",) or tag.removeprefix("W/") in (other.removeprefix("W/") for other in tags)


def given_before(tags: Iterable[str], keys: Iterable[str]) -> str | None:
    """The first of ``tags`` that answers with one of ``keys`` were given, however their rows were ordered."""
    wanted = {key[:_KEY_DIGITS] for key in keys}
    return next((tag for tag in tags if (match := _OURS.fullmatch(tag)) and match[1] in wanted), None)

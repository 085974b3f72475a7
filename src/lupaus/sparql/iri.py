"""IRIs: told absolute from relative, and resolved (RFC 3986, section 5)."""

import re

__all__ = ["is_absolute_iri", "resolve"]

# The generic syntax of RFC 3986, appendix B, behind a scheme; and none of the characters RFC 3987 leaves out.
_ABSOLUTE = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^<>"{}|^`\\\x00-\x20\x7f-\x9f]*')
_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)


def is_absolute_iri(text: str) -> bool:
    """Whether ``text`` is an IRI with a scheme, with or without a fragment."""
    return _ABSOLUTE.fullmatch(text) is not None


def resolve(reference: str, base: str | None) -> str:
    """``reference`` against ``base`` (RFC 3986, section 5.2); as it is where there is no base."""
    if base is None:
        return reference
    scheme, authority, path, query, fragment = _split(reference)
    b_scheme, b_authority, b_path, b_query, _ = _split(base)
    if scheme is not None:
        return _join(scheme, authority, _without_dots(path), query, fragment)
    if authority is not None:
        return _join(b_scheme, authority, _without_dots(path), query, fragment)
    if not path:
        return _join(b_scheme, b_authority, b_path, b_query if query is None else query, fragment)
    if not path.startswith("/"):
        path = _merge(b_authority, b_path, path)
    return _join(b_scheme, b_authority, _without_dots(path), query, fragment)


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(iri)
    assert match is not None  # every part is optional and the last takes what is left
    return match[1], match[2], match[3], match[4], match[5]


def _merge(authority: str | None, base_path: str, path: str) -> str:
    if authority is not None and not base_path:
        return "/" + path
    return base_path[: base_path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    """Section 5.2.4, remove_dot_segments."""
    segments: list[str] = []
    parts = path.split("/")
    rooted = parts[0] == "" and len(parts) > 1
    for index, part in enumerate(parts[1:] if rooted else parts):
        last = index == len(parts) - (2 if rooted else 1)
        if part == ".." and segments:
            segments.pop()
        elif part not in (".", ".."):
            segments.append(part)
        if last and part in (".", ".."):
            segments.append("")
    return ("/" if rooted else "") + "/".join(segments)


def _join(scheme: str | None, authority: str | None, path: str, query: str | None, fragment: str | None) -> str:
    return "".join(
        (
            f"{scheme}:" if scheme is not None else "",
            f"//{authority}" if authority is not None else "",
            path,
            f"?{query}" if query is not None else "",
            f"#{fragment}" if fragment is not None else "",
        )
    )

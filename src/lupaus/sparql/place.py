"""Where in a query a parser stopped."""

__all__ = ["find_place"]


def find_place(query: str, line: int, column: int) -> tuple[int, int, str]:
    """A parser's line and column, from 1, and what stands there; empty: the query ends.

    Parsers read on over the white space at the end. Where nothing else follows, the place is behind the last word.
    """
    lines = query.split("\n")
    near = lines[line - 1][column - 1 :].strip()[:40] if line <= len(lines) else ""
    if not near and not "".join(lines[line:]).strip():
        lines = query.rstrip().split("\n")
        line, column = len(lines), len(lines[-1]) + 1
    return line, column, near

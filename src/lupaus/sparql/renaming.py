"""The same query over a dataset whose graphs have other names: every IRI that names one is put in its new form.

An engine may hold several releases beside each other. Each is then kept under names of its own, in the names of
its graphs and wherever its triples mention them, which is a renaming of IRIs one to one: a query renamed alike has
the same answer, renamed. Only functions that look into the text of such an IRI can tell.
"""

import re
from collections.abc import Callable

from lupaus.sparql.iri import resolve
from lupaus.sparql.tokens import tokenize

__all__ = ["rename_iris"]

_LOCAL_ESCAPE = re.compile(r"\\(.)")


def rename_iris(query: str, base: str | None, rename: Callable[[str], str]) -> str:
    """``query`` with ``rename`` applied to each IRI in it, written as an IRI or as a prefixed name.

    Declarations stay, so that names which are not renamed mean what they meant. The query is one that
    ``guard.inspect`` let pass: each prefix is declared.
    """
    prefixes: dict[str, str] = {}
    pieces: list[str] = []
    declares = pending = ""
    for token in tokenize(query):
        text = query[token.start : token.end]
        if token.kind in ("space", "comment"):
            pieces.append(text)
            continue
        if declares == "PREFIX" and token.kind == "pname" and not pending:
            pending = token.text
        elif declares and token.kind == "iri":
            if declares == "BASE":
                base = resolve(token.text[1:-1], base)
            else:
                prefixes[pending[:-1]] = resolve(token.text[1:-1], base)
            declares = pending = ""
        elif token.kind == "word" and token.text.upper() in ("PREFIX", "BASE"):
            declares, pending = token.text.upper(), ""
        else:
            declares = ""
            text = _renamed(token.kind, token.text, text, base, prefixes, rename)
        pieces.append(text)
    return "".join(pieces)


def _renamed(
    kind: str, token: str, text: str, base: str | None, prefixes: dict[str, str], rename: Callable[[str], str]
) -> str:
    if kind == "iri":
        iri = resolve(token[1:-1], base)
        return text if (new := rename(iri)) == iri else f"<{new}>"
    if kind == "pname":
        prefix, _, local = token.partition(":")
        if (namespace := prefixes.get(prefix)) is not None:
            iri = namespace + _LOCAL_ESCAPE.sub(r"\1", local)
            return text if (new := rename(iri)) == iri else f" <{new}> "
    return text

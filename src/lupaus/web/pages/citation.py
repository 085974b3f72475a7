"""How a thing's page is cited: BibTeX, and CSL-JSON 1.0.2 for reference managers."""

import json
import re
from datetime import datetime

from lupaus import __version__

__all__ = ["bibtex", "csl_json"]

_PUBLISHER = "lupaus, The Helsinki Impact Declaration Knowledge Graph"
_SPECIAL = re.compile(r"([\\{}$&#_%~^])")
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex(iri: str, title: str, version: str, released: datetime) -> str:
    """A ``@misc`` entry; what BibTeX would read as a command is escaped."""
    key = "lupaus-" + re.sub(r"[^a-z0-9]+", "-", iri.rpartition("/id/")[2].lower()).strip("-")
    fields = {
        "title": "{" + _escape(title) + "}",
        "publisher": _PUBLISHER,
        "year": f"{released:%Y}",
        "month": f"{released:%m}",
        "version": version[:12],
        "howpublished": rf"\url{{{iri}}}",
        "note": f"Release {version[:12]}, made by lupaus {__version__}",
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    return f"@misc{{{key},\n{lines}}}"


def csl_json(iri: str, title: str, version: str, released: datetime) -> str:
    """An array with one item of type ``webpage``."""
    item = {
        "id": iri,
        "type": "webpage",
        "title": title,
        "publisher": _PUBLISHER,
        "issued": {"date-parts": [[released.year, released.month, released.day]]},
        "version": version[:12],
        "URL": iri,
    }
    return json.dumps([item], ensure_ascii=False, indent=2)


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED.get(found[1], "\\" + found[1]), text)

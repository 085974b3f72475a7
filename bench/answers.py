"""Whether two answers say the same, whatever order, names and spelling they have."""

import json
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from pyoxigraph import BlankNode, RdfFormat, parse

__all__ = ["comparable", "same"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}

Comparable = bool | Counter[Any]


def comparable(body: bytes, content_type: str) -> Comparable:
    """An answer as a multiset: rows of terms, or triples. Blank nodes are all one; numbers are their values.

    :raises ValueError: if it is neither SPARQL results in JSON nor N-Triples or Turtle.
    """
    if "json" in content_type:
        document = json.loads(body)
        if "boolean" in document:
            return bool(document["boolean"])
        names = sorted(document["head"]["vars"])  # SELECT * promises no order of its columns
        rows = document["results"]["bindings"]
        if names == ["__ASK_RETVAL"]:  # Virtuoso 7 has no boolean in JSON
            return bool(rows) and rows[0][names[0]]["value"] not in ("0", "false")
        return Counter(tuple(_term(row.get(name)) for name in names) for row in rows)
    form = RdfFormat.TURTLE if "turtle" in content_type else RdfFormat.N_TRIPLES
    try:
        triples = {quad.triple for quad in parse(body, form)}
    except SyntaxError as error:
        raise ValueError(str(error)) from None
    return Counter(tuple("_:" if isinstance(t, BlankNode) else str(t) for t in triple) for triple in triples)


def same(ours: Comparable, theirs: Comparable) -> bool:
    """Whether two answers are equal as multisets."""
    return ours == theirs


def _term(term: dict[str, str] | None) -> tuple[str, ...]:
    if term is None:
        return ()
    if term["type"] == "bnode":
        return ("_:",)
    datatype = term.get("datatype", "")
    if datatype in _NUMBERS:
        try:
            return ("number", str(Decimal(term["value"]).normalize()))
        except InvalidOperation:
            pass
    kind = "uri" if term["type"] == "uri" else "literal"
    plain = datatype.removeprefix(_XSD + "string")
    return (kind, term["value"], term.get("xml:lang", "").lower(), plain)

"""The tokens of a query one after the other, and the terms that they spell."""

from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Variable

from lupaus.dataset.pattern import End
from lupaus.dataset.terms import iri
from lupaus.sparql.tokens import Reader

__all__ = ["Token", "Tokens", "Unreadable", "depth_of"]

Token = tuple[str, str]
"""Kind and text, as ``sparql/tokens.py`` tells them apart."""


class Unreadable(Exception):
    """The query is not written in the part of SPARQL that is read here."""


class Tokens:
    """Where a reader stands in a query."""

    def __init__(self, text: str) -> None:
        reader = Reader(text)
        self.all: list[Token] = []
        while (kind := reader.advance()) != "end":
            self.all.append((kind, reader.text))
        self.all.append(("end", ""))
        self.at = 0
        self.prefixes: dict[str, str] = {}

    @property
    def kind(self) -> str:
        """The kind of the token there."""
        return self.all[self.at][0]

    @property
    def text(self) -> str:
        """The token there."""
        return self.all[self.at][1]

    def sees(self, *words: str) -> bool:
        """Whether one of these words or operators is there."""
        kind, text = self.all[self.at]
        return kind in ("op", "word") and (text.upper() if kind == "word" and text != "a" else text) in words

    def take(self) -> str:
        """Go on by one token, and give its text.

        :raises Unreadable: at the end, and at what is no token.
        """
        text = self.text
        if self.kind in ("end", "error"):
            raise Unreadable(text)
        self.at += 1
        return text

    def skip(self, *words: str) -> bool:
        """Go on by one token if it is one of these."""
        if found := self.sees(*words):
            self.at += 1
        return found

    def expect(self, word: str) -> None:
        """Go on by this token.

        :raises Unreadable: if another is there.
        """
        if not self.skip(word):
            raise Unreadable(self.text)

    def variable(self) -> Variable:
        """A variable.

        :raises Unreadable: if there is something else.
        """
        if self.kind != "var":
            raise Unreadable(self.text)
        return Variable(self.take()[1:])

    def name(self) -> NamedNode | Variable:
        """An IRI or a variable.

        :raises Unreadable: as ``name_only``.
        """
        return self.variable() if self.kind == "var" else self.name_only()

    def name_only(self) -> NamedNode:
        """An IRI.

        :raises Unreadable: if it is relative, has an unknown prefix or an escape.
        """
        kind, text = self.kind, self.take()
        if kind == "iri" and ":" in text:
            return NamedNode(text[1:-1])
        prefix, _, local = text.partition(":")
        if kind != "pname" or f"{prefix}:" not in self.prefixes or "\\" in local:
            raise Unreadable(text)
        return NamedNode(self.prefixes[f"{prefix}:"] + local)

    def end(self) -> End:
        """A subject or an object.

        :raises Unreadable: as ``constant``.
        """
        return self.variable() if self.kind == "var" else self.constant()

    def constant(self) -> NamedNode | Literal:
        """An IRI or a literal, this as the store writes it.

        :raises Unreadable: if its value would have to be worked out.
        """
        if self.kind in ("iri", "pname"):
            return self.name_only()
        if self.sees("TRUE", "FALSE"):
            return Literal(self.take().lower(), datatype=iri("xsd:boolean"))
        sign = self.take() if self.sees("-", "+") else ""
        kind, text = self.kind, self.take()
        if kind == "number" and "e" not in text.lower():
            datatype = iri("xsd:decimal" if "." in text else "xsd:integer")
            return Literal(f"{Decimal(sign + text).normalize():f}", datatype=datatype)
        if kind != "string" or "\\" in text or text.startswith(('"""', "'''")) or self.sees("^^"):
            raise Unreadable(text)
        return Literal(text[1:-1], language=self.take()[1:] if self.kind == "lang" else None)


def depth_of(text: str) -> int:
    """By how much a token goes deeper into brackets."""
    return (text in ("(", "[", "{")) - (text in (")", "]", "}"))

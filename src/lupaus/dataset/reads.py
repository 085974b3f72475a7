"""Which triples an answer can depend on, told from the query: what has not changed need not be asked again.

It errs on one side alone. A name that stands anywhere in the query counts as read, a variable that may stand as a
predicate reads everything, and so does what is not understood.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from lupaus.dataset.terms import RDF_TYPE, Term
from lupaus.sparql.tokens import Token, tokenize

__all__ = ["Reads", "Traits", "reads_of", "traits_of"]

_TERMS = frozenset({"iri", "var", "pname", "string", "number", "bnode", "lang"})
_BEFORE = frozenset({";", "[", "]", ")", "(", ">>", "|}"})
_AFTER = frozenset({"[", "(", "<<", "<<(", "+", "-"})


Traits = frozenset[tuple[NamedNode, Term | None]]
"""Each property, and for rdf:type each class."""


def traits_of(triples: Iterable[Triple]) -> Traits:
    """What of triples decides who sees them. They are few, where triples are many."""
    return frozenset((t.predicate, t.object if t.predicate == RDF_TYPE else None) for t in triples)


@dataclass(frozen=True)
class Reads:
    """What a query looks at."""

    everything: bool
    names: frozenset[str]
    """The IRIs that it names."""
    classes: frozenset[str] | None
    """The classes whose members it asks for, or ``None`` if it asks for classes."""

    def see_any(self, traits: Traits) -> bool:
        """Whether the answer may change with triples of these traits, in whatever graph they stand."""
        return any(self._sees(predicate, class_) for predicate, class_ in traits)

    def _sees(self, predicate: NamedNode, class_: Term | None) -> bool:
        if self.everything or class_ is None or self.classes is None:
            return self.everything or predicate.value in self.names
        return isinstance(class_, NamedNode) and class_.value in self.classes


def reads_of(query: str) -> Reads:
    """What ``query`` reads."""
    tokens = [token for token in tokenize(query) if token.kind not in ("space", "comment")]
    prefixes = _prefixes(tokens)
    names: set[str] = set()
    classes: set[str] = set()
    everything = is_about_classes = False
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        name = _name(token, prefixes)
        if name is not None:
            names.add(name)
            everything |= not name
        if name == RDF_TYPE.value:
            class_ = _name(after, prefixes) if after else None
            classes.add(class_ or "")
            is_about_classes |= not class_
        if before and after:
            everything |= token.kind == "var" and _ends_term(before) and _begins_term(after)
            everything |= token.text == "!" and (_name(after, prefixes) is not None or after.text in ("(", "^"))
            everything |= (token.text, after.text) == ("{", "}")  # of a graph: whether there is one
            # A list of classes, or a path that goes on from rdf:type.
            is_about_classes |= _name(before, prefixes) == RDF_TYPE.value and token.kind not in ("iri", "pname")
            is_about_classes |= after.text == "," and name in classes
    return Reads(everything, frozenset(names), None if is_about_classes else frozenset(classes))


def _prefixes(tokens: list[Token]) -> dict[str, str]:
    return {
        name.text: space.text[1:-1]
        for word, name, space in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.text.lower() == "prefix" and name.kind == "pname" and space.kind == "iri"
    }


def _name(token: Token, prefixes: dict[str, str]) -> str | None:
    """The IRI that the token names, empty if it cannot be told; ``None`` if it names none."""
    if token.kind == "iri":
        return token.text[1:-1] if ":" in token.text else ""
    if token.kind == "pname":
        prefix, _, local = token.text.partition(":")
        space = prefixes.get(f"{prefix}:")
        return "" if space is None or "\\" in local else space + local
    return RDF_TYPE.value if token.kind == "word" and token.text == "a" else None


def _ends_term(token: Token) -> bool:
    return token.kind in _TERMS or token.text in _BEFORE or token.text in ("true", "false")


def _begins_term(token: Token) -> bool:
    return token.kind in _TERMS or token.text in _AFTER or token.text in ("true", "false")

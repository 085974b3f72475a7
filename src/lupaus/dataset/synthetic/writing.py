"""Statements as lines of N-Quads, written without a graph in memory."""

from lupaus.namespaces import EXTERNAL, graph_iri

__all__ = ["Lines", "literal", "typed"]


def literal(text: str, language: str) -> str:
    """A text in a language, as N-Quads writes it. ``text`` has no quote, backslash or line end."""
    return f'"{text}"@{language}'


def typed(value: object, datatype: str) -> str:
    """A value with a datatype of XML Schema."""
    return f'"{value}"^^<{EXTERNAL["xsd"]}{datatype}>'


class Lines:
    """Gathers the lines of one thing."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._namespaces = EXTERNAL | {"lup": f"{base}ns#"}
        self._predicates: dict[str, str] = {"a": f"<{EXTERNAL['rdf']}type>"}
        self._graphs: dict[str, str] = {}
        self._lines: list[str] = []

    def iri(self, path: str) -> str:
        """Something of ours: ``id/city/fi/…``."""
        return f"<{self.base}id/{path}>"

    def term(self, curie: str) -> str:
        """A term of a vocabulary, as ``org:member``."""
        known = self._predicates.get(curie)
        if known is None:
            prefix, _, local = curie.partition(":")
            known = self._predicates[curie] = f"<{self._namespaces[prefix]}{local}>"
        return known

    def add(self, graph: str, subject: str, *statements: tuple[str, str]) -> None:
        """Statements about ``subject``: predicates as ``org:member`` or ``a``, objects as N-Quads writes them."""
        place = self._graphs.get(graph)
        if place is None:
            place = self._graphs[graph] = f"<{graph_iri(graph, self.base)}>"
        for predicate, value in statements:
            self._lines.append(f"{subject} {self.term(predicate)} {value} {place} .\n")

    def take(self) -> list[str]:
        """The lines since the last call."""
        taken, self._lines = self._lines, []
        return taken

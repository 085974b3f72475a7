"""RDF terms as the build writes them."""

from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from lupaus.namespaces import BASE, EXTERNAL, LUP, expand

__all__ = ["RDF_TYPE", "Graphs", "Term", "by_text", "integer", "iri", "ours", "text_of"]

Term = NamedNode | BlankNode | Literal | Triple
Graphs = dict[str, frozenset[Triple]]
"""Named graphs by their name under ``graph/``."""


@lru_cache(maxsize=4096)
def iri(curie: str) -> NamedNode:
    """The term of a vocabulary we reuse: ``iri("dcterms:title")``. For our own, see ``ours``."""
    if curie.partition(":")[0] not in EXTERNAL:
        raise KeyError(curie)
    return NamedNode(expand(curie))


@lru_cache(maxsize=4096)
def ours(local: str, base: str) -> NamedNode:
    """The term of our own vocabulary in a release under ``base``: ``ours("Claim", base)``."""
    return NamedNode(LUP.replace(BASE, base) + local)


def integer(value: int) -> Literal:
    """``value`` as xsd:integer."""
    return Literal(value)


def by_text(item: Triple | Quad) -> str:
    """The sort key of a statement: its N-Quads text, compared by code point."""
    return str(item)


def text_of(term: object) -> str:
    """A term as a person reads it: an IRI without brackets, a literal's text, a blank node's label."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


RDF_TYPE = iri("rdf:type")

"""Reading a release's small graphs into dictionaries. The only module of this package that parses RDF."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from lupaus.namespaces import expand
from lupaus.web.site import Example

__all__ = ["Term", "Triples", "read_examples", "read_triples"]

_FORMS = ("sh:select", "sh:ask", "sh:construct", "sh:describe", "spex:describe")
_QUESTIONS = ("dcterms:title", "rdfs:label", "rdfs:comment")


@dataclass(frozen=True)
class Term:
    """An IRI or blank node (``is_node``), or a literal."""

    text: str
    lang: str = ""
    is_node: bool = False


class Triples:
    """What is said of each subject, by predicate."""

    def __init__(self, said: Mapping[str, Mapping[str, list[Term]]]) -> None:
        self._said = said

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def values(self, subject: str, curie: str) -> list[Term]:
        """The objects of one subject and predicate."""
        return self._said.get(subject, {}).get(expand(curie), [])

    def nodes(self, subject: str, curie: str) -> list[str]:
        """Those of them that are nodes."""
        return [term.text for term in self.values(subject, curie) if term.is_node]

    def labels(self, subject: str, *curies: str) -> dict[str, str]:
        """Literals by language, of the first predicate that has one in it."""
        found: dict[str, str] = {}
        for curie in curies:
            for term in self.values(subject, curie):
                if not term.is_node:
                    found.setdefault(term.lang, term.text)
        return found


def read_triples(path: Path) -> Triples:
    """The triples of an N-Triples file of ours."""
    said: defaultdict[str, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=path, format=RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, NamedNode | BlankNode):
            said[quad.subject.value][quad.predicate.value].append(_term(quad.object))
    return Triples(said)


def _term(node: object) -> Term:
    if isinstance(node, Literal):
        return Term(node.value, node.language or "")
    if isinstance(node, NamedNode | BlankNode):
        return Term(node.value, is_node=True)
    return Term(str(node))


def read_examples(path: Path) -> tuple[Example, ...]:
    """The example queries of a release, in the order of their IRIs."""
    triples = read_triples(path)
    examples: list[Example] = []
    for subject in sorted(triples):
        query = next((t.text for form in _FORMS for t in triples.values(subject, form)), "")
        if query:
            slug = subject.rstrip("/").rpartition("/")[2].rpartition("#")[2]
            prologue = "" if "PREFIX" in query.upper() else _prologue(triples, subject)
            labels, comments = triples.labels(subject, *_QUESTIONS), triples.labels(subject, "rdfs:comment")
            examples.append(Example(slug, labels, prologue + query, comments))
    return tuple(examples)


def _prologue(triples: Triples, subject: str) -> str:
    """The prefixes that an example declares by ``sh:prefixes`` rather than in its text."""
    lines: list[str] = []
    for node in triples.nodes(subject, "sh:prefixes"):
        for declaration in triples.nodes(node, "sh:declare"):
            prefix = triples.labels(declaration, "sh:prefix").values()
            namespace = triples.labels(declaration, "sh:namespace").values()
            lines += [f"PREFIX {p}: <{n}>\n" for p, n in zip(prefix, namespace, strict=False)]
    return "".join(sorted(lines))

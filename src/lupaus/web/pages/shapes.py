"""The page of the shapes: for each class what is asked of it, in the words of the shapes."""

from collections.abc import Sequence
from dataclasses import dataclass

from lupaus.errors import N_
from lupaus.media import GRAPH_FORMATS
from lupaus.namespaces import compact, prefixes_for
from lupaus.web.links import TypedLink
from lupaus.web.pages.language import Label, choose_label
from lupaus.web.pages.render import Pages
from lupaus.web.site import Site
from lupaus.web.triples import Triples

__all__ = ["SEVERITIES", "shapes_page"]

SEVERITIES = {"Violation": N_("must"), "Warning": N_("should"), "Info": N_("may")}
"""What a severity means to whoever writes data (SHACL, section 2.1.4)."""
_TARGETS = ("sh:targetClass", "sh:targetSubjectsOf", "sh:targetObjectsOf")
_LAST = 10_000


@dataclass(frozen=True)
class _Rule:
    """One property shape."""

    name: Label
    path: str
    href: str
    description: Label
    count: str
    values: tuple[tuple[str, str], ...]
    severity: str
    order: int


@dataclass(frozen=True)
class _Shape:
    """A node shape and its rules."""

    anchor: str
    name: Label
    targets: tuple[tuple[str, str], ...]
    description: Label
    rules: tuple[_Rule, ...]


def shapes_page(
    pages: Pages, shapes: Triples, terms: Triples, site: Site, languages: tuple[str, ...],
    address: str, links: Sequence[TypedLink],
) -> bytes:  # fmt: skip
    """The page for ``shapes``, its classes named as ``terms``, the ontology, names them."""
    reader = _Reader(shapes, terms, site, languages)
    found = [reader.shape(subject) for subject in shapes if shapes.values(subject, "sh:property")]
    return pages.render(
        "shapes.html",
        canonical=site.address("/shapes"),
        shapes=sorted((s for s in found if s.rules), key=lambda s: (s.name.text.casefold(), s.anchor)),
        severities=SEVERITIES,
        iri=site.base + "graph/shapes",
        document=address,
        formats=[(form.suffix, form.media_type) for form in GRAPH_FORMATS],
        links=links,
        languages=languages,
    )


class _Reader:
    def __init__(self, shapes: Triples, terms: Triples, site: Site, languages: tuple[str, ...]) -> None:
        self.shapes, self.terms, self.site, self.languages = shapes, terms, site, languages
        self.prefixes = prefixes_for(site.base)

    def shape(self, subject: str) -> _Shape:
        """The node shape ``subject``."""
        targets = [node for curie in _TARGETS for node in self.shapes.nodes(subject, curie)]
        own = self.shapes.labels(subject, "rdfs:label", "sh:name")
        labels = own or (self.terms.labels(targets[0], "rdfs:label") if targets else {})
        anchor = subject.rpartition("#")[2] or subject.rpartition("/")[2]
        rules = [self._rule(node) for node in self.shapes.nodes(subject, "sh:property")]
        return _Shape(
            anchor,
            choose_label(labels, self.languages, anchor),
            tuple(map(self._link, targets)),
            choose_label(self.shapes.labels(subject, "sh:description", "rdfs:comment"), self.languages, ""),
            tuple(sorted(rules, key=lambda rule: (rule.order, rule.path))),
        )

    def _rule(self, node: str) -> _Rule:
        paths = [path for path in self.shapes.nodes(node, "sh:path") if ":" in path]
        name, href = self._link(paths[0]) if paths else ("", "")
        severity = next((each.rpartition("#")[2] for each in self.shapes.nodes(node, "sh:severity")), "Violation")
        values = [
            each for curie in ("sh:class", "sh:datatype", "sh:nodeKind", "sh:node", "sh:hasValue")
            for each in self.shapes.nodes(node, curie)
        ]  # fmt: skip
        return _Rule(
            choose_label(self.shapes.labels(node, "sh:name"), self.languages, name),
            name,
            href,
            choose_label(self.shapes.labels(node, "sh:description", "sh:message"), self.languages, ""),
            self._count(node),
            tuple(self._link(each) for each in values if ":" in each),
            severity,
            int(self._number(node, "sh:order") or _LAST),
        )

    def _count(self, node: str) -> str:
        least, most = self._number(node, "sh:minCount"), self._number(node, "sh:maxCount")
        if least or most:
            return f"{least or 0}–{most or '∞'}" if least != most else least
        return ""

    def _number(self, node: str, curie: str) -> str:
        return next((term.text for term in self.shapes.values(node, curie) if term.text.isdigit()), "")

    def _link(self, iri: str) -> tuple[str, str]:
        return compact(iri, self.prefixes).strip("<>"), self.site.href(iri)[0]

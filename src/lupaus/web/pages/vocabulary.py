"""The page of the vocabulary: each term with its definition, and an anchor that its IRI leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from lupaus.errors import N_
from lupaus.media import GRAPH_FORMATS
from lupaus.namespaces import compact, expand, prefixes_for
from lupaus.web.links import TypedLink
from lupaus.web.pages.language import Label, choose_label
from lupaus.web.pages.render import Pages
from lupaus.web.site import Site
from lupaus.web.triples import Triples

__all__ = ["vocabulary_page"]

_KINDS = (
    (N_("Classes"), ("owl:Class", "rdfs:Class")),
    (N_("Properties"), ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property")),
    (N_("Values"), ("skos:Concept",)),
    (N_("Schemes"), ("skos:ConceptScheme",)),
)
_AXIOMS = (
    (N_("subclass of"), "rdfs:subClassOf"),
    (N_("subproperty of"), "rdfs:subPropertyOf"),
    (N_("domain"), "rdfs:domain"),
    (N_("range"), "rdfs:range"),
    (N_("inverse of"), "owl:inverseOf"),
    (N_("see also"), "rdfs:seeAlso"),
)


@dataclass(frozen=True)
class _Link:
    label: Label
    href: str
    is_external: bool


@dataclass(frozen=True)
class _Term:
    anchor: str
    name: str
    label: Label
    definition: Label
    axioms: tuple[tuple[str, tuple[_Link, ...]], ...]


def vocabulary_page(
    pages: Pages,
    triples: Triples,
    site: Site,
    languages: tuple[str, ...],
    address: str = "/ns",
    links: Sequence[TypedLink] = (),
) -> bytes:
    """The page for the ontology in ``triples``."""
    namespace = site.base + "ns#"
    prefixes = prefixes_for(site.base)
    types = {subject: triples.nodes(subject, "rdf:type") for subject in triples if subject.startswith(namespace)}
    sections: list[tuple[str, list[_Term]]] = []
    seen: set[str] = set()
    for title, kinds in _KINDS:
        wanted = {expand(kind) for kind in kinds}
        subjects = sorted(s for s, found in types.items() if s not in seen and wanted & set(found))
        seen.update(subjects)
        if subjects:
            sections.append((title, [_term(s, triples, site, prefixes, languages) for s in subjects]))
    return pages.render(
        "vocabulary.html",
        here="ns",
        canonical=site.address("/ns"),
        sections=sections,
        iri=site.base + "ns",
        title=choose_label(triples.labels(site.base + "ns", "dcterms:title", "rdfs:label"), languages, "lup"),
        abstract=choose_label(
            triples.labels(site.base + "ns", "dcterms:abstract", "dcterms:description", "rdfs:comment"),
            languages,
            "",
        ),
        document=address,
        formats=[(format_.suffix, format_.media_type) for format_ in GRAPH_FORMATS],
        links=links,
        languages=languages,
    )


def _term(
    subject: str, triples: Triples, site: Site, prefixes: dict[str, str], languages: tuple[str, ...]
) -> _Term:
    anchor = subject.partition("#")[2]
    axioms: list[tuple[str, tuple[_Link, ...]]] = []
    for title, curie in _AXIOMS:
        links = [
            _Link(Label(compact(iri, prefixes).strip("<>")), *site.href(iri))
            for iri in triples.nodes(subject, curie)
            if ":" in iri  # a blank node has no name to show
        ]
        if links:
            axioms.append((title, tuple(links)))
    return _Term(
        anchor,
        compact(subject, prefixes),
        choose_label(triples.labels(subject, "rdfs:label", "skos:prefLabel"), languages, anchor),
        choose_label(triples.labels(subject, "skos:definition", "rdfs:comment"), languages, ""),
        tuple(axioms),
    )

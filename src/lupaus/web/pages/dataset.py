"""The page of the dataset: its title, licence and graphs, and where to fetch it."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from lupaus.dataset.manifest import GraphEntry
from lupaus.media import GRAPH_FORMATS
from lupaus.web.links import TypedLink
from lupaus.web.pages.language import choose_label
from lupaus.web.pages.render import Pages
from lupaus.web.site import Site
from lupaus.web.triples import Triples

__all__ = ["dataset_page"]

_NOTHING = Markup("{}")


def dataset_page(
    pages: Pages,
    triples: Triples,
    site: Site,
    graphs: Sequence[GraphEntry],
    dumps: Iterable[tuple[str, int]],
    languages: tuple[str, ...],
    links: Sequence[TypedLink] = (),
    structured: Markup = _NOTHING,
) -> bytes:
    """The page for the dataset that ``triples`` describe."""
    dataset = site.base + "dataset"
    return pages.render(
        "dataset.html",
        here="dataset",
        canonical=site.address("/dataset"),
        iri=dataset,
        title=choose_label(triples.labels(dataset, "dcterms:title"), languages, site.title),
        abstract=choose_label(triples.labels(dataset, "dcterms:description"), languages, ""),
        licences=[(iri, *site.href(iri)) for iri in triples.nodes(dataset, "dcterms:license")],
        graphs=[
            {
                "name": graph.name,
                "triples": graph.triples,
                "licence": graph.licence or "",
                "licence_href": site.href(graph.licence)[0] if graph.licence else "",
                "rights": "; ".join(graph.rights),
            }
            for graph in graphs
        ],
        dumps=[(path, _size(size)) for path, size in dumps],
        formats=[(format_.suffix, format_.media_type) for format_ in GRAPH_FORMATS],
        links=links,
        structured=structured,
        languages=languages,
    )


def _size(size: int) -> str:
    for unit in ("B", "kB"):
        if size < 1_000:
            return f"{size:.0f} {unit}"
        size = round(size / 1_000)
    return f"{size:.0f} MB"

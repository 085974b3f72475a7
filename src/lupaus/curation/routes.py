"""Which file the rows of a list go to: what one compilation says stays in a file of its own, under its licence."""

from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from lupaus.curation.register import host_of
from lupaus.dataset.sources import Sources
from lupaus.dataset.terms import Term, iri
from lupaus.errors import StartError
from lupaus.namespaces import graph_iri

__all__ = ["compilation_of", "list_file"]

_FOLDER = "data/lists/"
_CODE_HOSTS = frozenset({"codeberg.org", "github.com", "gitlab.com", "raw.githubusercontent.com"})
"""Hosts of many projects: there the owner and the project say whose a page is."""


def list_file(sources: Sources, source_url: str, upstream: str | None) -> str | None:
    """The file in ``data/lists`` for what stands at ``source_url``; ``None`` if it goes by declaration or network.

    :param upstream: the compilation that the curator names.
    :raises StartError: if it is not the one that the page belongs to, or its licence is not stated yet.
    """
    known = compilation_of(sources, source_url)
    name = upstream or known
    if name is None:
        return None
    if known and name != known:
        raise StartError(f"what stands at {source_url} belongs to the compilation {known}, not {name}.")
    graph = NamedNode(graph_iri(f"lists/{name}", sources.base))
    terms = {iri("dcterms:license"), iri("dcterms:rights")}
    if not any(t.subject == graph and t.predicate in terms for t in sources.described):
        raise StartError(
            f"the compilation {name!r} is not described; give {graph.value} a title and its dcterms:license, or "
            "dcterms:rights that say that none was seen, in data/dataset.ttl first."
        )
    return f"{_FOLDER}{name}.ttl"


def compilation_of(sources: Sources, source_url: str) -> str | None:
    """The compilation in ``data/lists`` with claims on a page of the same host, or of the same project there."""
    homes: dict[Term, tuple[str, ...]] = {
        t.subject: _home(t.object.value)
        for t in sources.graphs.get("sources", ())
        if t.predicate == iri("schema:url") and isinstance(t.object, NamedNode)
    }
    wanted = _home(source_url)
    for file in sources.files:
        if file.path.startswith(_FOLDER):
            used = {t.object for t in file.triples if t.predicate == iri("prov:wasDerivedFrom")}
            if any(homes.get(source) == wanted for source in used):
                return file.path.removeprefix(_FOLDER).removesuffix(".ttl")
    return None


def _home(url: str) -> tuple[str, ...]:
    host = host_of(url)
    if host not in _CODE_HOSTS:
        return (host,)
    return ("code", *urlsplit(url).path.strip("/").lower().split("/")[:2])

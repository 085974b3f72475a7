"""Graphs as documents: any named graph, the vocabulary, the shapes, the description, the example queries."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.requests import Request

from lupaus.dataset.jsonld import context_document
from lupaus.dataset.release import ONTOLOGIES, Release
from lupaus.errors import N_, NotFound
from lupaus.media import DOCUMENT_FORMATS, HTML, JSONLD, NQUADS, TRIG, TURTLE, Format
from lupaus.namespaces import expand, graph_iri
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.document import CACHE_CONTROL, IMMUTABLE, FileReply, document_reply
from lupaus.web.dumps import file_reply, hidden
from lupaus.web.headers import PAGE, Headers, field, read
from lupaus.web.links import TypedLink, link_header, linkset_of, variants
from lupaus.web.pages.dataset import dataset_page
from lupaus.web.pages.language import Languages, languages_of
from lupaus.web.pages.shapes import shapes_page
from lupaus.web.pages.structured import as_script, describe_dataset
from lupaus.web.pages.vocabulary import vocabulary_page
from lupaus.web.reply import Reply
from lupaus.web.resource import Resources, form_of, split_suffix
from lupaus.web.triples import read_triples

__all__ = ["EXAMPLES", "Files", "GraphDocument", "ontology_versions"]

EXAMPLES = ".well-known/sparql-examples"
_BEGINNING_BYTES = 100_000
"""How much of a graph a page shows."""
_PAGE_TYPE = "schema:AboutPage"

_ITEMS = (("dataset.nq", NQUADS), ("dataset.trig", TRIG), ("dataset.jsonld", JSONLD), ("default.ttl", TURTLE))
"""The files that hold the whole."""

Page = Callable[["GraphDocument", Languages], bytes]


@dataclass(frozen=True)
class GraphDocument:
    """A graph of a release, as it stands at one address."""

    release: Release
    graph: str
    address: str
    """Without suffix."""
    page: Page
    links: tuple[TypedLink, ...] = ()
    """Those that this address has beyond what every graph has."""
    extras: Headers = ()
    cache_control: str = CACHE_CONTROL
    stem: str = ""
    """Its files in the release, without suffix, if they are others than those of the graph."""

    def file(self, suffix: str) -> str:
        """The file in one form, as the release names it."""
        return f"{self.stem or f'graphs/{self.graph}'}.{suffix}"


class Files:
    """Handlers for addresses that lead to graphs. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._site = context.site
        assert context.site.release is not None
        assert context.site.history is not None
        self._release: Release = context.site.release
        self._history = context.site.history
        self._resources = Resources(context)
        self._ontologies = {version: release for release in self._history.releases
                            for version in ontology_versions(release)}  # fmt: skip

    async def graph(self, request: Request) -> Reply | FileReply:
        """``/graph/{name}``: one named graph."""
        name, form = split_suffix(request.path_params["name"])
        return await self.send(request, self._document(name, f"/graph/{name}"), form)

    async def vocabulary(self, request: Request) -> Reply | FileReply:
        """``/ns``: the ontology; its page has an anchor for each term."""
        document = GraphDocument(self._release, "ontology", "/ns", self._vocabulary)
        return await self.send(request, document, _form(request))

    async def vocabulary_version(self, request: Request) -> Reply | FileReply:
        """``/ns/{version}``: the ontology as it was in that version (OWL 2, section 3.1: the version IRI)."""
        version: str = request.path_params["version"]
        form: Format | None = None
        if version not in self._ontologies:
            version, form = split_suffix(version)
        if version not in self._ontologies:
            kept = ", ".join(sorted(self._ontologies))
            raise NotFound(
                N_("There is no version %(version)s of the ontology; there are %(kept)s."),
                values={"version": repr(version[:40]), "kept": kept},
            )
        return await self.send(request, self._ontology(version), form)

    async def context(self, request: Request) -> Reply:
        """``/context.jsonld``: the context that every JSON-LD document of ours has a part of."""
        return await document_reply(
            self._context.cache,
            request.scope,
            key="context",
            make=lambda: context_document(self._site.prefixes),
            content_type=JSONLD.content_type,
            modified=self._site.released,
        )

    async def shapes(self, request: Request) -> Reply | FileReply:
        """``/shapes``."""
        document = GraphDocument(self._release, "shapes", "/shapes", self._shapes)
        return await self.send(request, document, _form(request))

    async def description(self, request: Request) -> Reply | FileReply:
        """``/dataset``, ``/catalog`` and ``/.well-known/void``: one description holds all of it."""
        suffix = request.path_params.get("suffix")
        address = request.url.path.removesuffix(f".{suffix}") if suffix else request.url.path
        return await self.send(request, self.about(self._release, address), _form(request))

    async def examples(self, request: Request) -> Reply | FileReply:
        """``/.well-known/sparql-examples``: the example queries as data."""
        return await self.send(request, self._document("examples", f"/{EXAMPLES}"), _form(request))

    async def example(self, request: Request) -> Reply:
        """``/.well-known/sparql-examples/{path}``: one of them."""
        stem, form = split_suffix(request.path_params["path"])
        return await self._resources.answer(request, f"{EXAMPLES}/{stem}", f"/{EXAMPLES}/{stem}", form)

    def at(self, address: str) -> GraphDocument | None:
        """The graph that stands at an address without suffix."""
        if address in ("/dataset", "/catalog", "/.well-known/void"):
            return self.about(self._release, address)
        place, _, version = address.rpartition("/")
        if place == "/ns" and version in self._ontologies:
            return self._ontology(version)
        if place == "/dataset" and (release := self._history.release(version)) is not None:
            return self.about(release, address)
        graph = {"/ns": "ontology", "/shapes": "shapes", f"/{EXAMPLES}": "examples"}.get(address, "")
        graph = graph or address.removeprefix("/graph/")
        known = any(entry.name == graph for entry in self._release.manifest.graphs)
        return self._document(graph, address) if known else None

    def about(
        self, release: Release, address: str, extras: Headers = (), cache_control: str = CACHE_CONTROL
    ) -> GraphDocument:
        """The description of ``release`` at ``address``, with links to the files it can be fetched in."""
        site = self._site
        place = "/dumps" if release is self._release else f"/dataset/{release.version}/dumps"
        files = [TypedLink(f"{place}/{path}", "item", form.media_type) for path, form in _ITEMS]
        licences = read_triples(release.path / "graphs/void.nt").nodes(site.base + "dataset", "dcterms:license")
        links = (
            TypedLink(site.base + "dataset", "cite-as"),
            TypedLink(expand("dcat:Dataset"), "type"),
            TypedLink(expand("schema:Dataset"), "type"),
            *files,
            *(TypedLink(licence, "license") for licence in licences),
            TypedLink("/feed", "alternate", TURTLE.media_type),
            TypedLink("/dataset", "latest-version"),
        )
        return GraphDocument(release, "void", address, self._dataset, links, extras, cache_control)

    def catalogue(self, form: Format) -> FileReply:
        """The description again, for whoever asks ``/`` for RDF."""
        place = (field("content-location", f"/catalog.{form.suffix}"), field("vary", "Accept, Accept-Encoding"))
        return self._file(self.about(self._release, "/catalog"), form, place)

    async def send(self, request: Request, document: GraphDocument, form: Format | None) -> Reply | FileReply:
        """A graph in the form asked for by suffix or by Accept.

        :raises NotFound: if the release has no such graph.
        """
        if all(graph.name != document.graph for graph in document.release.manifest.graphs):
            raise NotFound(
                N_("This release has no graph called %(iri)s."),
                values={"iri": graph_iri(document.graph, self._site.base)},
            )
        vary: tuple[str, ...] = ()
        place: Headers = ()
        if form is None:
            asked = read(request.scope["headers"], b"accept").get(b"accept", "")
            form = accept.negotiate_document([asked])
            vary = ("Accept",)
            place = (field("content-location", f"{document.address}.{form.suffix}"),)
        extras = (link_header(self.links(document, form)), *place, *document.extras,
                  field("lupaus-release", document.release.version))  # fmt: skip
        if form is not HTML:
            return self._file(document, form, (*extras, field("vary", ", ".join((*vary, "Accept-Encoding")))))
        languages = languages_of(request)
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"page|{document.address}|{document.release.version}|{languages.key}|{bool(vary)}",
            make=lambda: document.page(document, languages),
            content_type=HTML.content_type,
            modified=self._history.modified(f"graph/{document.graph}", document.release),
            vary=(*vary, *languages.vary),
            extras=(*extras, *PAGE, field("content-language", languages[0])),
            cache_control=document.cache_control,
        )

    def links(self, document: GraphDocument, form: Format) -> list[TypedLink]:
        """The typed links of one form of a graph."""
        entry = next(graph for graph in document.release.manifest.graphs if graph.name == document.graph)
        own = list(document.links)
        relations = {each.relation for each in own}
        if "cite-as" not in relations:
            own.append(TypedLink(self._site.base + document.address.removeprefix("/"), "cite-as"))
        if "license" not in relations and entry.licence:
            own.append(TypedLink(entry.licence, "license"))
        if form is HTML:
            own.append(TypedLink(expand(_PAGE_TYPE), "type"))
        if document.graph != "void":
            own += [TypedLink("/dataset", "collection"), TypedLink("/dataset", "up")]
        return [*variants(document.address, form), *own, *linkset_of(document.address)]

    def _ontology(self, version: str) -> GraphDocument:
        release, links = self._ontologies[version], (TypedLink("/ns", "latest-version"),)
        document = GraphDocument(release, "ontology", f"/ns/{version}", self._vocabulary, links)
        is_past = version in release.ontologies()
        return replace(document, stem=ONTOLOGIES + version, cache_control=IMMUTABLE) if is_past else document

    def _document(self, graph: str, address: str) -> GraphDocument:
        return GraphDocument(self._release, graph, address, self._beginning)

    def _file(self, document: GraphDocument, form: Format, extras: Headers) -> FileReply:
        return file_reply(
            document.release,
            document.file(form.suffix),
            form.content_type,
            self._history.modified(f"graph/{document.graph}", document.release),
            extras,
            document.cache_control,
        )

    def _vocabulary(self, document: GraphDocument, languages: Languages) -> bytes:
        triples = read_triples(document.release.path / document.file("nt"))
        links = self.links(document, HTML)
        return vocabulary_page(self._context.pages, triples, self._site, languages, document.address, links)

    def _shapes(self, document: GraphDocument, languages: Languages) -> bytes:
        folder, links = document.release.path / "graphs", self.links(document, HTML)
        shapes, terms = read_triples(folder / "shapes.nt"), read_triples(folder / "ontology.nt")
        return shapes_page(self._context.pages, shapes, terms, self._site, languages, document.address, links)

    def _dataset(self, document: GraphDocument, languages: Languages) -> bytes:
        release = document.release
        triples = read_triples(release.path / "graphs/void.nt")
        files = {path: entry for path, entry in sorted(release.manifest.files.items()) if not hidden(path)}
        plain = {path: entry for path, entry in files.items() if not path.startswith("graphs/")}
        return dataset_page(
            self._context.pages,
            triples,
            self._site,
            release.manifest.graphs,
            [(path, entry.bytes) for path, entry in files.items()],
            languages,
            links=self.links(document, HTML),
            structured=as_script(describe_dataset(triples, self._site, plain)),
        )

    def _beginning(self, document: GraphDocument, languages: Languages) -> bytes:
        graph = next(g for g in document.release.manifest.graphs if g.name == document.graph)
        with document.release.open(f"graphs/{graph.name}.ttl") as file:
            text = file.read(_BEGINNING_BYTES + 1).decode("utf-8", "ignore")
        return self._context.pages.render(
            "graph.html",
            heading=f"{graph.name} ({graph.triples:,})".replace(",", "\N{NO-BREAK SPACE}"),
            iri=graph.iri,
            document=document.address,
            formats=[(form.suffix, form.media_type) for form in DOCUMENT_FORMATS if form is not HTML],
            links=self.links(document, HTML),
            text=text[:_BEGINNING_BYTES],
            is_cut=len(text) > _BEGINNING_BYTES,
            languages=languages,
        )


def _form(request: Request) -> Format | None:
    suffix = request.path_params.get("suffix")
    return None if suffix is None else form_of(suffix)


def ontology_versions(release: Release) -> list[str]:
    """The version IRIs of the ontology that ``release`` has, after ``ns/``: its own, and those before it."""
    path = release.path / "graphs/ontology.nt"
    if not path.is_file():
        return []
    below = release.base + "ns/"
    found = read_triples(path).nodes(release.base + "ns", "owl:versionIRI")
    return [*release.ontologies(), *(iri.removeprefix(below) for iri in found if iri.startswith(below))]

"""What a release holds as files: graphs, vocabulary, shapes, description, dumps; and what crawlers look for."""

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from starlette.requests import Request

from lupaus.dataset.release import Release
from lupaus.errors import NotFound
from lupaus.media import HTML, NQUADS, NTRIPLES, TURTLE, Format, by_suffix
from lupaus.namespaces import graph_iri
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.document import FileReply, document_reply
from lupaus.web.headers import PAGE, Headers, field, link, read
from lupaus.web.pages.dataset import dataset_page
from lupaus.web.pages.vocabulary import vocabulary_page
from lupaus.web.reply import Reply
from lupaus.web.resource import languages_of
from lupaus.web.triples import read_triples

__all__ = ["DUMPS_HIDDEN", "Files"]

_OFFERS: tuple[Format, ...] = (HTML, TURTLE, NTRIPLES)
_BEGINNING_BYTES = 100_000
"""How much of a graph a page shows."""
DUMPS_HIDDEN = frozenset({"resources.sqlite"})
"""Files of a release that are no distribution of it."""
_TYPES = {format_.suffix: format_.content_type for format_ in (TURTLE, NTRIPLES, NQUADS)}

Page = Callable[[tuple[str, ...]], bytes]


class Files:
    """Handlers for addresses that lead to files. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._site = context.site
        assert context.site.release is not None
        self._release: Release = context.site.release
        self._graphs = {graph.name: graph for graph in self._release.manifest.graphs}

    async def graph(self, request: Request) -> Reply | FileReply:
        """``/graph/{name}``: one named graph."""
        name, form = _split(request.path_params["name"])
        return await self._send(request, f"/graph/{name}", name, form, self._beginning(name))

    async def vocabulary(self, request: Request) -> Reply | FileReply:
        """``/ns``: the ontology; its page has an anchor for each term."""
        return await self._send(request, "/ns", "ontology", _form(request), self._vocabulary)

    async def shapes(self, request: Request) -> Reply | FileReply:
        """``/shapes``."""
        return await self._send(request, "/shapes", "shapes", _form(request), self._beginning("shapes"))

    async def description(self, request: Request) -> Reply | FileReply:
        """``/dataset``, ``/catalog`` and ``/.well-known/void``: one description holds all of it."""
        path = request.url.path.removesuffix(".ttl").removesuffix(".nt").removesuffix(".html")
        return await self._send(request, path, "void", _form(request), self._dataset)

    async def examples(self, request: Request) -> Reply | FileReply:
        """``/.well-known/sparql-examples``: the example queries as data."""
        return await self._send(
            request, "/.well-known/sparql-examples", "examples", _form(request), self._beginning("examples")
        )

    def catalogue(self, form: Format) -> FileReply:
        """The description again, for whoever asks ``/`` for RDF."""
        place = (field("content-location", f"/catalog.{form.suffix}"), field("vary", "Accept"))
        return self._file(f"graphs/void.{form.suffix}", form.content_type, place)

    async def dump(self, request: Request) -> FileReply:
        """``/dumps/{path}``: a file as it is, whole or in part."""
        path: str = request.path_params["path"]
        if path not in self._release.manifest.files or path in DUMPS_HIDDEN:
            raise NotFound(f"There is no dump called {path}; /dataset lists them.")
        suffix = path.rpartition(".")[2]
        return self._file(path, _TYPES.get(suffix, "text/plain; charset=utf-8"), ())

    async def checksums(self, request: Request) -> Reply:
        """``/dumps/SHA256SUMS``: a file for ``sha256sum --check``."""
        files = self._release.manifest.files
        lines = [f"{files[path].sha256}  {path}\n" for path in sorted(files) if path not in DUMPS_HIDDEN]
        return await self._text(request, "checksums", "".join(lines), "text/plain; charset=utf-8")

    async def robots(self, request: Request) -> Reply:
        """``/robots.txt``: documents are welcome; queries are for those who ask them, not for crawlers."""
        text = f"User-agent: *\nDisallow: /sparql?\nSitemap: {self._site.address('/sitemap.xml')}\n"
        return await self._text(request, "robots", text, "text/plain; charset=utf-8")

    async def sitemap(self, request: Request) -> Reply:
        """``/sitemap.xml``: every document (sitemaps.org: at most 50,000 addresses a file)."""
        paths = ["/", "/ns", "/shapes", "/dataset"]
        paths += ["/doc/" + path.removeprefix("id/") for path in self._release.resource_paths()]
        day = self._site.released.date().isoformat()
        urls = "".join(
            f"<url><loc>{escape(self._site.address(path))}</loc><lastmod>{day}</lastmod></url>\n"
            for path in paths[:50_000]
        )
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
        )
        return await self._text(request, "sitemap", text, "application/xml")

    async def _text(self, request: Request, key: str, text: str, content_type: str) -> Reply:
        return await document_reply(
            self._context.cache,
            request.scope,
            key=key,
            make=text.encode,
            content_type=content_type,
            modified=self._site.released,
        )

    async def _send(
        self, request: Request, path: str, graph: str, form: Format | None, page: Page
    ) -> Reply | FileReply:
        if graph not in self._graphs:
            raise NotFound(f"This release has no graph called {graph_iri(graph, self._site.base)}.")
        vary: tuple[str, ...] = ()
        extras: Headers = (
            field(
                "link",
                ", ".join(
                    link(f"{path}.{f.suffix}", "alternate", type=f.media_type) for f in _OFFERS if f is not form
                ),
            ),
            field("lupaus-release", self._site.version),
        )
        if form is None:
            asked = read(request.scope["headers"], b"accept").get(b"accept", "")
            form = accept.negotiate([asked], _OFFERS)
            vary = ("Accept",)
            extras = (*extras, field("content-location", f"{path}.{form.suffix}"))
        if form is not HTML:
            extras = (*extras, *((field("vary", ", ".join(vary)),) if vary else ()))
            return self._file(f"graphs/{graph}.{form.suffix}", form.content_type, extras)
        languages = languages_of(request)
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"page|{path}|{','.join(languages)}|{bool(vary)}",
            make=lambda: page(languages),
            content_type=HTML.content_type,
            modified=self._site.released,
            vary=(*vary, "Accept-Language"),
            extras=(*extras, *PAGE, field("content-language", languages[0])),
        )

    def _file(self, path: str, content_type: str, extras: Headers) -> FileReply:
        entry = self._release.manifest.files[path]
        return FileReply(self._release.path / path, content_type, entry.sha256[:32], self._site.released, extras)

    def _path(self, graph: str) -> Path:
        return self._release.path / f"graphs/{graph}.nt"

    def _vocabulary(self, languages: tuple[str, ...]) -> bytes:
        triples = read_triples(self._path("ontology"))
        return vocabulary_page(self._context.pages, triples, self._site, languages)

    def _dataset(self, languages: tuple[str, ...]) -> bytes:
        triples = read_triples(self._path("void"))
        dumps = [
            (path, entry.bytes)
            for path, entry in sorted(self._release.manifest.files.items())
            if path not in DUMPS_HIDDEN
        ]
        graphs = self._release.manifest.graphs
        return dataset_page(self._context.pages, triples, self._site, graphs, dumps, languages)

    def _beginning(self, graph: str) -> Page:
        def make(languages: tuple[str, ...]) -> bytes:
            with (self._release.path / f"graphs/{graph}.ttl").open("rb") as file:
                text = file.read(_BEGINNING_BYTES + 1).decode("utf-8", "ignore")
            return self._context.pages.render(
                "graph.html",
                heading=f"{graph} ({self._graphs[graph].triples:,})".replace(",", "\N{NO-BREAK SPACE}"),
                iri=self._graphs[graph].iri,
                document="/shapes" if graph == "shapes" else f"/graph/{graph}",
                formats=[(form.suffix, form.media_type) for form in (TURTLE, NTRIPLES)],
                text=text[:_BEGINNING_BYTES],
                is_cut=len(text) > _BEGINNING_BYTES,
                languages=languages,
            )

        return make


def _split(name: str) -> tuple[str, Format | None]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, _named(suffix)) if dot else (name, None)


def _form(request: Request) -> Format | None:
    suffix = request.path_params.get("suffix")
    return None if suffix is None else _named(suffix)


def _named(suffix: str) -> Format:
    form = by_suffix(suffix, _OFFERS)
    if form is None:
        raise NotFound(f"There is no {suffix!r} form; there are {', '.join(f.suffix for f in _OFFERS)}.")
    return form

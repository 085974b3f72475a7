"""Things and the documents about them: ``/id/…`` is the thing, ``/doc/…`` what is known of it.

A thing is not a document, so asking for it leads on by 303 (Cool URIs for the Semantic Web, section 4.2).
``/doc/x`` is negotiated and says in Content-Location which variant it gave; ``/doc/x.ttl`` is that variant.
An address with a slash at its end is nothing: one thing has one address.
"""

import json
from typing import cast

from starlette.requests import Request

from lupaus.errors import NotFound
from lupaus.media import GRAPH_FORMATS, HTML, Format, by_suffix
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.document import CACHE_CONTROL, document_reply
from lupaus.web.headers import PAGE, Headers, field, link, read
from lupaus.web.pages.language import choose_languages
from lupaus.web.pages.view import View, read_view
from lupaus.web.reply import Reply

__all__ = ["Resources", "languages_of"]

_RDF = tuple(format_ for format_ in GRAPH_FORMATS if format_.name in ("turtle", "jsonld", "ntriples"))
_OFFERS: tuple[Format, ...] = (HTML, *_RDF)


class Resources:
    """Handlers for ``/id`` and ``/doc``. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def thing(self, request: Request) -> Reply:
        """303 to the document."""
        path: str = request.path_params["path"]
        self._source(path, "turtle")
        headers: Headers = (
            field("location", f"/doc/{path}"),
            field("vary", "Accept"),
            field("cache-control", CACHE_CONTROL),
            field("content-type", "text/plain; charset=utf-8"),
        )
        reply = Reply(303, headers, f"/doc/{path}\n".encode(), cache_key=f"thing|{path}")
        self._context.cache.put(reply)
        return reply

    async def document(self, request: Request) -> Reply:
        """The document, in the form asked for by suffix or by Accept."""
        path: str = request.path_params["path"]
        stem, dot, suffix = path.rpartition(".")
        if dot:
            chosen = by_suffix(suffix, _OFFERS)
            if chosen is None:
                raise NotFound(f"There is no {suffix!r} form; there are {_suffixes()}.")
            return await self._write(request, stem, chosen)
        asked = read(request.scope["headers"], b"accept").get(b"accept", "")
        self._source(path, "turtle")  # 404 before 406
        return await self._write(request, path, accept.negotiate([asked], _OFFERS), is_negotiated=True)

    async def _write(self, request: Request, path: str, form: Format, *, is_negotiated: bool = False) -> Reply:
        site = self._context.site
        languages = languages_of(request) if form is HTML else ()
        source = self._source(path, "view" if form is HTML else form.name)
        vary = ("Accept",) if is_negotiated else ()
        links = [link(f"{site.base}id/{path}", "describes")]
        links += [
            link(f"/doc/{path}.{other.suffix}", "alternate", type=other.media_type)
            for other in _OFFERS
            if other is not form
        ]
        extras: Headers = (field("link", ", ".join(links)), field("lupaus-release", site.version))
        if is_negotiated:
            extras = (*extras, field("content-location", f"/doc/{path}.{form.suffix}"))
        if form is HTML:
            vary = (*vary, "Accept-Language")
            extras = (*extras, *PAGE, field("content-language", languages[0]))
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"doc|{path}|{form.name}|{is_negotiated}|{','.join(languages)}",
            make=lambda: self._page(path, source, languages) if form is HTML else source,
            content_type=form.content_type,
            modified=site.released,
            vary=vary,
            extras=extras,
        )

    def _page(self, path: str, source: bytes, languages: tuple[str, ...]) -> bytes:
        view = read_view(cast(View, json.loads(source)), languages, self._context.site.href)
        return self._context.pages.render(
            "resource.html",
            document=f"/doc/{path}",
            formats=[(form.suffix, form.media_type) for form in _RDF],
            iri=view.iri,
            title=view.title,
            types=view.types,
            groups=view.groups,
            incoming=view.incoming,
            claims=view.claims,
            languages=languages,
        )

    def _source(self, path: str, form: str) -> bytes:
        release = self._context.site.release
        assert release is not None
        found = release.resource(f"id/{path}", form)
        if found is None:
            hint = " Try it without the slash at its end." if path.endswith("/") else ""
            raise NotFound(f"This release describes nothing called {self._context.site.base}id/{path}.{hint}")
        return found[0]


def languages_of(request: Request) -> tuple[str, ...]:
    """The languages a reader wants, from the address or else from the browser."""
    asked = read(request.scope["headers"], b"accept-language").get(b"accept-language", "")
    return choose_languages(asked, request.query_params.get("lang", ""))


def _suffixes() -> str:
    return ", ".join(form.suffix for form in _OFFERS)

"""The first page: what this is, for whom, and three doors; in RDF, the catalogue."""

import json
from collections.abc import Callable
from functools import partial
from typing import cast

from starlette.requests import Request

from lupaus.media import HTML
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.document import FileReply, document_reply
from lupaus.web.files import Files
from lupaus.web.headers import PAGE, field, read
from lupaus.web.numbers import Numbers
from lupaus.web.pages.language import Label, Languages, choose_label, languages_of
from lupaus.web.pages.render import SCRIPT, STYLE
from lupaus.web.pages.view import View
from lupaus.web.reply import Reply

__all__ = ["Home"]

_SHOWN_EXAMPLES = 3
_SHOWN_DUMPS = ("dataset.nq",)
_ENTRANCES = (
    "declaration/helsinki-impact-declaration-2019",
    "city/fi/helsinki",
    "city/se/stockholm",
    "city/ee/tallinn",
    "network/eurocities",
    "network/metrex",
)
"""Things the first page leads to, as far as a release has them."""


class Home:
    """Handlers for ``/``, the style sheet and the list of problems."""

    def __init__(self, context: Context, files: Files | None) -> None:
        self._context, self._files = context, files
        self._numbers = Numbers(context.site)

    async def page(self, request: Request) -> Reply | FileReply:
        """``/``: a page, or the catalogue as RDF (RFC 9110, section 12.1)."""
        if self._files is not None:
            asked = read(request.scope["headers"], b"accept").get(b"accept", "")
            form = accept.negotiate_document([asked])
            if form is not HTML:
                return self._files.catalogue(form)
        languages = languages_of(request)
        return await self._html(request, f"home|{languages.key}", lambda: self._home(languages), languages)

    async def problems(self, request: Request) -> Reply:
        """``/problems``: where the type of a problem document leads."""
        languages = languages_of(request)
        make = partial(self._context.problems.page, languages)
        return await self._html(request, f"problems|{languages.key}", make, languages)

    async def style(self, request: Request) -> Reply:
        """The style sheet."""
        return await self._file(request, "style", STYLE, "text/css; charset=utf-8")

    async def script(self, request: Request) -> Reply:
        """The script of every page: conveniences, nothing that a page needs."""
        return await self._file(request, "script", SCRIPT, "text/javascript; charset=utf-8")

    async def _file(self, request: Request, key: str, content: bytes, content_type: str) -> Reply:
        return await document_reply(
            self._context.cache,
            request.scope,
            key=key,
            make=lambda: content,
            content_type=content_type,
            modified=self._context.site.released,
        )

    async def _html(self, request: Request, key: str, make: Callable[[], bytes], languages: Languages) -> Reply:
        return await document_reply(
            self._context.cache,
            request.scope,
            key=key,
            make=make,
            content_type=HTML.content_type,
            modified=self._context.site.released,
            vary=("Accept", *languages.vary),
            extras=(*PAGE, field("content-language", languages[0])),
        )

    def _home(self, languages: Languages) -> bytes:
        site, pages = self._context.site, self._context.pages
        if site.release is None:
            return pages.render("files_home.html", languages=languages)
        manifest = site.release.manifest
        return pages.render(
            "home.html",
            languages=languages,
            here="home",
            canonical=site.address("/"),
            examples=[
                {"href": e.href, "label": choose_label(e.labels, languages, e.slug)}
                for e in site.examples[:_SHOWN_EXAMPLES]
            ],
            entrances=[
                {"href": f"/doc/{path}", "label": label}
                for path in _ENTRANCES
                if (label := self._label(path, languages)) is not None
            ],
            dumps=[dump for dump in _SHOWN_DUMPS if dump in manifest.files],
            numbers=self._numbers.all,
        )

    def _label(self, path: str, languages: tuple[str, ...]) -> Label | None:
        assert self._context.site.release is not None
        found = self._context.site.release.resource(f"id/{path}", "view")
        if found is None:
            return None
        return choose_label(cast(View, json.loads(found[0]))["labels"], languages, path)

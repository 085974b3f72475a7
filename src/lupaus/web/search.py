"""``/search``: things by name, in every language, misspelt or not; as a page and as JSON."""

import json
from functools import cached_property

from starlette.requests import Request

from lupaus.errors import N_, NotFound
from lupaus.media import HTML, SEARCH_JSON, Format, by_suffix
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.document import document_reply
from lupaus.web.finder import LONGEST_QUERY, Finder
from lupaus.web.headers import PAGE, Headers, field, read
from lupaus.web.pages.kinds import KINDS, kind_of
from lupaus.web.pages.language import Languages, languages_of
from lupaus.web.reply import Reply

__all__ = ["Search"]

_SHOWN = 50
"""So many things are named; who sees none that fits writes one word more."""
_OFFERS = (HTML, SEARCH_JSON)


class Search:
    """The handler. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @cached_property
    def _finder(self) -> Finder:
        """Read when first asked for: a server that nobody searches holds no names."""
        assert self._context.site.release is not None
        return Finder(self._context.site.release.names())

    async def answer(self, request: Request) -> Reply:
        """What has a name like ``q``, of any kind or of the one that ``kind`` names.

        :raises NotFound: if no thing here is of that kind, or there is no such form.
        """
        query, kind = " ".join(request.query_params.get("q", "").split()), request.query_params.get("kind", "")
        query = query[:LONGEST_QUERY]
        if kind and kind not in self._finder.kinds:
            raise NotFound(
                N_("Nothing is of the kind %(kind)s; there are %(offered)s."),
                values={"kind": repr(kind[:20]), "offered": ", ".join(self._finder.kinds)},
            )
        form, is_negotiated = self._form(request)
        languages = languages_of(request)
        vary = ("Accept",) if is_negotiated else ()
        extras: Headers = (field("content-language", languages[0]),)
        make = self._page if form is HTML else self._json
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"search|{form.name}|{is_negotiated}|{languages.key}|{kind}|{query}",
            make=lambda: make(query, kind, languages),
            content_type=form.content_type,
            modified=self._context.site.released,
            vary=(*vary, *languages.vary),
            extras=(*extras, *PAGE) if form is HTML else extras,
        )

    @staticmethod
    def _form(request: Request) -> tuple[Format, bool]:
        suffix = request.path_params.get("suffix")
        if suffix is None:
            asked = read(request.scope["headers"], b"accept").get(b"accept", "")
            return accept.negotiate([asked], _OFFERS), True
        form = by_suffix(suffix, _OFFERS)
        if form is None:
            raise NotFound(
                N_("There is no %(form)s form; there are %(offered)s."),
                values={"form": repr(suffix[:20]), "offered": "html, json"},
            )
        return form, False

    def _page(self, query: str, kind: str, languages: Languages) -> bytes:
        found = self._finder.find(query, languages)
        counts = {each: sum(kind_of(f.path) == each for f in found) for each in self._finder.kinds}
        wanted = [f for f in found if kind in ("", kind_of(f.path))]
        return self._context.pages.render(
            "search.html",
            languages=languages,
            here="search",
            searched_for=query,
            kind=kind,
            kinds=[(each, KINDS[each], number) for each, number in counts.items() if number],
            everything=len(found),
            total=len(wanted),
            found=[
                {
                    "label": f.label,
                    "matched": f.matched,
                    "href": f"/doc/{f.path.removeprefix('id/')}",
                    "kind": KINDS[kind_of(f.path)],
                }
                for f in wanted[:_SHOWN]
            ],
        )

    def _json(self, query: str, kind: str, languages: Languages) -> bytes:
        site = self._context.site
        found = self._finder.find(query, languages, kind)
        results = [
            {
                "iri": site.base + f.path,
                "document": site.address(f"/doc/{f.path.removeprefix('id/')}"),
                "kind": kind_of(f.path),
                "label": f.label.text,
                "language": f.label.lang,
                "matched": f.matched.text or f.label.text,
                "score": f.score,
            }
            for f in found[:_SHOWN]
        ]
        body = {"query": query, "kind": kind, "total": len(found), "results": results}
        return json.dumps(body, ensure_ascii=False, indent=1).encode()

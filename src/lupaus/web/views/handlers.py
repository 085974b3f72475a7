"""``/timeline``, ``/compare``, ``/map``, ``/network`` and ``/quality``."""

import csv
import io
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from starlette.requests import Request

from lupaus.errors import N_, NotFound
from lupaus.media import CSV, HTML, SVG
from lupaus.web.context import Context
from lupaus.web.document import document_reply
from lupaus.web.headers import PAGE, field
from lupaus.web.pages.language import Languages, languages_of
from lupaus.web.pages.questions import ask
from lupaus.web.reply import Reply
from lupaus.web.views.asking import Row, solutions
from lupaus.web.views.figures import Line, matrix, network, spots, year
from lupaus.web.views.filters import Filter, choose, map_patterns
from lupaus.web.views.projection import HEIGHT, WIDTH, coasts
from lupaus.web.views.queries import CHOICES, VIEWS, compose

__all__ = ["Views"]

_KINDS = ("declarations", "cities")
_MOST_LINES = 80
"""So many cities are compared; the query behind gives all of them."""
_CIRCLE = 760
Values = Mapping[str, object]


class Views:
    """The handlers. Need a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._base = context.site.base

    async def timeline(self, request: Request) -> Reply:
        """``/timeline``: declarations by year and theme; ``theme`` narrows it to one."""
        asked = request.query_params.get("theme", "")

        async def make(languages: Languages) -> Values:
            themes = await self._choices("theme", languages, asked)
            query = self._query("declarations", languages)
            lines = [line for line in matrix(await self._rows(query)) if line.date]
            if asked:
                lines = [line for line in lines if self._base + "id/" + asked in line.numbers]
            years = [year(line.date) for line in lines] or [2019.0]
            return {"lines": lines, "filters": [themes], "query": ask(query), "first": int(min(years)),
                    "last": int(max(years)) + 1, "themes": self._columns(themes)}  # fmt: skip

        return await self._page(request, "timeline", {"theme": asked}, make)

    async def compare(self, request: Request) -> Reply:
        """``/compare``: declarations or cities by theme; ``.csv`` and ``.svg`` give the same alone.

        :raises NotFound: if neither is asked for, or there is no such form.
        """
        of, suffix = request.query_params.get("of", _KINDS[0]), request.path_params.get("suffix", "html")
        if of not in _KINDS:
            raise NotFound(
                N_("%(value)s cannot be compared; declarations and cities can."), values={"value": repr(of[:20])}
            )
        if suffix not in ("html", "csv", "svg"):
            raise NotFound(
                N_("There is no %(form)s form; there are %(offered)s."),
                values={"form": repr(suffix[:20]), "offered": "html, csv, svg"},
            )

        async def make(languages: Languages) -> Values:
            themes = self._columns(await self._choices("theme", languages, ""))
            query = self._query(of, languages)
            lines = matrix(await self._rows(query))
            if of == "cities":
                lines = sorted(lines, key=lambda line: (-line.total, line.name))
            most = max((number for line in lines for number in line.numbers.values()), default=1)
            return {"lines": lines[:_MOST_LINES], "total": len(lines), "themes": themes, "of": of, "filters": [],
                    "query": ask(query), "most": most}  # fmt: skip

        return await self._page(request, "compare", {"of": of}, make, suffix)

    async def map(self, request: Request) -> Reply:
        """``/map``: cities that signed, or members of a network, on a map of Europe."""
        keys = ("declaration", "network", "theme", "year")
        chosen = {key: request.query_params.get(key, "") for key in keys}

        async def make(languages: Languages) -> Values:
            filters = [await self._choices(key, languages, chosen[key]) for key in keys[:3]]
            query = self._query("map", languages, map_patterns(chosen, self._base))
            rows = await self._rows(query)
            shown = spots(rows)
            return {"spots": shown, "beyond": len(rows) - len(shown), "coasts": coasts(), "width": WIDTH,
                    "height": HEIGHT, "filters": filters, "year": chosen["year"], "query": ask(query)}  # fmt: skip

        return await self._page(request, "map", chosen, make)

    async def network(self, request: Request) -> Reply:
        """``/network``: cities that signed more than one declaration together."""

        async def make(languages: Languages) -> Values:
            query = self._query("network", languages)
            cities, arcs = network(await self._rows(query), _CIRCLE)
            return {"cities": cities, "arcs": arcs, "size": _CIRCLE, "filters": [], "query": ask(query)}

        return await self._page(request, "network", {}, make)

    async def quality(self, request: Request) -> Reply:
        """``/quality``: how sure the statements are, and what was measured of the release."""

        async def make(languages: Languages) -> Values:
            query = self._query("quality", languages)
            measured = self._query("measures", languages)
            return {"claims": await self._rows(query), "measures": await self._rows(measured), "filters": [],
                    "query": ask(query), "measured": ask(measured)}  # fmt: skip

        return await self._page(request, "quality", {}, make)

    def _query(self, key: str, languages: Languages, patterns: str = "") -> str:
        return compose(VIEWS[key], self._base, languages[0], patterns)

    async def _rows(self, query: str) -> list[Row]:
        return await solutions(self._context, query)

    async def _choices(self, key: str, languages: Languages, asked: str) -> Filter:
        rows = await self._rows(compose(CHOICES[key], self._base, languages[0]))
        return choose(key, rows, self._base, asked)

    def _columns(self, themes: Filter) -> list[tuple[str, str, str]]:
        """The themes: IRI, name, and the word by which they are coloured."""
        return [(f"{self._base}id/{path}", name, path.rpartition("/")[2]) for path, name in themes.options]

    async def _page(
        self,
        request: Request,
        view: str,
        chosen: Mapping[str, str],
        make: Callable[[Languages], Awaitable[Values]],
        suffix: str = "html",
    ) -> Reply:
        languages = languages_of(request)
        asked = urlencode([(key, value) for key, value in chosen.items() if value])

        async def body() -> bytes:
            values = await make(languages)
            if suffix == "csv":
                return _csv(values)
            template = "matrix.svg" if suffix == "svg" else f"view_{view}.html"
            address = f"/{view}" + (f"?{asked}" if asked else "")
            return self._context.pages.render(
                template,
                languages=languages,
                here="views",
                view=view,
                canonical=self._context.site.address(address),
                searched=f"/{view}",
                searched_query=f"{asked}&" if asked else "",
                permalink=address,
                when=year,
                href=lambda iri: self._context.site.href(iri)[0],
                **values,
            )

        content_type = {"csv": CSV, "svg": SVG}.get(suffix, HTML).content_type
        extras = (field("content-language", languages[0]), *(PAGE if suffix in ("html", "svg") else ()))
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"view|{view}|{suffix}|{asked}|{languages.key}",
            make=body,
            content_type=content_type,
            modified=self._context.site.released,
            vary=languages.vary,
            extras=extras,
        )


def _csv(values: Values) -> bytes:
    """The matrix for a spreadsheet (RFC 4180). What a spreadsheet would read as a formula is kept text."""
    lines, themes = values["lines"], values["themes"]
    assert isinstance(lines, list)
    assert isinstance(themes, list)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["iri", "name", "date", *(name for _, name, _ in themes)])
    for line in lines:
        assert isinstance(line, Line)
        name = "'" + line.name if line.name[:1] in "=+-@\t\r" else line.name
        writer.writerow([line.iri, name, line.date, *(line.numbers.get(iri, 0) for iri, _, _ in themes)])
    return out.getvalue().encode()

"""What crawlers look for first: what they may ask, and where every document is."""

from collections.abc import Callable, Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from starlette.requests import Request

from lupaus.errors import N_, NotFound
from lupaus.web.context import Context
from lupaus.web.document import document_reply
from lupaus.web.reply import Reply

__all__ = ["MOST_ADDRESSES", "Crawlers"]

MOST_ADDRESSES = 50_000
"""Of one sitemap (sitemaps.org)."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ENTRANCES = ("ns", "shapes", "dataset", "catalog", ".well-known/void", ".well-known/sparql-examples")
_ROBOTS = """\
# Welcome. The whole data set is one file: {dump}
# It is described, with its licences, at {void}
# Patterns of it are answered at {fragments}, for programs that somebody told to ask.
# Whoever was here before finds what changed since at {feed}
User-agent: *
Disallow: /sparql?query=
Disallow: /rdf-graphs
Disallow: /timegate/
Disallow: /fragments?subject=
Disallow: /fragments?predicate=
Disallow: /fragments?object=
Disallow: /fragments?page=
Allow: /
Sitemap: {sitemap}
"""


class Crawlers:
    """Handlers for ``/robots.txt`` and ``/sitemap.xml``. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context = context
        assert context.site.history is not None
        self._history = context.site.history

    async def robots(self, request: Request) -> Reply:
        """``/robots.txt`` (RFC 9309): documents are welcome; what costs a query is for those who ask it.

        Some parsers, that of Python among them, drop a question mark with nothing behind it, so none stands so.
        """
        address = self._context.site.address
        text = _ROBOTS.format(
            dump=address("/dumps/dataset.nq.gz"),
            void=address("/.well-known/void"),
            feed=address("/feed"),
            fragments=address("/fragments"),
            sitemap=address("/sitemap.xml"),
        )
        return await self._send(request, "robots", lambda: text, "text/plain; charset=utf-8")

    async def sitemap(self, request: Request) -> Reply:
        """``/sitemap.xml``: every document, or, where they are too many for one file, the parts that list them."""
        return await self._send(request, "sitemap", self._sitemap, "application/xml")

    async def part(self, request: Request) -> Reply:
        """``/sitemap-{number}.xml``: one part."""
        parts, number = self._parts(), request.path_params["number"]
        if not number.isdecimal() or not 1 <= int(number) <= len(parts):
            raise NotFound(N_("The sitemap has no such part; /sitemap.xml lists them."))
        part = parts[int(number) - 1]
        return await self._send(
            request, f"sitemap|{number}", lambda: _urls(part, self._address), "application/xml"
        )

    def _sitemap(self) -> str:
        parts = self._parts()
        if len(parts) == 1:
            return _urls(parts[0], self._address)
        entries = "".join(
            f"<sitemap><loc>{escape(self._address(f'sitemap-{number}.xml'))}</loc>"
            f"<lastmod>{max(moment for _, moment in part).isoformat()}</lastmod></sitemap>\n"
            for number, part in enumerate(parts, 1)
        )
        return _document("sitemapindex", entries)

    def _parts(self, most: int = MOST_ADDRESSES) -> list[list[tuple[str, datetime]]]:
        """Every document and when it last changed, at most ``most`` to a part."""
        history, release = self._history, self._history.current
        listed = [("", release.released), *((path, release.released) for path in _ENTRANCES)]
        listed += [(f"graph/{g.name}", history.modified(f"graph/{g.name}")) for g in release.manifest.graphs]
        listed += [(f"ns/{version}", release.released) for version in release.ontologies()]
        things = release.resource_paths()
        listed += [("doc/" + path.removeprefix("id/"), history.modified(path)) for path in things]
        listed += [(path, history.modified(path)) for path in release.resource_paths(".well-known/")]
        return [listed[first : first + most] for first in range(0, len(listed), most)]

    def _address(self, path: str) -> str:
        return self._context.site.address(f"/{path}")

    async def _send(self, request: Request, key: str, make: Callable[[], str], content_type: str) -> Reply:
        return await document_reply(
            self._context.cache,
            request.scope,
            key=key,
            make=lambda: make().encode(),
            content_type=content_type,
            modified=self._context.site.released,
        )


def _urls(part: Iterable[tuple[str, datetime]], address: Callable[[str], str]) -> str:
    urls = "".join(
        f"<url><loc>{escape(address(path))}</loc><lastmod>{moment.isoformat()}</lastmod></url>\n"
        for path, moment in part
    )
    return _document("urlset", urls)


def _document(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{_NAMESPACE}">\n{content}</{name}>\n'

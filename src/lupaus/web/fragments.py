"""``/fragments``: triple pattern fragments of the default graph; with them clients join, and the endpoint rests.

Each page has its triples, how many there are in all, and the form by which any other pattern is asked for (Linked
Data Fragments, Triple Pattern Fragments; Hydra Core Vocabulary). No query is run: see ``dataset/fragments.py``.
"""

import asyncio

from pyoxigraph import Literal, NamedNode
from starlette.requests import Request

from lupaus.dataset.fragments import Pattern, TripleIndex, index_file
from lupaus.dataset.rendering import render
from lupaus.errors import N_, BadRequest, NotFound
from lupaus.media import DOCUMENT_FORMATS, HTML, Format
from lupaus.namespaces import prefixes_for
from lupaus.sparql import accept
from lupaus.web.context import Context
from lupaus.web.document import document_reply
from lupaus.web.headers import PAGE, Headers, field, read
from lupaus.web.hydra import PAGE_TRIPLES, PARTS, Fragment, controls_of, read_term
from lupaus.web.links import TypedLink, link_header, variants
from lupaus.web.pages.language import Languages, languages_of
from lupaus.web.reply import Reply
from lupaus.web.resource import form_of

__all__ = ["Fragments"]

_MOST_TRIPLES = 1_000_000
"""Of a graph that is kept in memory a second time for this."""
_PATH = "/fragments"


class Fragments:
    """The handler. Needs a site with a release."""

    def __init__(self, context: Context) -> None:
        self._context, self._site = context, context.site
        assert context.site.release is not None
        self._release = context.site.release
        self._index: TripleIndex | None = None
        self._one_at_a_time = asyncio.Lock()

    async def fragment(self, request: Request) -> Reply:
        """``/fragments``, with ``subject``, ``predicate``, ``object`` and ``page``, each of them optional."""
        suffix = request.path_params.get("suffix")
        form = form_of(suffix) if suffix else None
        is_negotiated = form is None
        if form is None:
            asked = read(request.scope["headers"], b"accept").get(b"accept", "")
            form = accept.negotiate([asked], DOCUMENT_FORMATS)
        chosen, fragment = form, await self._find(request)
        query = fragment.query(fragment.number)
        extras: Headers = (
            link_header(self._links(fragment, chosen)),
            field("lupaus-release", self._release.version),
        )
        vary = ("Accept",) if is_negotiated else ()
        if is_negotiated:
            extras = (*extras, field("content-location", f"{_PATH}.{chosen.suffix}{query}"))
        languages = languages_of(request)
        if chosen is HTML:
            vary = (*vary, *languages.vary)
            extras = (*extras, *PAGE, field("content-language", languages[0]))
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"fragment|{query}|{chosen.name}|{is_negotiated}|{languages.key if chosen is HTML else ''}",
            make=lambda: self._page(fragment, languages) if chosen is HTML else self._rdf(fragment, chosen),
            content_type=chosen.content_type,
            modified=self._site.released,
            vary=vary,
            extras=extras,
        )

    async def _find(self, request: Request) -> Fragment:
        if self._release.manifest.default_triples > _MOST_TRIPLES:
            raise NotFound(
                N_("Fragments are given of up to %(most)s triples; /sparql answers for this release."),
                values={"most": f"{_MOST_TRIPLES:,}"},
            )
        parameters = request.query_params
        asked = tuple((part, value) for part in PARTS if (value := parameters.get(part, "")) and value[0] != "?")
        variables = [value for part in PARTS if (value := parameters.get(part, "")).startswith("?")]
        if len(set(variables)) < len(variables):
            raise BadRequest(
                N_("A variable may stand in one place only; leave the others empty, and compare yourself.")
            )
        terms = {part: read_term(value) for part, value in asked}
        pattern: Pattern = (terms.get("subject"), terms.get("predicate"), terms.get("object"))
        page = parameters.get("page", "") or "1"
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 10 else 0
        async with self._one_at_a_time:
            if self._index is None:
                self._index = await asyncio.to_thread(index_file, self._release.default_file)
        match = self._index.match(pattern)
        found = Fragment(asked, number, match.count, ())
        if not 1 <= number <= found.pages:
            raise NotFound(
                N_("This fragment has pages 1 to %(last)s, and no page %(page)s."),
                values={"last": str(found.pages), "page": repr(page[:20])},
            )
        lines = self._index.lines(match, (number - 1) * PAGE_TRIPLES, PAGE_TRIPLES)
        return Fragment(asked, number, match.count, tuple(lines))

    def _links(self, fragment: Fragment, form: Format) -> list[TypedLink]:
        number = fragment.number
        found = variants(_PATH, form, fragment.query(number))
        if number < fragment.pages:
            found.append(TypedLink(_PATH + fragment.query(number + 1), "next"))
        if number > 1:
            found.append(TypedLink(_PATH + fragment.query(number - 1), "prev"))
        return [*found, TypedLink("/dataset", "collection"), TypedLink("/dataset", "up")]

    def _rdf(self, fragment: Fragment, form: Format) -> bytes:
        return render(
            [*fragment.data, *controls_of(fragment, self._site.address(_PATH), self._site.base)],
            form.name,
            prefixes_for(self._site.base),
        )

    def _page(self, fragment: Fragment, languages: Languages) -> bytes:
        links = self._links(fragment, HTML)
        return self._context.pages.render(
            "fragment.html",
            parts=[(part, dict(fragment.asked).get(part, "")) for part in PARTS],
            rows=[[self._cell(term) for term in (q.subject, q.predicate, q.object)] for q in fragment.data],
            total=fragment.total,
            first=(fragment.number - 1) * PAGE_TRIPLES + 1,
            links=links,
            previous_page=next((each.target for each in links if each.relation == "prev"), ""),
            next_page=next((each.target for each in links if each.relation == "next"), ""),
            languages=languages,
        )

    def _cell(self, term: object) -> dict[str, str]:
        if isinstance(term, NamedNode):
            return {"text": term.value, "href": self._site.href(term.value)[0], "note": ""}
        if isinstance(term, Literal):
            return {
                "text": term.value,
                "note": term.language or term.datatype.value.rpartition("#")[2],
                "href": "",
            }
        return {"text": str(term), "href": "", "note": ""}

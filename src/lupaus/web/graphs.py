"""SPARQL 1.1 Graph Store HTTP Protocol, the side that reads: a graph by its name, or by its address.

A release holds its graphs as files in two formats, and those are sent as they are. Every other form, and every
graph of plain files, is answered by the engine as the CONSTRUCT that the protocol says it is (section 5.2), with
all that the endpoint's answers have: limits, cache, ETag.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from lupaus.engine.base import EngineRequest
from lupaus.errors import N_, BadRequest, NotFound
from lupaus.media import DOCUMENT_FORMATS, JSON, by_suffix
from lupaus.sparql.iri import is_absolute_iri
from lupaus.sparql.protocol import QueryRequest
from lupaus.web.answering import Answering, client_of
from lupaus.web.context import Context
from lupaus.web.files import Files
from lupaus.web.reply import EXCHANGE

__all__ = ["Graphs"]

_PATH_CHARACTERS = "/:@!$&'()*+,;=~"
"""Those of RFC 3986, section 3.3, that stand for themselves."""
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_HOLDS = "ASK { ?s ?p ?o }"
_OFFERS = DOCUMENT_FORMATS


@dataclass(frozen=True)
class _Contents:
    """The triples of a graph as an answer; ``None``: the default graph."""

    answering: Answering
    graph: str | None
    format: str | None
    stem: str = ""
    """The address that a format's suffix is put to, where the format is negotiated there."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[EXCHANGE].outcome = "refused"
        graphs = () if self.graph is None else (self.graph,)
        request = QueryRequest(_WHOLE, default_graph_uris=graphs, format=self.format)
        await self.answering.answer(request, scope, receive, send, stem=self.stem)


class Graphs:
    """Handlers for the graphs of a site."""

    def __init__(self, context: Context, files: Files | None) -> None:
        self._context, self._files = context, files
        self._answering = Answering(context)
        site = context.site
        self._known: set[str | None] = {*(g.iri for g in site.graphs), *(file.graph for file in site.files)}

    async def indirect(self, request: Request) -> ASGIApp:
        """``/rdf-graphs?graph=IRI`` or ``?default`` (section 4.2)."""
        asked = _parameters(request.scope["query_string"])
        names, is_default = asked.get("graph", []), "default" in asked
        if len(names) + is_default != 1:
            raise BadRequest(
                N_("Name one graph: /rdf-graphs?graph=IRI, or /rdf-graphs?default for the default graph.")
            )
        form = next((asked[name][0] for name in ("format", "output") if asked.get(name, [""])[0]), None)
        if is_default:
            return _Contents(self._answering, None, form)
        (iri,) = names
        if not is_absolute_iri(iri):
            raise BadRequest(
                N_("%(value)s is no absolute IRI; write one like https://example.org/g."),
                values={"value": repr(iri[:80])},
            )
        await self._look_up(iri, request.scope)
        return _Contents(self._answering, iri, form)

    async def direct(self, request: Request) -> ASGIApp:
        """``/graph/{name}``: the graph of this name below the base (section 4.1), or one form of it."""
        name: str = request.path_params["name"]
        iri, form = self._iri(name), None
        if iri not in self._known:
            stem, dot, suffix = name.rpartition(".")
            if dot and (form := by_suffix(suffix, _OFFERS)) is not None:
                iri = self._iri(stem)
        if self._files is not None:
            return await self._files.graph(request)
        await self._look_up(iri, request.scope)
        if form is not None:
            return _Contents(self._answering, iri, form.name)
        return _Contents(self._answering, iri, None, self._stem(name, iri))

    def _stem(self, name: str, iri: str) -> str:
        """Empty where an address with a suffix might be that of another graph."""
        is_taken = any(f"{iri}.{form.suffix}" in self._known for form in _OFFERS)
        return "" if is_taken else "/graph/" + quote(name, safe=_PATH_CHARACTERS)

    def _iri(self, name: str) -> str:
        return f"{self._context.site.base}graph/{name}"

    async def _look_up(self, iri: str, scope: Scope) -> None:
        """The engine is asked only about names that were not seen at the start.

        :raises NotFound: no graph of this name.
        """
        if iri in self._known or (self._files is None and is_absolute_iri(iri) and await self._holds(iri, scope)):
            return
        raise NotFound(
            N_("There is no graph called %(iri)s here; the service description lists them."),
            values={"iri": iri[:200]},
        )

    async def _holds(self, iri: str, scope: Scope) -> bool:
        settings = self._context.settings
        answer = await self._context.engine.answer(
            EngineRequest(
                _HOLDS,
                "ask",
                JSON,
                default_graphs=(iri,),
                time_limit_ms=settings.query_time_limit_ms,
                client=client_of(scope),
            )
        )
        try:
            body = b"".join([chunk async for chunk in answer])
        finally:
            await answer.aclose()
        return b"true" in body


def _parameters(query_string: bytes) -> Mapping[str, list[str]]:
    try:
        return parse_qs(query_string.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise BadRequest("The parameters are not UTF-8, percent-encoded.") from None

"""The SPARQL endpoint: rdflib-endpoint's router with our handler. The only module that imports rdflib_endpoint.

From ``SparqlRouter`` come the router itself, the graph of the service description and the hook of the editor. Its
own routes are taken away: they parse with rdflib, evaluate on the event loop and answer errors in another shape.
Our one route hands the query's *text* to the engine port. ``tests/web/test_endpoint_contract.py`` holds the
installed version to what is relied on here.
"""

from rdflib import Dataset, Graph
from rdflib_endpoint import SparqlRouter
from starlette.datastructures import Headers as StarletteHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lupaus.media import HTML, JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE
from lupaus.namespaces import EXTERNAL
from lupaus.sparql import accept, protocol
from lupaus.sparql.description import GEOSPARQL_FUNCTIONS, Capabilities, describe_service, to_ntriples
from lupaus.sparql.limits import Limits
from lupaus.web.answering import Answering
from lupaus.web.body import read_body
from lupaus.web.context import Context
from lupaus.web.document import document_reply
from lupaus.web.headers import EDITOR, field, read
from lupaus.web.pages.language import choose_languages, languages_of
from lupaus.web.reply import EXCHANGE, Reply, respond
from lupaus.web.result_page import EditorForm, editor_page

__all__ = ["METHODS", "Endpoint"]

METHODS = ("GET", "HEAD", "POST", "QUERY")
"""SPARQL 1.1 Protocol, section 2.1; QUERY is the safe method with a body (IETF draft safe-method-w-body)."""

_DESCRIPTIONS = (TURTLE, RDFXML, NTRIPLES, JSONLD, TRIG, NQUADS, HTML)
_RDFLIB_NAMES = {
    TURTLE: "turtle", RDFXML: "xml", NTRIPLES: "nt", JSONLD: "json-ld",
    TRIG: "turtle", NQUADS: "nt",  # of one graph without a name, those are the same text
}  # fmt: skip


class Endpoint(SparqlRouter):
    """The router with its one route."""

    def __init__(self, context: Context, path: str) -> None:
        self._context = context
        site = context.site
        super().__init__(
            path=path,
            title=site.title,
            description="Read only. The service description says what it can do.",
            graph=Dataset(),  # stays empty: the engine holds the data
            service_description=_describe(context, path),
            public_url=site.address(path),
            example_queries={example.slug: {"query": example.query} for example in site.examples},
        )
        self.routes.clear()
        # Given a class instance, Starlette calls it as an ASGI application; its types know functions only.
        self.add_route(path, _Handler(self, context), methods=METHODS, name="sparql")  # type: ignore[arg-type]

    def prepare_sd_graph(self) -> None:
        """Nothing to add: the parent would claim features that we do not have (SERVICE, a union default graph)."""

    def serve_yasgui(self) -> Response:
        """The editor; the parent's loads scripts from another host."""
        return Response(editor_page(self._context, EditorForm(), choose_languages("")), media_type=HTML.media_type)

    def written_description(self, format_name: str) -> bytes:
        """The service description in a format that rdflib knows."""
        return self.service_description.serialize(format=format_name, encoding="utf-8")


class _Handler:
    """The route's ASGI application: a class instance, so that Starlette calls it without a wrapper."""

    def __init__(self, endpoint: Endpoint, context: Context) -> None:
        self._endpoint = endpoint
        self._context = context
        self._answering = Answering(context)
        self._limits = Limits.from_settings(context.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        settings, exchange = self._context.settings, scope[EXCHANGE]
        exchange.outcome = "refused"
        body = b""
        if scope["method"] not in ("GET", "HEAD"):
            body = await read_body(
                receive,
                scope["headers"],
                max_bytes=settings.max_body_bytes,
                time_limit_ms=settings.request_time_limit_ms,
            )
        content_type = StarletteHeaders(scope=scope).get("content-type")
        request = protocol.parse_request(scope["method"], scope["query_string"], content_type, body, self._limits)
        if request is None:
            exchange.outcome = ""
            await respond(await self._describe(scope), scope, send)
        else:
            await self._answering.answer(request, scope, receive, send)

    async def _describe(self, scope: Scope) -> Reply:
        """No query: the service description (SPARQL 1.1 Service Description, section 2), or the editor."""
        context = self._context
        asked = read(scope["headers"], b"accept", b"accept-language")
        form = accept.negotiate([asked.get(b"accept", "")], _DESCRIPTIONS)
        if form is HTML:
            languages = languages_of(Request(scope))
            return await document_reply(
                context.cache,
                scope,
                key=f"editor|{languages.key}",
                make=lambda: editor_page(context, EditorForm(), languages),
                content_type=HTML.content_type,
                modified=context.site.released,
                vary=("Accept", *languages.vary),
                extras=(*EDITOR, field("content-language", languages[0])),
            )
        return await document_reply(
            context.cache,
            scope,
            key=f"service|{form.name}",
            make=lambda: self._endpoint.written_description(_RDFLIB_NAMES[form]),
            content_type=form.content_type,
            modified=context.site.released,
            vary=("Accept",),
        )


def _describe(context: Context, path: str) -> Graph:
    site, settings = context.site, context.settings
    capabilities = Capabilities(
        endpoint=site.address(path),
        default_graph_triples=site.default_triples,
        named_graphs=site.graphs,
        limits=Limits.from_settings(settings),
        time_limit_ms=settings.query_time_limit_ms,
        is_union_default=site.source.default_graph == "union",
        functions=GEOSPARQL_FUNCTIONS if settings.engine == "oxigraph" else (),
    )
    graph = Graph()
    for prefix in ("sd", "void", "rdfs", "xsd"):
        graph.bind(prefix, EXTERNAL[prefix])
    return graph.parse(data=to_ntriples(describe_service(capabilities)), format="nt")

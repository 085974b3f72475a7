"""The whole surface on one screen: every address, and the application that answers there."""

import sys
from typing import TextIO

from starlette.requests import Request
from starlette.routing import BaseRoute, Match, Route, Router
from starlette.types import Receive, Scope, Send

from lupaus.engine.base import Engine
from lupaus.errors import N_, AnswerError, NotFound
from lupaus.settings import Settings
from lupaus.web.cache import AnswerCache
from lupaus.web.context import Context
from lupaus.web.crawlers import Crawlers
from lupaus.web.dumps import Dumps
from lupaus.web.editor import EditorFiles
from lupaus.web.endpoint import Endpoint
from lupaus.web.failed_query import failed_query_reply
from lupaus.web.feed import Feed
from lupaus.web.files import Files
from lupaus.web.fragments import Fragments
from lupaus.web.front import Front
from lupaus.web.graphs import Graphs
from lupaus.web.headers import field, preflight
from lupaus.web.health import Health
from lupaus.web.home import Home
from lupaus.web.linksets import Linksets
from lupaus.web.log import RequestLog
from lupaus.web.metrics import Metrics
from lupaus.web.pages.render import Pages
from lupaus.web.problems import Problems
from lupaus.web.reply import Reply
from lupaus.web.resource import Resources
from lupaus.web.search import Search
from lupaus.web.site import Site
from lupaus.web.versions import Versions
from lupaus.web.views.handlers import Views

__all__ = ["create_app", "make_routes"]

_MIB, _KIB = 1_048_576, 1_024


def make_routes(context: Context) -> list[BaseRoute]:
    """Every address. What a release is needed for is left out where plain files are served."""
    files = Files(context) if context.site.has_documents else None
    home, health, graphs = Home(context, files), Health(context), Graphs(context, files)
    editor = EditorFiles(context)
    routes: list[BaseRoute] = [
        *Endpoint(context, "/sparql").routes,
        Route("/rdf-graphs", graphs.indirect),
        Route("/graph/{name:path}", graphs.direct),
        Route("/", home.page),
        Route("/style.css", home.style),
        Route("/page.js", home.script),
        Route("/assets/{name}", editor.asset),
        Route("/editor.json", editor.known),
        Route("/problems", home.problems),
        Route("/health", health.health),
        Route("/metrics", health.metrics),
    ]
    if files is None:
        return routes
    resources, dumps, crawlers = Resources(context), Dumps(context), Crawlers(context)
    feed, fragments, search, views = Feed(context), Fragments(context), Search(context), Views(context)
    linksets, versions = Linksets(context, files), Versions(context, files, dumps)
    return [
        *routes,
        Route("/id/{path:path}", resources.thing),
        Route("/doc/{path:path}", resources.document),
        Route("/ns", files.vocabulary),
        Route("/ns.{suffix}", files.vocabulary),
        Route("/ns/{version}", files.vocabulary_version),
        Route("/context.jsonld", files.context),
        Route("/shapes", files.shapes),
        Route("/shapes.{suffix}", files.shapes),
        Route("/dataset", files.description),
        Route("/dataset.{suffix}", files.description),
        Route("/dataset/{version}.rdfp", feed.patch),
        Route("/dataset/{version}", versions.description),
        Route("/dataset/{version}/{path:path}", versions.below),
        Route("/feed", feed.stream),
        Route("/feed.{suffix}", feed.stream),
        Route("/feed/{version}/{number}", feed.page),
        Route("/fragments", fragments.fragment),
        Route("/fragments.{suffix}", fragments.fragment),
        Route("/timegate/{path:path}", versions.time_gate),
        Route("/timemap/{path:path}", versions.time_map),
        Route("/catalog", files.description),
        Route("/catalog.{suffix}", files.description),
        Route("/.well-known/void", files.description),
        Route("/.well-known/void.{suffix}", files.description),
        Route("/.well-known/sparql-examples", files.examples),
        Route("/.well-known/sparql-examples.{suffix}", files.examples),
        Route("/.well-known/sparql-examples/{path:path}", files.example),
        Route("/linkset/{path:path}", linksets.linkset),
        Route("/dumps/SHA256SUMS", dumps.checksums),
        Route("/dumps/{path:path}", dumps.dump),
        Route("/timeline", views.timeline),
        Route("/compare", views.compare),
        Route("/compare.{suffix}", views.compare),
        Route("/map", views.map),
        Route("/network", views.network),
        Route("/quality", views.quality),
        Route("/search", search.answer),
        Route("/search.{suffix}", search.answer),
        Route("/robots.txt", crawlers.robots),
        Route("/sitemap.xml", crawlers.sitemap),
        Route("/sitemap-{number}.xml", crawlers.part),
    ]


def create_app(
    engine: Engine,
    site: Site,
    settings: Settings,
    log: TextIO | None = sys.stdout,
    metrics: Metrics | None = None,
) -> Front:
    """The application for ``site``, answering queries with ``engine``, which is running or will be.

    ``log`` receives one JSON line per request; ``None``: no log. ``metrics`` goes on counting where another
    application left off.
    """
    pages = Pages(site)
    problems = Problems(site, pages)
    cache = AnswerCache(settings.cache_mib * _MIB, settings.cache_entry_kib * _KIB)
    context = Context(engine, site, settings, pages, problems, cache, metrics=metrics or Metrics())
    routes = make_routes(context)

    def options(scope: Scope) -> Reply:
        """What may be done at an address (and, to a browser's question, by whom: anyone)."""
        methods: set[str] = set()
        for route in routes:
            if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
                methods |= set(route.methods or ())
        if not methods:
            raise NotFound(N_("Nothing is at %(path)s."), values={"path": scope["path"]})
        return Reply(204, (*preflight(methods), field("cache-control", "public, max-age=86400")))

    def problem(error: AnswerError, scope: Scope) -> Reply:
        """What went wrong, in the form the client reads."""
        return failed_query_reply(context, error, scope) or problems.reply(error, scope)

    # A bare router: Starlette's own application would add two layers of error handling, and Front is one already.
    router = Router(routes, redirect_slashes=False, default=_nothing)
    return Front(
        router,
        cache=cache,
        flights=context.flights,
        metrics=context.metrics,
        log=RequestLog(log, log_addresses=settings.log_addresses),
        problem=problem,
        options=options,
    )


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    path = Request(scope).url.path
    if path.endswith("/"):
        raise NotFound(N_("Nothing is at %(path)s. Try it without the slash at its end."), values={"path": path})
    raise NotFound(N_("Nothing is at %(path)s."), values={"path": path})

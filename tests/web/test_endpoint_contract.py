"""What ``web/endpoint.py`` relies on in the installed rdflib-endpoint, Starlette and uvicorn."""

import inspect
from dataclasses import replace

import pytest
from fastapi import APIRouter
from rdflib import Graph
from rdflib_endpoint import SparqlRouter
from starlette.routing import Route, Router

from lupaus.web.app import create_app, make_routes
from lupaus.web.cache import AnswerCache
from lupaus.web.context import Context
from lupaus.web.endpoint import METHODS, Endpoint
from lupaus.web.pages.render import Pages
from lupaus.web.problems import Problems

PARAMETERS = ("path", "title", "description", "graph", "service_description", "public_url", "example_queries")
HOOKS = ("prepare_sd_graph", "serve_yasgui", "add_route")
ATTRIBUTES = ("graph", "service_description", "path", "title", "description", "public_url", "example_queries")


@pytest.fixture
def context(small_site, scripted, web_settings):
    pages = Pages(small_site)
    return Context(scripted, small_site, web_settings, pages, Problems(small_site, pages), AnswerCache(0, 0))


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_parent_takes_what_we_give_it(name):
    assert name in inspect.signature(SparqlRouter.__init__).parameters


@pytest.mark.parametrize("name", HOOKS)
def test_the_parent_has_the_hooks_we_override_or_use(name):
    assert callable(getattr(SparqlRouter, name))


def test_the_parent_calls_the_hook_of_the_description():
    class Probe(SparqlRouter):
        called = 0

        def prepare_sd_graph(self):
            Probe.called += 1

    Probe(path="/x", graph=Graph())
    assert Probe.called == 1


def test_the_parents_own_routes_are_what_we_take_away():
    stock = SparqlRouter(path="/sparql", graph=Graph(), service_description=Graph())
    assert isinstance(stock, APIRouter)
    assert isinstance(stock, Router)
    assert {route.path for route in stock.routes} == {"/sparql", "/sparql/"}


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_the_parent_keeps_what_it_was_given(context, name):
    assert getattr(Endpoint(context, "/sparql"), name) is not None


def test_there_is_one_route_and_it_is_ours(context):
    endpoint = Endpoint(context, "/sparql")
    (route,) = endpoint.routes
    assert type(route) is Route, "not one of FastAPI's: those cost five times as much"
    assert route.path == "/sparql"
    assert route.methods == set(METHODS)
    assert type(route.app).__module__ == "lupaus.web.endpoint"


def test_the_description_claims_only_what_there_is(context):
    text = Endpoint(context, "/sparql").written_description("nt").decode()
    assert "BasicFederatedQuery" not in text
    assert "UnionDefaultGraph" not in text
    assert "<http://public.example/sparql>" in text


def test_a_union_default_graph_is_described_as_one(context):
    site = replace(context.site, source=replace(context.site.source, default_graph="union"))
    text = Endpoint(replace(context, site=site), "/sparql").written_description("nt").decode()
    assert "UnionDefaultGraph" in text


def test_the_editor_hook_gives_our_editor(context):
    page = Endpoint(context, "/sparql").serve_yasgui().body.decode()
    assert "<textarea" in page
    assert "unpkg.com" not in page


def test_the_parents_graph_stays_empty(context):
    assert len(Endpoint(context, "/sparql").graph) == 0


def test_stock_routes_are_not_reachable(client):
    for path in ("/sparql/", "/docs", "/openapi.json", "/redoc"):
        assert client.get(path).status_code == 404
    answer = client.post("/sparql", data={"update": "INSERT DATA { <http://a> <http://b> <http://c> }"})
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("#forbidden"), "ours, not the parent's"


def test_only_one_module_imports_the_parent():
    from importlib.resources import files

    importers = [
        path.name
        for path in files("lupaus.web").iterdir()
        if path.name.endswith(".py") and "import SparqlRouter" in path.read_text()
    ]
    assert importers == ["endpoint.py"]


def test_every_route_is_in_the_one_list(context):
    paths = [route.path for route in make_routes(context)]
    assert len(paths) == len(set(paths))
    assert {"/", "/sparql", "/id/{path:path}", "/doc/{path:path}", "/ns", "/problems", "/health"} <= set(paths)


def test_without_a_release_there_are_no_documents(context):
    plain = replace(context, site=replace(context.site, release=None))
    assert {route.path for route in make_routes(plain)} == {
        "/", "/sparql", "/rdf-graphs", "/graph/{name:path}", "/style.css", "/page.js", "/assets/{name}", "/editor.json",
        "/problems", "/health", "/metrics",
    }  # fmt: skip


def test_the_application_speaks_http_only(small_site, scripted, web_settings):
    import asyncio

    app = create_app(scripted, small_site, web_settings, None)
    with pytest.raises(RuntimeError, match="websocket"):
        asyncio.run(app({"type": "websocket"}, None, None))

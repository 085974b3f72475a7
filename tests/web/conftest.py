"""One small release and one server over it for the whole area; engines that do as they are told."""

import asyncio

import pytest
from derived import TREE, derive
from live_server import SETTINGS, live_site

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs
from lupaus.engine.pool import WorkerPool
from lupaus.web.opening import site_of_release

OLD_CITY = """
<https://w3id.org/lupaus/id/city/fi/old-town> a lup:City ;
    rdfs:label "Old Town"@en .
"""


@pytest.fixture(scope="session")
def small_release(tmp_path_factory):
    """A release of the small tree."""
    built = build_release(Inputs(TREE), tmp_path_factory.mktemp("web") / "release")
    yield built
    built.close()


@pytest.fixture(scope="session")
def earlier(tmp_path_factory):
    """Helsinki had another name, and one more city was there."""
    cities = ("data/cities/fi.ttl", ('"Helsinki"@en', '"Helsingfors"@en'), (";\n    schema:sameAs wd:Q1757 .",
              ";\n    schema:sameAs wd:Q1757 .\n" + OLD_CITY))  # fmt: skip
    built = derive(tmp_path_factory.mktemp("earlier"), "2026-11-20", cities)
    yield built
    built.close()


@pytest.fixture(scope="session")
def small_site(small_release):
    """The site of that release."""
    return site_of_release(small_release, "http://public.example")


@pytest.fixture(scope="session")
def web_settings():
    """Small limits, so that passing them is quick."""
    return SETTINGS


@pytest.fixture(scope="session")
def server(small_site):
    """A real server with a real engine over the small release."""
    engine = WorkerPool(small_site.source, SETTINGS)
    with live_site(small_site, engine) as running:
        yield running


@pytest.fixture
def client(server):
    """A client of that server that follows nothing by itself."""
    with server.client(follow_redirects=False) as http:
        yield http


class Script:
    """An answer that plays a list: bytes are chunks, an exception is raised, an Event is waited for."""

    def __init__(self, engine, steps):
        self._engine, self._steps = engine, iter(steps)

    def __aiter__(self):
        return self

    async def __anext__(self):
        for step in self._steps:
            if isinstance(step, bytes):
                return step
            if isinstance(step, BaseException):
                raise step
            if isinstance(step, float):
                await asyncio.sleep(step)
            else:
                await self._engine.wait_for(step)
        raise StopAsyncIteration

    async def aclose(self):
        self._engine.closed += 1


class ScriptedEngine:
    """Answers each query by the script its text names; counts what it is asked."""

    def __init__(self):
        self.scripts = {}
        self.requests = []
        self.closed = 0
        self.cancelled = 0

    async def start(self):
        pass

    async def stop(self):
        pass

    def counters(self):
        return {"workers": 1}

    async def wait_for(self, event):
        """Wait for a ``threading.Event`` without blocking the loop."""
        try:
            while not event.is_set():  # noqa: ASYNC110 - it is set by another thread
                await asyncio.sleep(0.005)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise

    async def answer(self, request):
        self.requests.append(request)
        name = next((name for name in self.scripts if name in request.query), None)
        steps = self.scripts.get(name, [b'{"head":{},"boolean":true}'])
        if steps and isinstance(steps[0], Exception):
            raise steps[0]
        if steps and hasattr(steps[0], "is_set"):
            await self.wait_for(steps[0])
            steps = steps[1:]
        if steps and isinstance(steps[0], Exception):
            raise steps[0]
        return Script(self, steps)


@pytest.fixture
def scripted():
    """An engine to be told what happens."""
    return ScriptedEngine()


@pytest.fixture
def scripted_server(scripted, small_site):
    """A server around it."""
    with live_site(small_site, scripted) as running:
        yield running

"""The order of a start: the engine loads in a process of its own, and we get ready meanwhile."""

import asyncio

import pytest

from lupaus.errors import StartError
from lupaus.settings import Settings
from lupaus.web.server import Serving, bind


class Engine:
    """Notes what happens; it loads until ``loaded`` is set."""

    def __init__(self, events, failure=None):
        self.events, self.failure = events, failure
        self.loaded = asyncio.Event()

    async def start(self):
        self.events.append("spawned")
        try:
            await self.loaded.wait()
            if self.failure:
                raise self.failure
            self.events.append("loaded")
        except asyncio.CancelledError:
            self.events.append("given up")
            raise

    async def stop(self):
        self.events.append("stopped")


def serve(events, engine, prepare):
    async def make_app():
        events.append("app")
        raise StartError("far enough")

    Serving(bind("127.0.0.1", 0), engine, make_app, Settings(), prepare=prepare).run()


def test_what_needs_no_engine_is_done_while_it_loads():
    events = []
    engine = Engine(events)

    def prepare():
        events.append("prepared")
        engine.loaded.set()

    with pytest.raises(StartError, match="far enough"):
        serve(events, engine, prepare)
    assert events == ["spawned", "prepared", "loaded", "app", "stopped"]


def test_an_engine_that_cannot_start_makes_no_application():
    events = []
    engine = Engine(events, StartError("no data"))
    with pytest.raises(StartError, match="no data"):
        serve(events, engine, engine.loaded.set)
    assert events == ["spawned", "stopped"]


def test_whatever_fails_meanwhile_leaves_no_engine_behind():
    events = []

    def prepare():
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        serve(events, Engine(events), prepare)
    assert events == ["spawned", "given up", "stopped"]

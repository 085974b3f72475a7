"""Going over to another release: every request is answered by one release, whole, and none is refused."""

import asyncio
import itertools
import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from chunks import Chunks
from live_server import SETTINGS, NoEngine, served

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs
from lupaus.errors import ReleaseError
from lupaus.web.app import create_app
from lupaus.web.generations import Generation, Generations

TREE = Path(__file__).parents[1] / "dataset" / "tree"


class Shelf:
    """Releases to be found one after the other, each with an engine of its own."""

    def __init__(self, site, engines):
        self.site, self.engines = site, engines
        self.made, self.closed = [], []
        self.there = "a"
        self.is_copied = True

    def look(self):
        return self.there

    async def make(self):
        name = self.there
        if not self.is_copied:
            raise ReleaseError("manifest.json is still being copied.")
        if name == "damaged":
            raise ReleaseError("manifest.json is damaged; build the release anew.")
        engine = self.engines[name]
        self.made.append(name)
        site = replace(self.site, version=name * 64)
        return Generation(
            site.version, engine, create_app(engine, site, SETTINGS, None), lambda: self.closed.append(name)
        )


class Engine(NoEngine):
    """Answers with its name, once it may."""

    def __init__(self, name):
        self.name, self.may = name, threading.Event()
        self.is_stopped = False
        self.may.set()

    async def stop(self):
        self.is_stopped = True

    async def answer(self, request):
        while not self.may.is_set():  # noqa: ASYNC110 - another thread sets it
            await asyncio.sleep(0.005)
        return Chunks([b'{"head":{},"boolean":true,"by":"%s"}' % self.name.encode()])


@pytest.fixture
def shelf(small_site):
    return Shelf(small_site, {name: Engine(name) for name in "abc"})


@pytest.fixture
def running(shelf):
    generations = Generations(shelf.make, shelf.look, look_every_s=0.01)

    async def make_app():
        return generations

    with served(make_app, generations, SETTINGS) as server:
        server.generations = generations
        yield server


def until(holds):
    for _ in range(2_000):
        if holds():
            return
        threading.Event().wait(0.005)
    raise AssertionError("it never happened")


def test_a_request_ends_on_the_release_it_began_with(running, shelf):
    answers = {}

    def ask(name, query):
        answers[name] = httpx.get(f"{running.url}/sparql", params={"query": query}, timeout=20)

    shelf.engines["a"].may.clear()
    slow = threading.Thread(target=ask, args=("slow", "ASK { ?s ?p 1 }"))
    slow.start()
    until(lambda: running.generations._current.running == 1)
    shelf.there = "b"
    until(lambda: running.generations.version == "b" * 64)
    ask("new", "ASK { ?s ?p 1 }")
    assert answers["new"].json()["by"] == "b"
    assert answers["new"].headers["lupaus-release"] == "b" * 64
    assert not shelf.engines["a"].is_stopped
    assert shelf.closed == []
    shelf.engines["a"].may.set()
    slow.join()
    assert answers["slow"].json()["by"] == "a"
    assert answers["slow"].headers["lupaus-release"] == "a" * 64
    assert answers["slow"].headers["etag"] != answers["new"].headers["etag"]
    until(lambda: shelf.engines["a"].is_stopped)
    assert shelf.closed == ["a"]


def test_what_one_release_was_asked_is_asked_anew_of_the_next(running, shelf):
    def ask(**headers):
        return httpx.get(f"{running.url}/sparql", params={"query": "ASK {}"}, headers=headers)

    first = ask()
    assert ask(**{"If-None-Match": first.headers["etag"]}).status_code == 304
    shelf.there = "b"
    until(lambda: running.generations.version == "b" * 64)
    second = ask(**{"If-None-Match": first.headers["etag"]})
    assert (second.status_code, second.json()["by"]) == (200, "b")


def test_a_damaged_release_is_not_served_and_the_old_one_goes_on(running, shelf, caplog):
    shelf.there = "damaged"
    until(lambda: "damaged" in caplog.text)
    assert httpx.get(f"{running.url}/sparql", params={"query": "ASK {}"}).json()["by"] == "a"
    shelf.there = ""
    running.generations.wake()
    shelf.there = "c"
    until(lambda: running.generations.version == "c" * 64)
    assert shelf.made == ["a", "c"]
    assert running.generations.switches == 1


def test_what_could_not_be_served_is_tried_again_when_told(running, shelf, caplog):
    shelf.is_copied = False
    shelf.there = "b"
    until(lambda: "still being copied" in caplog.text)
    shelf.is_copied = True
    assert running.generations.version == "a" * 64
    running.generations.wake()
    until(lambda: running.generations.version == "b" * 64)


def test_the_end_stops_whatever_runs(shelf):
    generations = Generations(shelf.make, shelf.look, look_every_s=0.01)

    async def make_app():
        return generations

    with served(make_app, generations, SETTINGS):
        shelf.there = "b"
        until(lambda: generations.version == "b" * 64)
    assert shelf.engines["a"].is_stopped
    assert shelf.engines["b"].is_stopped
    assert sorted(shelf.closed) == ["a", "b"]


OURS = "?s ?p ?o FILTER (isIRI(?s) && CONTAINS(STR(?s), '.example/'))"


@pytest.mark.slow
def test_ten_switches_under_load_lose_and_mix_nothing(tmp_path):
    bases = ("http://one.example/", "http://two.example/")
    releases = [build_release(Inputs(TREE, base), tmp_path / f"r{n}") for n, base in enumerate(bases)]
    versions = {release.version: base for release, base in zip(releases, bases, strict=True)}
    link = tmp_path / "current"
    link.symlink_to(releases[0].path)
    command = [
        sys.executable,
        "-m",
        "lupaus",
        "serve",
        "--port",
        "0",
        "--watch",
        link,
        "--client-query-seconds",
        "0",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    said = ""
    for line in process.stderr:
        said += line
        if line.startswith("SERVICE"):
            break
    url = re.search(r"endpoint\s+(http://\S+)/sparql", said)[1]
    reader = threading.Thread(target=process.stderr.read)
    reader.start()
    seen, wrong, is_over, numbers = Counter(), [], threading.Event(), itertools.count()

    def load():
        with httpx.Client(base_url=url, timeout=30) as client:
            while not is_over.is_set():
                number = next(numbers)
                query = (
                    f"SELECT ?s ({number} AS ?n) {{ {OURS} }} LIMIT 3" if number % 2 else f"SELECT * {{ {OURS} }}"
                )
                try:
                    answer = client.get("/sparql", params={"query": query, "format": "csv"})
                    version = answer.headers["lupaus-release"]
                    other = next(base for known, base in versions.items() if known != version)
                    if answer.status_code != 200 or other in answer.text or versions[version] not in answer.text:
                        wrong.append((answer.status_code, version, answer.text[:200]))
                    seen[version] += 1
                except (httpx.HTTPError, KeyError) as error:
                    wrong.append(repr(error))

    threads = [threading.Thread(target=load) for _ in range(6)]
    try:
        for thread in threads:
            thread.start()
        for turn in range(1, 11):
            new = tmp_path / "new"
            new.symlink_to(releases[turn % 2].path)
            new.replace(link)
            process.send_signal(signal.SIGHUP)
            wanted = releases[turn % 2].version
            until(lambda wanted=wanted: httpx.get(f"{url}/health", timeout=30).json()["release"] == wanted)
            before = sum(seen.values())
            until(lambda before=before: sum(seen.values()) > before + 300)
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
        process.terminate()
        assert process.wait(30) == 0
        reader.join()
        process.stderr.close()
    assert wrong == []
    assert sum(seen.values()) > 3_000
    assert min(seen.values()) > 1_000, seen

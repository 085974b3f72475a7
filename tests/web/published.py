"""A release that says of itself what the real one says: the small tree, with the real metadata and vocabulary."""

import shutil
from contextlib import contextmanager
from pathlib import Path

from derived import TREE, rewrite
from live_server import SETTINGS, live_site

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs
from lupaus.engine.pool import WorkerPool
from lupaus.web.opening import site_of_release

ROOT = Path(__file__).parents[2]


@contextmanager
def published(folder):
    """The release, and a client of a server of it that follows redirects."""
    tree = folder / "tree"
    shutil.copytree(TREE, tree)
    shutil.copy(ROOT / "data/dataset.ttl", tree / "data/dataset.ttl")
    shutil.rmtree(tree / "ontology")
    shutil.copytree(ROOT / "ontology", tree / "ontology")
    rewrite(
        tree / "ontology/lupaus.ttl", ("signature/helsinki-impact-declaration-2019/tallinn", "city/fi/helsinki")
    )
    release = build_release(Inputs(tree), folder / "release")
    site = site_of_release(release, "http://public.example")
    with live_site(site, WorkerPool(site.source, SETTINGS)) as running, running.client() as http:
        http.follow_redirects = True
        yield release, http
    release.close()

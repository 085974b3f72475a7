"""A source tree with links that are right and wrong, and a server that speaks like Wikidata's."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from neighbour import forward_to, neighbour

from lupaus.dataset.inputs import Inputs

HERE = Path(__file__).parent
TREE = HERE.parent / "dataset/tree"
BASE = "https://w3id.org/lupaus/"
CITIES = f"""
<{BASE}id/city/fi/espoo> a lup:City ; rdfs:label "Esbo"@fi , "Espoo"@en ; schema:sameAs wd:Q47034 .
<{BASE}id/city/fi/vantaa> a lup:City ; rdfs:label "Vantaa"@en ; schema:sameAs wd:Q901 .
<{BASE}id/city/fi/turku> a lup:City ; rdfs:label "Turku"@en ; schema:sameAs wd:Q38511 .
<{BASE}id/city/fi/oulu> a lup:City ; rdfs:label "Oulu"@en ; lup:wikidataId "Q998" .
<{BASE}id/city/fi/kemi> a lup:City ; rdfs:label "Kemi"@en ; schema:containedInPlace <{BASE}id/country/fi> .
<{BASE}id/country/fi> a schema:Country ; rdfs:label "Finland"@en ; schema:sameAs wd:Q33 .
"""
GEO = f"""
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{BASE}id/city/fi/turku> wgs:lat 60.45148 ; wgs:long 22.26869 .
<{BASE}id/city/fi/espoo> wgs:lat 60.2052 ; wgs:long 24.6522 ; rdfs:seeAlso <https://sws.geonames.org/660158/> .
"""


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A copy of the small tree, which the commands take for the checkout; the cache is the test's own."""
    copy = Path(shutil.copytree(TREE, tmp_path / "tree"))
    monkeypatch.setattr("lupaus.dataset.inputs.find_inputs", lambda base=Inputs.base: Inputs(copy, base))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return copy


@pytest.fixture
def linked_tree(tree):
    """The tree with more cities: links to a merged, a deleted and a far-away item."""
    for name, more in (("cities/fi.ttl", CITIES), ("geo/cities.ttl", GEO)):
        path = tree / "data" / name
        path.write_text(path.read_text() + more)
    return tree


@pytest.fixture
def pauses(monkeypatch):
    """Nobody waits; what would have been waited for is listed."""
    slept = []
    monkeypatch.setattr("lupaus.curation.client.time.sleep", slept.append)
    return slept


@pytest.fixture(scope="session")
def sparql_server():
    """``lupaus serve`` over the fixture, as its own process; the endpoint's address."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LUPAUS_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "lupaus", "serve", "--default-graph", "union", HERE / "wikidata.ttl"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**kept, "LUPAUS_PORT": "0"},
    )  # fmt: skip
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"(http://127\.0\.0\.1:\d+/sparql)", line):
                break
        else:
            pytest.fail("".join(said))
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture
def wikidata(sparql_server, pauses):
    """The server behind a neighbour that can misbehave."""
    with neighbour(forward_to(sparql_server)) as mine:
        yield mine

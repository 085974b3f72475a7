"""Two releases, one served and one kept: what changed is known, and what was is still there."""

import json
import re
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from crawler import FORMATS, Crawler
from derived import TREE, derive
from live_server import NoEngine, live_site
from pyoxigraph import RdfFormat, parse

from lupaus.dataset.build import build_release
from lupaus.dataset.changes import canonical_quads
from lupaus.dataset.history import Change, History
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.release import open_kept
from lupaus.errors import ReleaseError, StartError
from lupaus.web.headers import http_date
from lupaus.web.opening import site_of_release

HELSINKI = "/doc/city/fi/helsinki"
TURTLE = {"accept": "text/turtle"}


@contextmanager
def build_closed(tree, folder):
    """A release of ``tree`` that is closed at the end."""
    built = build_release(Inputs(tree), folder / "release")
    yield built
    built.close()


@pytest.fixture(scope="module")
def history(small_release, earlier):
    return History(small_release, [earlier])


@pytest.fixture(scope="module")
def client(small_release, earlier):
    site = site_of_release(small_release, "http://public.example", [earlier])
    with live_site(site, NoEngine()) as running, running.client(follow_redirects=False) as http:
        yield http


def test_what_changed_is_told_and_nothing_else(history, small_release, earlier):
    changes = history.changes(small_release.version)
    assert Change("delete", "id/city/fi/old-town") in changes
    assert Change("update", "id/city/fi/helsinki") in changes
    assert {change.kind for change in history.changes(earlier.version)} == {"create"}
    assert not [change for change in changes if change.path == "id/source/page"]
    assert len(changes) < len(history.changes(earlier.version))


def test_a_document_is_as_old_as_its_last_change(history, small_release, earlier):
    assert history.modified("id/city/fi/helsinki") == small_release.released.astimezone(UTC)
    assert history.modified("id/source/page") == earlier.released.astimezone(UTC)


def test_a_release_from_after_the_one_served_is_refused(small_release, earlier):
    with pytest.raises(StartError, match="newer"):
        History(earlier, [small_release])


def test_a_release_of_another_base_is_refused(small_release, tmp_path):
    other = build_release(Inputs(TREE, base="https://example.org/other/"), tmp_path / "other")
    with pytest.raises(StartError, match="has the base"):
        History(small_release, [other])
    other.close()


def test_a_folder_of_releases_is_opened(earlier, tmp_path):
    (found,) = open_kept(earlier.path.parent)
    assert found.version == earlier.version
    found.close()
    with pytest.raises(ReleaseError, match="folder of releases"):
        open_kept(tmp_path / "missing")


def test_a_document_is_reachable_as_it_was(client, earlier):
    answer = client.get(f"/dataset/{earlier.version}{HELSINKI}", headers=TURTLE)
    assert "Helsingfors" in answer.text
    assert answer.headers["memento-datetime"] == http_date(earlier.released)
    assert answer.headers["cache-control"].endswith("immutable")
    assert '<http://public.example/doc/city/fi/helsinki>; rel="original"' in answer.headers.get("link")
    assert "Helsingfors" not in client.get(HELSINKI, headers=TURTLE).text


@pytest.mark.parametrize("suffix", ["html", "ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_it_comes_in_every_form(client, earlier, suffix):
    answer = client.get(f"/dataset/{earlier.version}{HELSINKI}.{suffix}")
    assert answer.status_code == 200
    assert "Helsingfors" in answer.text
    again = client.get(f"/dataset/{earlier.version}{HELSINKI}.{suffix}",
                       headers={"if-none-match": answer.headers["etag"]})  # fmt: skip
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["", "/dumps/dataset.nq", "/dumps/SHA256SUMS"])
def test_a_version_and_its_files_stay(client, earlier, path):
    answer = client.get(f"/dataset/{earlier.version}{path}", headers={"accept-encoding": "identity"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"].endswith("immutable")
    if path.endswith(".nq"):
        assert answer.content == (earlier.path / "dataset.nq").read_bytes()


@pytest.mark.parametrize("path", ["/dataset/nope", "/dataset/nope/doc/city/fi/helsinki", "/timegate/id/city/fi/helsinki",
                                  "/timemap/doc/nope", "/timegate/doc/nope"])  # fmt: skip
def test_what_was_never_kept_is_404(client, path):
    assert client.get(path).status_code == 404


def test_a_version_has_no_document_that_it_had_not(client, small_release):
    assert client.get(f"/dataset/{small_release.version}/doc/city/fi/old-town").status_code == 404


MOMENTS = [
    (datetime(2020, 1, 1, tzinfo=UTC), "earlier"),
    (datetime(2026, 11, 22, tzinfo=UTC), "earlier"),
    (datetime(2030, 1, 1, tzinfo=UTC), "current"),
    (None, "current"),
]


@pytest.mark.parametrize(("moment", "expected"), MOMENTS)
def test_the_time_gate_leads_to_what_was_current_then(client, small_release, earlier, moment, expected):
    asked = {"accept-datetime": http_date(moment)} if moment else {}
    answer = client.get(f"/timegate{HELSINKI}", headers=asked)
    wanted = earlier if expected == "earlier" else small_release
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/dataset/{wanted.version}{HELSINKI}"
    assert answer.headers["vary"] == "accept-datetime"
    assert client.get(answer.headers["location"]).status_code == 200


def test_a_time_that_is_none_is_a_bad_request(client):
    assert client.get(f"/timegate{HELSINKI}", headers={"accept-datetime": "yesterday"}).status_code == 400


def test_the_time_map_lists_every_state(client, small_release, earlier):
    answer = client.get(f"/timemap{HELSINKI}")
    assert answer.headers["content-type"] == "application/link-format"
    mementos = re.findall(r'<([^>]+)>; rel="((?:\w+ )*memento(?: \w+)*)"; datetime="([^"]+)"', answer.text)
    assert mementos == [
        (f"http://public.example/dataset/{earlier.version}{HELSINKI}", "memento first", http_date(earlier.released)),
        (f"http://public.example/dataset/{small_release.version}{HELSINKI}", "memento last",
         http_date(small_release.released)),
    ]  # fmt: skip


def test_what_a_later_release_left_out_is_gone_and_leads_to_what_was(client, earlier):
    for path in ("/id/city/fi/old-town", "/doc/city/fi/old-town"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert answer.json()["type"].endswith("#gone")
        assert earlier.version in answer.json()["detail"]
        assert '</timemap/doc/city/fi/old-town>; rel="timemap"' in answer.headers["link"]
    assert client.get(f"/dataset/{earlier.version}/doc/city/fi/old-town").status_code == 200


def test_the_ontology_is_at_the_address_of_its_version(tmp_path):
    tree = tmp_path / "tree"
    shutil.copytree(TREE, tree)
    ontology = tree / "ontology/lupaus.ttl"
    ontology.write_text(
        ontology.read_text("utf-8") + "\n<https://w3id.org/lupaus/ns> <http://www.w3.org/2002/07/owl#versionIRI> "
        "<https://w3id.org/lupaus/ns/1.2.0> .\n",
        "utf-8",
    )
    with build_closed(tree, tmp_path) as release:
        site = site_of_release(release, "http://public.example")
        with live_site(site, NoEngine()) as running, running.client() as http:
            assert http.get("/ns/1.2.0.ttl").content == http.get("/ns.ttl").content
            assert http.get("/ns/1.2.0", headers={"accept": "text/html"}).status_code == 200
            assert http.get("/ns/1.1.0").status_code == 404


def test_an_earlier_version_of_the_ontology_is_there_in_every_format(tmp_path):
    tree = tmp_path / "tree"
    shutil.copytree(TREE, tree)
    (tree / "ontology/versions").mkdir()
    text = """<https://w3id.org/lupaus/ns> <http://www.w3.org/2002/07/owl#versionIRI> <https://w3id.org/lupaus/ns/0.9.0> .
        <https://w3id.org/lupaus/ns#Town> a <http://www.w3.org/2002/07/owl#Class> ;
            <http://www.w3.org/2000/01/rdf-schema#label> "town"@en ."""
    (tree / "ontology/versions/0.9.0.ttl").write_text(text)
    with build_closed(tree, tmp_path) as release:
        site = site_of_release(release, "http://public.example")
        with live_site(site, NoEngine()) as running, running.client() as http:
            said = {quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}
            for media_type, form in FORMATS.items():
                answer = http.get("/ns/0.9.0", headers={"accept": media_type})
                assert {quad.triple for quad in parse(answer.content, format=form)} == said, media_type
                assert "immutable" in answer.headers["cache-control"]
                again = http.get(answer.headers["content-location"])
                assert (again.content, again.headers["etag"]) == (answer.content, answer.headers["etag"])
                assert '</ns>; rel="latest-version"' in answer.headers["link"]
            page = http.get("/ns/0.9.0", headers={"accept": "text/html"})
            assert "town" in page.text
            assert http.get("/linkset/ns/0.9.0").status_code == 200
            assert http.get("/dumps/ontology/0.9.0.ttl").status_code == 404
            assert "http://public.example/ns/0.9.0<" in http.get("/sitemap.xml").text


WITHDRAWN = """
<https://w3id.org/lupaus/id/city/fi/old-town> a lup:City ;
    rdfs:label "Old Town"@en ;
    <http://www.w3.org/2002/07/owl#deprecated> true ;
    <http://purl.org/dc/terms/isReplacedBy> <https://w3id.org/lupaus/id/city/fi/helsinki> .
"""


def test_what_was_withdrawn_is_gone_and_names_its_successor(tmp_path):
    release = derive(tmp_path, "2026-11-24", ("data/cities/fi.ttl", (";\n    schema:sameAs wd:Q1757 .",
                     ";\n    schema:sameAs wd:Q1757 .\n" + WITHDRAWN)))  # fmt: skip
    site = site_of_release(release, "http://public.example")
    with live_site(site, NoEngine()) as running, running.client(follow_redirects=False) as http:
        assert http.get("/id/city/fi/old-town").headers["location"] == "/doc/city/fi/old-town"
        for media_type in (*FORMATS, "text/html"):
            answer = http.get("/doc/city/fi/old-town", headers={"accept": media_type})
            assert answer.status_code == 410
            assert answer.headers["content-type"].partition(";")[0] == media_type
            assert (
                '<https://w3id.org/lupaus/id/city/fi/helsinki>; rel="successor-version"' in answer.headers["link"]
            )
            assert "city/fi/helsinki" in answer.text
        assert http.get("/doc/city/fi/helsinki").status_code == 200
        crawler = Crawler(http, release.base)
        crawler.crawl()
        quads = parse(path=release.path / "dataset.nq", format=RdfFormat.N_QUADS)
        assert crawler.everything() == canonical_quads(quads)
    release.close()


def test_a_linkset_says_what_the_headers_say(client):
    answer = client.get(f"/linkset{HELSINKI}")
    assert answer.headers["content-type"] == "application/linkset+json"
    contexts = {each["anchor"]: each for each in json.loads(answer.text)["linkset"]}
    assert len(contexts) == 8
    for suffix in ("ttl", "jsonld", "html"):
        head = client.head(f"{HELSINKI}.{suffix}")
        said = set(re.findall(r'<([^>]+)>; rel="([^"]+)"', head.headers["link"]))
        context = contexts[f"http://public.example{HELSINKI}.{suffix}"]
        told = {
            (target["href"].removeprefix("http://public.example"), relation)
            for relation, targets in context.items() if relation != "anchor" for target in targets
        }  # fmt: skip
        assert told == said
    assert client.get("/linkset/doc/nope").status_code == 404


SIGNPOSTS = ["cite-as", "describedby", "item", "license", "type", "collection", "linkset", "up", "canonical"]


def test_pages_have_the_signposts(client):
    head = client.get(HELSINKI, headers={"accept": "text/html"}).headers["link"]
    relations = set(re.findall(r'rel="([^"]+)"', head))
    assert set(SIGNPOSTS) - {"item"} <= relations
    dataset = client.get("/dataset", headers={"accept": "text/html"}).headers["link"]
    assert {"cite-as", "item", "license", "type", "linkset"} <= set(re.findall(r'rel="([^"]+)"', dataset))


def test_pages_say_what_they_are_about_to_search_engines(client):
    page = client.get(HELSINKI, headers={"accept": "text/html"}).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    told = json.loads(block)
    assert told["@type"] == ["City"]
    assert told["@id"] == "https://w3id.org/lupaus/id/city/fi/helsinki"
    page = client.get("/dataset", headers={"accept": "text/html"}).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert json.loads(block)["@type"] == "Dataset"

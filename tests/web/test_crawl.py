"""A harvester gets exactly what the dump holds, revalidates for nothing, and comes back only for what changed."""

import pytest
from crawler import FORMATS, Crawler
from derived import TREE
from live_server import NoEngine, live_site
from pyoxigraph import NamedNode, RdfFormat, parse

from lupaus.dataset.build import build_release
from lupaus.dataset.changes import apply_changes, canonical_quads
from lupaus.dataset.inputs import Inputs, find_inputs
from lupaus.dataset.patch import read_patch
from lupaus.namespaces import BASE
from lupaus.web import feed
from lupaus.web.opening import site_of_release


def dump(release):
    return frozenset(parse(path=release.path / "dataset.nq", format=RdfFormat.N_QUADS))


def serve(release, *kept):
    return live_site(site_of_release(release, "http://public.example", kept), NoEngine())


@pytest.fixture(scope="module")
def crawled(earlier):
    """A crawl of the earlier release in every form."""
    with serve(earlier) as running, running.client() as http:
        crawler = Crawler(http, BASE)
        assert "/dumps/dataset.nq" in crawler.entrance()
        crawler.crawl(tuple(FORMATS))
        yield crawler


def test_the_crawl_is_the_dump(crawled, earlier):
    assert crawled.everything() == canonical_quads(dump(earlier))


def test_every_form_of_a_document_says_the_same(crawled):
    for path in ("/doc/city/fi/helsinki", "/doc/declaration/test-2019", "/graph/claims"):
        said = crawled.visit(path, tuple(FORMATS))
        triples = {form: canonical_triples(quads) for form, quads in said.items()}
        wanted = triples["application/n-triples"]
        assert len(wanted) > 2
        assert all(found == wanted for found in triples.values()), path


def canonical_triples(quads):
    return canonical_quads(type(q)(q.subject, q.predicate, q.object) for q in quads)


def test_asking_again_costs_nothing(crawled):
    assert len(crawled.tags) > 100
    assert crawled.revalidate() == []


def test_a_release_later_only_what_changed_is_fetched(crawled, earlier, small_release):
    with serve(small_release, earlier) as running, running.client() as http:
        again = Crawler(http, BASE)
        again.held = dict(crawled.held)
        again.update(earlier.released.strftime("%Y-%m-%dT%H:%M:%SZ"))
        assert again.everything() == canonical_quads(dump(small_release))
        documents = {path for path in again.fetched if path.startswith("/doc/")}
        assert {path.partition(".")[0] for path in documents} < {p for p in again.held if p.startswith("/doc/")}
        assert "/doc/city/fi/helsinki" in documents
        assert "/doc/source/page" not in documents


def test_whoever_is_up_to_date_fetches_the_stream_alone(small_release, earlier):
    with serve(small_release, earlier) as running, running.client() as http:
        crawler = Crawler(http, BASE)
        crawler.update(small_release.released.strftime("%Y-%m-%dT%H:%M:%SZ"))
        assert crawler.fetched == ["/feed"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_feed_comes_in_every_format_of_rdf(small_release, earlier, form):
    with serve(small_release, earlier) as running, running.client() as http:
        crawler = Crawler(http, BASE)
        for path in ("/feed", f"/feed/{small_release.version}/1"):
            wanted = canonical_triples(crawler.read(path, "text/turtle"))
            assert canonical_triples(crawler.read(path, form)) == wanted
            assert len(wanted) > 5
        assert crawler.revalidate() == []
        assert http.get("/feed.html").status_code == 404
        assert http.get("/feed/nope/1").status_code == 404
        assert http.get("/feed", headers={"accept": "image/png"}).status_code == 406


def test_the_patch_makes_the_new_release_of_the_old(small_release, earlier):
    with serve(small_release, earlier) as running, running.client() as http:
        answer = http.get(f"/dataset/{small_release.version}.rdfp")
        assert answer.headers["content-type"] == "application/rdf-patch"
        made = apply_changes(dump(earlier), read_patch(answer.text))
        assert canonical_quads(made) == canonical_quads(dump(small_release))
        tag = {"if-none-match": answer.headers["etag"]}
        assert http.get(f"/dataset/{small_release.version}.rdfp", headers=tag).status_code == 304
        assert http.get(f"/dataset/{earlier.version}.rdfp").status_code == 404
        assert http.get("/dataset/nope.rdfp").status_code == 404


def test_a_patch_is_made_by_a_process_of_its_own(small_release, earlier, monkeypatch):
    """Comparing takes seconds, in which nobody else would be answered: what is changed here is not seen there."""
    monkeypatch.setattr(feed, "compare", None)
    with serve(small_release, earlier) as running, running.client() as http:
        assert http.get(f"/dataset/{small_release.version}.rdfp").status_code == 200


@pytest.fixture(scope="module")
def explored(small_release, earlier):
    """A walk along all links, from the description alone."""
    with serve(small_release, earlier) as running, running.client() as http:
        crawler = Crawler(http, BASE)
        yield crawler, crawler.explore()


def test_every_link_leads_somewhere(explored):
    _, found = explored
    assert {path: status for path, status in found.items() if status != 200} == {}
    kinds = {path.split("/")[1] for path in found}
    assert {"doc", "graph", "linkset", "timemap", "dataset", "dumps", "ns", "feed", "sitemap.xml"} <= kinds


def test_all_that_the_walk_found_is_asked_again_for_nothing(explored):
    crawler, found = explored
    assert {path for path, _ in crawler.tags} >= set(found)
    assert len(found) > 300
    assert crawler.revalidate() == []


def test_the_walk_keeps_off_what_robots_are_kept_from(explored):
    _, found = explored
    assert not [path for path in found if path.startswith(("/timegate", "/rdf-graphs", "/fragments?"))]


def addresses(release):
    """The address of every IRI of ours in the dump."""
    terms = {
        term for quad in dump(release) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
    }
    ours = {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(release.base)}
    return sorted({"/" + iri.removeprefix(release.base).partition("#")[0] for iri in ours})


def test_every_iri_answers(small_release, earlier):
    with serve(small_release, earlier) as running, running.client() as http:
        crawler = Crawler(http, BASE)
        answered = {
            path: crawler.get(path, "text/turtle, */*;q=0.1").status_code for path in addresses(small_release)
        }
        assert {path: status for path, status in answered.items() if status != 200} == {}
        assert len(answered) > 200


OTHER = "http://other.example/data/"
"""A base with a path of its own."""


def test_a_release_under_another_base_is_whole_in_itself(tmp_path):
    release = build_release(Inputs(TREE, OTHER), tmp_path / "release")
    for path in release.path.rglob("*"):
        if path.is_file() and path.suffix not in (".gz", ".zst"):
            assert b"w3id.org/lupaus" not in path.read_bytes(), path
    with serve(release) as running, running.client() as http:
        crawler = Crawler(http, OTHER)
        assert {path for path, status in crawler.explore().items() if status != 200} == set()
        assert not [path for path in crawler.fetched if "w3id.org/lupaus" in http.get(path).text]
        crawler.crawl()
        assert crawler.everything() == canonical_quads(dump(release))
    release.close()


@pytest.mark.slow
def test_a_crawl_of_the_real_release_in_every_format_is_its_dump_and_asking_again_costs_nothing(tmp_path):
    release = build_release(find_inputs(), tmp_path / "release")
    with serve(release) as running, running.client() as http:
        http.timeout = 60
        crawler = Crawler(http, BASE)
        crawler.crawl(tuple(FORMATS))
        assert crawler.everything() == canonical_quads(dump(release))
        assert {path: status for path, status in crawler.explore().items() if status != 200} == {}
        assert {
            path for path in addresses(release) if crawler.get(path, "text/turtle, */*").status_code != 200
        } == set()
        assert len(crawler.tags) > 10_000
        assert crawler.revalidate() == []
    release.close()

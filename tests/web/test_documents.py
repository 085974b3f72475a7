"""Things and documents, files and what crawlers look for, over a real socket."""

import gzip
import hashlib
import json
import re
from xml.etree import ElementTree

import pytest
import rdflib

OURS = re.compile(r'<script src="/(?:page|assets/editor)\.js\?[0-9a-f]{12}" defer></script>')
"""The scripts that a page may have: ours, and the editor on /sparql where the package has it."""

BASE = "https://w3id.org/lupaus/"
HELSINKI = "/doc/city/fi/helsinki"
TYPES = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}


def same(one, other):
    """Headers alike, but for the date."""
    return {k: v for k, v in one.items() if k != "date"} == {k: v for k, v in other.items() if k != "date"}


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "*/*", "image/png"])
def test_a_thing_leads_to_its_document_whatever_the_format(client, accept):
    answer = client.get("/id/city/fi/helsinki", headers={"accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == HELSINKI
    assert answer.headers["vary"] == "Accept"


NEGOTIATED = [
    ("text/html", "html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
    ("*/*", "html"),
    ("text/turtle", "ttl"),
    ("application/ld+json", "jsonld"),
    ("application/json", "jsonld"),
    ("application/n-triples", "nt"),
    ("text/turtle;q=0.5, application/ld+json", "jsonld"),
    ("text/html;q=0.5, text/turtle", "ttl"),
]


@pytest.mark.parametrize(("accept", "suffix"), NEGOTIATED)
def test_a_document_is_negotiated_and_says_which_variant_it_is(client, accept, suffix):
    answer = client.get(HELSINKI, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[suffix]
    assert answer.headers["content-location"] == f"{HELSINKI}.{suffix}"
    assert "Accept" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize("suffix", TYPES)
def test_a_variant_has_an_address_of_its_own_and_is_the_same(client, suffix):
    direct = client.get(f"{HELSINKI}.{suffix}", headers={"accept": "image/png"})
    negotiated = client.get(HELSINKI, headers={"accept": TYPES[suffix].partition(";")[0]})
    assert direct.status_code == 200
    assert direct.content == negotiated.content
    assert direct.headers["etag"] == negotiated.headers["etag"]
    assert "content-location" not in direct.headers
    assert "Accept" not in direct.headers["vary"].split(", ")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize(("suffix", "name"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("nt", "nt")])
def test_every_rdf_form_parses_and_is_about_the_thing(client, suffix, name):
    graph = rdflib.Graph().parse(data=client.get(f"{HELSINKI}.{suffix}").text, format=name)
    assert (rdflib.URIRef(BASE + "id/city/fi/helsinki"), None, None) in graph
    assert (rdflib.URIRef(BASE + "doc/city/fi/helsinki"), None, None) in graph


def test_a_document_names_its_thing_and_its_other_forms(client):
    links = client.get(f"{HELSINKI}.ttl").headers["link"]
    assert f'<{BASE}id/city/fi/helsinki>; rel="describes"' in links
    assert f'<{HELSINKI}.jsonld>; rel="alternate"; type="application/ld+json"' in links
    assert f"<{HELSINKI}.ttl>" not in links


DOCUMENTS = [
    HELSINKI, *(f"{HELSINKI}.{suffix}" for suffix in TYPES), "/id/city/fi/helsinki", "/", "/ns", "/ns.ttl",
    "/shapes",
    "/graph/curated", "/graph/curated.nt", "/dataset", "/catalog.ttl", "/.well-known/void",
    "/.well-known/sparql-examples.ttl", "/dumps/dataset.nq", "/dumps/SHA256SUMS", "/robots.txt", "/sitemap.xml",
    "/problems", "/style.css", "/sparql",
]  # fmt: skip


@pytest.mark.parametrize("path", DOCUMENTS)
def test_head_is_get_without_a_body(client, path):
    for _ in range(2):
        got, headed = client.get(path), client.head(path)
        assert got.status_code == headed.status_code
        assert same(got.headers, headed.headers)
        assert headed.content == b""
        assert int(got.headers["content-length"]) > 0


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if not path.startswith("/id/")])
def test_everything_revalidates(client, path):
    first = client.get(path)
    for headers in (
        {"if-none-match": first.headers["etag"]},
        {"if-none-match": f'"x", {first.headers["etag"]}'},
        {"if-modified-since": first.headers["last-modified"]},
    ):
        again = client.get(path, headers=headers)
        assert again.status_code == 304, headers
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"if-none-match": '"x"'}).status_code == 200
    assert "max-age" in first.headers["cache-control"]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_everything_is_open_to_other_origins_and_sniffed_by_none(client, path):
    headers = client.get(path).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["server"].startswith("lupaus/")
    if headers.get("content-type", "").startswith("text/html"):
        assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_everything_says_what_may_be_done_with_it(client, path):
    answer = client.options(path)
    assert answer.status_code == 204
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["allow"].split(", "))
    if path != "/sparql":
        refused = client.post(path, content=b"x")
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, HEAD, OPTIONS"


NOTHING = [
    "/id/city/fi/atlantis", "/doc/city/fi/atlantis", "/doc/city/fi/atlantis.ttl", "/doc/city/fi/helsinki.csv",
    "/doc/city/fi/helsinki.", "/id/city/fi/helsinki/", "/doc/city/fi/helsinki/", "/id/city/fi//helsinki",
    "/id/City/fi/helsinki", "/id/", "/doc/", "/graph/nope", "/graph/", "/graph/curated.csv", "/dumps/",
    "/dumps/resources.sqlite", "/dumps/../manifest.json", "/dumps/%2e%2e/manifest.json", "/dumps//etc/passwd",
    "/sparql/", "/ns/", "/ns.csv", "/ns.x.ttl", "/shapes.x.nt", "/feed.x.ttl", "/fragments.x.ttl", "/nope", "/wp-login.php", "/id/city/fi/helsinki%00",
]  # fmt: skip


@pytest.mark.parametrize("path", NOTHING)
def test_what_is_not_there_is_a_problem_document(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["type"] == BASE + "problems#not-found"


def test_a_slash_at_the_end_gets_a_hint(client):
    for path in ("/id/city/fi/helsinki/", "/sparql/"):
        assert "without the slash" in client.get(path).json()["detail"]


def test_a_format_that_cannot_be_given_is_406_with_those_that_can(client):
    answer = client.get(HELSINKI, headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["offers"]


LANGUAGES = [
    ("/doc/city/fi/helsinki", {"accept-language": "fi"}, "fi"),
    ("/doc/city/fi/helsinki", {}, "en"),
    ("/doc/city/fi/helsinki?lang=fi", {"accept-language": "sv"}, "fi"),
    ("/", {"accept-language": "et, en;q=0.5"}, "et"),
    ("/ns", {"accept-language": "sv"}, "sv"),
]


@pytest.mark.parametrize(("path", "headers", "language"), LANGUAGES)
def test_pages_choose_labels_by_language_and_vary_by_it(client, path, headers, language):
    answer = client.get(path, headers={"accept": "text/html", **headers})
    assert answer.headers["content-language"] == language
    assert ("Accept-Language" in answer.headers["vary"].split(", ")) is ("lang=" not in path)


def test_a_language_once_chosen_is_carried_on_and_an_unknown_one_is_no_page(client):
    page = client.get("/doc/city/fi/helsinki?lang=et", headers={"accept": "text/html"}).text
    assert 'href="/ns?lang=et#City"' in page
    assert 'href="/sparql?lang=et"' in page
    assert '<html lang="et">' in page
    plain = client.get("/doc/city/fi/helsinki", headers={"accept": "text/html", "accept-language": "et"}).text
    assert 'href="/ns#City"' in plain
    assert 'rel="canonical" href="http://public.example/doc/city/fi/helsinki"' in page
    for path in ("/", "/doc/city/fi/helsinki", "/sparql", "/ns", "/problems", "/sparql?query=ASK%7B%7D"):
        joint = "&" if "?" in path else "?"
        answer = client.get(f"{path}{joint}lang=de", headers={"accept": "text/html"})
        assert answer.status_code == 404, path


def test_a_chosen_language_needs_no_header_to_be_remembered(client):
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?"):
        answer = client.get(f"{path}&lang=fi", headers={"accept": "text/html", "accept-language": "sv"})
        assert '<html lang="fi">' in answer.text
        assert "Accept-Language" not in answer.headers["vary"]
        again = client.get(path, headers={"accept": "text/html", "accept-language": "fi"})
        assert "lang=fi&" not in again.text


def test_a_page_shows_facts_claims_and_a_fallback_language(client):
    page = client.get("/doc/declaration/test-2019.html", headers={"accept-language": "fi"}).text
    assert "<h1><span>Koejulistus</span></h1>" in page
    assert '<time datetime="2019-10-10">10. lokakuuta 2019</time>' in page
    assert "disputed" in page
    assert '<a href="/doc/source/page">' in page
    swedish = client.get("/doc/declaration/test-2019.html", headers={"accept-language": "sv"}).text
    assert '<span class="tag" title="Det finns ingen benämning på ditt språk än">en</span>' in swedish


def test_links_on_pages_stay_on_this_server(client):
    for path in (HELSINKI, "/", "/ns", "/dataset", "/problems", "/sparql"):
        page = client.get(path, headers={"accept": "text/html"}).text
        body = OURS.sub("", page).partition("<body>")[2]
        assert f'href="{BASE}' not in body, path
        assert set(re.findall(r"<script[^>]*>", OURS.sub("", page))) <= {'<script type="application/ld+json">'}
        assert not re.findall(r'(?:src|action)="https?:', page)


def test_every_link_on_the_first_pages_leads_somewhere(client):
    seen = set()
    for path in ("/", "/dataset", HELSINKI, "/doc/declaration/test-2019", "/ns", "/sparql"):
        page = client.get(path, headers={"accept": "text/html"}).text
        seen.update(re.findall(r'href="(/[^"#]*)', page))
    assert len(seen) > 20
    for link in sorted(seen):
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code in (200, 302, 303), link


def test_documents_are_compressed_for_whoever_wants_it(client):
    plain = client.get("/ns", headers={"accept": "text/html", "accept-encoding": "identity"})
    packed = client.get("/ns", headers={"accept": "text/html", "accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"].split(", ")


def test_the_home_page_is_the_catalogue_to_a_machine(client):
    answer = client.get("/", headers={"accept": "text/turtle"})
    assert answer.headers["content-location"] == "/catalog.ttl"
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    assert (None, rdflib.RDF.type, rdflib.Namespace("http://www.w3.org/ns/dcat#").Catalog) in graph


@pytest.mark.parametrize("path", ["/dataset", "/catalog", "/.well-known/void", "/graph/void"])
def test_the_description_has_its_addresses(client, path):
    text = client.get(path, headers={"accept": "text/turtle"}).text
    assert len(rdflib.Graph().parse(data=text, format="turtle")) > 20


@pytest.mark.parametrize(
    ("path", "graph"), [("/ns", "ontology"), ("/graph/curated", "curated"), ("/graph/claims", "claims")]
)
def test_a_graph_is_the_same_in_each_form(client, path, graph):
    turtle = rdflib.Graph().parse(data=client.get(path + ".ttl").text, format="turtle")
    triples = rdflib.Graph().parse(data=client.get(path + ".nt").text, format="nt")
    assert len(turtle) == len(triples) > 0
    assert (
        client.get(path, headers={"accept": "application/n-triples"}).text == client.get(f"/graph/{graph}.nt").text
    )


def test_terms_of_the_vocabulary_have_anchors_that_their_iris_lead_to(client):
    page = client.get("/ns", headers={"accept": "text/html"}).text
    assert '<dt id="Declaration">' in page


RANGES = [
    ("bytes=0-9", slice(0, 10)),
    ("bytes=10-", slice(10, None)),
    ("bytes=-7", slice(-7, None)),
    ("bytes=5-5", slice(5, 6)),
    ("bytes=100-999999999", slice(100, None)),
    ("bytes=-999999999", slice(0, None)),
]


class TestDumps:
    PATH = "/dumps/dataset.nq"

    def test_a_dump_is_the_file(self, client, small_release):
        answer = client.get(self.PATH)
        assert answer.content == (small_release.path / "dataset.nq").read_bytes()
        assert answer.headers["content-type"] == "application/n-quads"
        assert answer.headers["accept-ranges"] == "bytes"

    @pytest.mark.parametrize(("field", "part"), RANGES)
    def test_a_range_is_that_part(self, client, field, part):
        whole = client.get(self.PATH).content
        answer = client.get(self.PATH, headers={"range": field})
        assert answer.status_code == 206
        assert answer.content == whole[part]
        first, last, size = map(
            int, re.match(r"bytes (\d+)-(\d+)/(\d+)", answer.headers["content-range"]).groups()
        )
        assert whole[first : last + 1] == answer.content
        assert size == len(whole)

    @pytest.mark.parametrize("field", ["bytes=0-1,4-5", "lines=0-1", "bytes=9-2", "bytes=a-b", "bytes", "bytes=-"])
    def test_what_is_no_single_range_gives_the_whole(self, client, field):
        answer = client.get(self.PATH, headers={"range": field})
        assert answer.status_code == 200
        assert answer.content == client.get(self.PATH).content

    @pytest.mark.parametrize("field", ["bytes=999999999-", "bytes=-0"])
    def test_a_range_beyond_the_end_is_416(self, client, field):
        answer = client.get(self.PATH, headers={"range": field})
        assert answer.status_code == 416
        assert answer.headers["content-range"] == f"bytes */{len(client.get(self.PATH).content)}"
        assert answer.json()["type"].endswith("#range-not-satisfiable")

    def test_parts_of_two_releases_are_never_put_together(self, client):
        tag = client.get(self.PATH, headers={"accept-encoding": "identity"}).headers["etag"]
        part = client.get(self.PATH, headers={"range": "bytes=0-9", "if-range": tag})
        whole = client.get(self.PATH, headers={"range": "bytes=0-9", "if-range": '"another"'})
        assert (part.status_code, whole.status_code) == (206, 200)
        assert "content-encoding" not in part.headers

    def test_a_part_of_what_was_packed_is_a_part_of_the_packed_file(self, client, small_release):
        packed = (small_release.path / "dataset.nq.gz").read_bytes()
        tag = client.get(self.PATH, headers={"accept-encoding": "gzip"}).headers["etag"]
        asked = {"accept-encoding": "gzip", "range": "bytes=5-20", "if-range": tag}
        with client.stream("GET", self.PATH, headers=asked) as answer:
            assert answer.status_code == 206
            assert answer.headers["content-encoding"] == "gzip"
            assert b"".join(answer.iter_raw()) == packed[5:21]

    def test_the_checksums_hold(self, client):
        lines = client.get("/dumps/SHA256SUMS").text.splitlines()
        sums = dict(reversed(line.split("  ")) for line in lines)
        assert "dataset.nq" in sums
        assert "resources.sqlite" not in sums
        for path, digest in sums.items():
            assert hashlib.sha256(client.get(f"/dumps/{path}").content).hexdigest() == digest, path


def test_the_sitemap_lists_every_document_at_the_public_address(client, small_release):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").text)
    places = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://public.example/doc/city/fi/helsinki" in places
    things = [*small_release.resource_paths(), *small_release.resource_paths(".well-known/")]
    entrances = 7
    assert len(places) == len(set(places)) == entrances + len(small_release.manifest.graphs) + len(things)
    for place in places:
        assert client.get(place.removeprefix("http://public.example")).status_code == 200


def test_robots_may_read_but_are_asked_not_to_query(client):
    text = client.get("/robots.txt").text
    assert "Disallow: /sparql?" in text
    assert "Sitemap: http://public.example/sitemap.xml" in text


def test_health_says_what_runs_and_is_never_stored(client, small_release):
    answer = client.get("/health")
    assert answer.json()["status"] == "ok"
    assert answer.json()["release"] == small_release.version
    assert answer.headers["cache-control"] == "no-store"


def test_the_metrics_count_queries_by_outcome(client):
    params = {"query": "ASK { ?metrics ?p ?o }"}
    for _ in range(3):
        client.get("/sparql", params=params)
    client.get("/sparql", params={"query": "ASK {"})
    text = client.get("/metrics").text
    numbers = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(numbers['lupaus_queries_total{outcome="cached"}']) >= 2
    assert float(numbers['lupaus_queries_total{outcome="computed"}']) >= 1
    assert float(numbers['lupaus_queries_total{outcome="query-syntax"}']) >= 1
    assert float(numbers["lupaus_cache_hits_total"]) >= 2
    assert float(numbers['lupaus_request_seconds_bucket{le="+Inf"}']) == float(
        numbers["lupaus_request_seconds_count"]
    )
    assert "lupaus_engine_workers" in numbers
    assert client.get("/metrics").headers["content-type"].startswith("text/plain; version=0.0.4")


def test_gzip_on_the_wire_is_gzip(server):
    received = server.exchange(
        b"GET /style.css HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )
    assert b":root" in gzip.decompress(received.partition(b"\r\n\r\n")[2])


def test_json_ld_is_json(client):
    assert json.loads(client.get(f"{HELSINKI}.jsonld").text)

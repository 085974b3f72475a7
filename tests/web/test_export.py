"""The site as files: the test crawler finds in them, served by nginx and Apache, what it finds at the server."""

import asyncio
import random
import re
import shutil
from dataclasses import replace

import httpx
import pytest
from apache import apache_site
from crawler import FORMATS, Crawler
from live_server import SETTINGS, NoEngine
from nginx_site import nginx
from pyoxigraph import NamedNode, RdfFormat, parse

from lupaus.dataset.build import build_release
from lupaus.dataset.changes import canonical_quads
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.release import open_release
from lupaus.engine.pool import WorkerPool
from lupaus.errors import NotAcceptable
from lupaus.media import DOCUMENT_FORMATS, GRAPH_FORMATS
from lupaus.namespaces import BASE
from lupaus.sparql import accept
from lupaus.web.app import create_app
from lupaus.web.export.asking import ask
from lupaus.web.export.export import export_site
from lupaus.web.export.places import UNLOCALISED
from lupaus.web.opening import site_of_release
from lupaus.web.pages.language import choose_languages

ADDRESS = "http://public.example"
needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
needs_apache = pytest.mark.skipif(shutil.which("apache2") is None, reason="apache2 is not installed")
SERVERS = [
    pytest.param(nginx, marks=needs_nginx, id="nginx"),
    pytest.param(apache_site, marks=needs_apache, id="apache"),
]


def export(folder, path, *kept):
    """An export of the release at ``path``."""

    def open_site():
        return site_of_release(open_release(path), ADDRESS, [open_release(each.path) for each in kept])

    return export_site(open_site, lambda site: WorkerPool(site.source, SETTINGS), folder)


@pytest.fixture(scope="session")
def exported(small_release, earlier, tmp_path_factory):
    """An export of the small release, with the one before it."""
    folder = tmp_path_factory.mktemp("export") / "site"
    export(folder, small_release.path, earlier)
    return folder


@pytest.fixture(scope="session")
def alone(small_release, tmp_path_factory):
    """An export of the small release alone."""
    folder = tmp_path_factory.mktemp("export") / "alone"
    export(folder, small_release.path)
    return folder


@pytest.fixture(scope="module", params=SERVERS)
def server(request):
    """A program that serves files."""
    return request.param


@pytest.fixture(scope="module")
def address(server, exported):
    """Where it serves the export."""
    with server(exported) as url:
        yield url


@pytest.fixture
def http(address):
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


def dump(release):
    return frozenset(parse(path=release.path / "dataset.nq", format=RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def crawled(server, alone):
    """A crawl in every form of the release alone."""
    with server(alone) as url, httpx.Client(base_url=url, timeout=30) as client:
        crawler = Crawler(client, BASE)
        assert "/dumps/dataset.nq" in crawler.entrance()
        crawler.crawl(tuple(FORMATS))
        yield crawler


def test_the_crawl_of_the_files_is_the_dump(crawled, small_release):
    assert crawled.everything() == canonical_quads(dump(small_release))


def test_all_that_was_crawled_is_asked_again_for_nothing(crawled):
    assert len(crawled.tags) > 100
    assert crawled.revalidate() == []


@pytest.fixture(scope="module")
def explored(address):
    """A walk along all links, from the description alone."""
    with httpx.Client(base_url=address, timeout=30) as client:
        crawler = Crawler(client, BASE)
        yield crawler, crawler.explore()


def test_every_link_leads_somewhere(explored):
    crawler, found = explored
    assert {path: status for path, status in found.items() if status != 200} == {}
    assert len(found) > 300
    assert crawler.revalidate() == []


@pytest.fixture(scope="module")
def app(small_release, earlier):
    """The application that the export is of."""
    site = site_of_release(small_release, ADDRESS, [earlier])
    return create_app(NoEngine(), site, replace(SETTINGS), None)


SAME = ("cache-control", "content-language", "content-location", "content-security-policy", "content-type", "link",
        "lupaus-release", "memento-datetime", "referrer-policy", "x-content-type-options", "x-frame-options",
        "access-control-allow-origin", "access-control-expose-headers")  # fmt: skip


def addresses(small_release, earlier):
    """One address of each kind, and how it is asked for."""
    past = f"/dataset/{earlier.version}"
    for path in ("/doc/city/fi/helsinki", "/graph/claims", "/ns", "/shapes", "/dataset", "/catalog", "/fragments",
                 "/.well-known/void", "/.well-known/sparql-examples", past, f"{past}/doc/city/fi/old-town"):  # fmt: skip
        yield from ((path, form.media_type) for form in DOCUMENT_FORMATS)
        yield from ((f"{path}.{form.suffix}", "*/*") for form in DOCUMENT_FORMATS)
    yield from (("/feed", form.media_type) for form in GRAPH_FORMATS)
    yield from (("/fragments?page=2", form.media_type) for form in DOCUMENT_FORMATS)
    for path in ("/", "/fragments?page=60", "/fragments?page=3", "/doc/city/fi/helsinki.html?lang=fi",
                 "/linkset/doc/city/fi/helsinki", "/linkset/ns", "/timemap/doc/city/fi/helsinki", "/context.jsonld",
                 "/robots.txt", "/sitemap.xml", "/style.css", "/page.js", f"/dataset/{small_release.version}.rdfp",
                 "/dumps/dataset.nq", "/dumps/dataset.nq.gz", "/dumps/SHA256SUMS", f"{past}/dumps/graphs/claims.ttl",
                 f"/feed/{small_release.version}/1.ttl"):  # fmt: skip
        yield path, "*/*"


def test_files_are_answered_with_as_the_server_answers(http, app, small_release, earlier):
    differing = []
    for path, wanted in addresses(small_release, earlier):
        address, _, query = path.partition("?")
        ours = asyncio.run(ask(app, address, query, wanted, "GET"))
        theirs = http.get(path, headers={"accept": wanted, "accept-encoding": "identity"})
        said = {name: theirs.headers.get(name) for name in SAME}
        told = {name: ours.fields.get(name) for name in SAME}
        varies, vary = (set(re.split(", ?", fields.get("vary", ""))) for fields in (theirs.headers, ours.fields))
        if re.match(UNLOCALISED, path):
            vary -= {"Accept-Language"}  # kept in one language
        if varies | {"Accept-Encoding", ""} != vary | {"Accept-Encoding", ""}:
            differing.append((path, wanted, varies, vary))
        if (theirs.status_code, theirs.content) != (ours.status, ours.body):
            differing.append((path, wanted, theirs.status_code, ours.status))
        differing += [(path, wanted, name, said[name], told[name]) for name in SAME if said[name] != told[name]]
    assert not differing, "\n".join(map(str, differing))


OTHER_NAMES = [set(form.aliases) for form in DOCUMENT_FORMATS]


def headers(types, number, seed):
    """Accept headers as clients write them: ranges with qualities, each once."""
    chance = random.Random(seed)
    for _ in range(number):
        chosen = chance.sample(types, chance.randint(1, 5))
        if any(len(form_names & set(chosen)) > 1 for form_names in OTHER_NAMES):
            continue  # of two other names of one format, a map finds one, and not the better
        yield ", ".join(
            each
            + chance.choice(
                ["", "", ";q=1", ";q=0", ";q=0.9", ";q=0.85", "; q=0.801", ";q=0.1", ";charset=utf-8;q=0.7"]
            )
            for each in chosen
        )


TYPES = [name for form in DOCUMENT_FORMATS for name in (form.media_type, *form.aliases)]
TYPES = sorted({*TYPES, "*/*", "text/*", "application/*", "image/png", "text/csv"})


def suffix_for(header, negotiate):
    try:
        return negotiate(header).suffix
    except NotAcceptable:
        return "none"


@pytest.mark.parametrize(
    ("path", "negotiate"),
    [
        ("/doc/city/fi/helsinki", lambda header: accept.negotiate_document([header])),
        ("/fragments", lambda header: accept.negotiate([header], DOCUMENT_FORMATS)),
        ("/feed", lambda header: accept.negotiate([header], GRAPH_FORMATS)),
    ],
)
def test_formats_are_weighed_as_the_server_does(http, path, negotiate):
    given = {}
    for header in ["", *headers(TYPES, 400, path)]:
        answer = http.head(path, headers={"accept": header})
        place = answer.headers.get("content-location", ".none")
        given[header] = (place.rpartition(".")[2], answer.status_code)
    wanted = {header: suffix_for(header, negotiate) for header in given}
    assert given == {header: (suffix, 406 if suffix == "none" else 200) for header, suffix in wanted.items()}
    assert len(set(wanted.values())) >= 7


def test_languages_are_weighed_as_the_server_does(http):
    tags = ["fi", "fi-FI", "sv", "sv-SE", "et", "en", "en-GB", "de", "fr;q=1", "*"]
    given, wanted = {}, {}
    for header in ["", *headers([tag.partition(";")[0] for tag in tags], 300, "languages")]:
        if ";charset" in header or len({part.strip()[:2] for part in header.split(",")}) < header.count(",") + 1:
            continue  # of one language twice, nginx reads the first
        answer = http.head("/doc/city/fi/helsinki.html", headers={"accept-language": header})
        given[header], wanted[header] = answer.headers["content-language"], choose_languages(header)[0]
    assert given == wanted
    assert set(wanted.values()) == {"en", "fi", "sv", "et"}


def test_things_errors_and_conditions(http, earlier):
    thing = http.get("/id/city/fi/helsinki")
    assert (thing.status_code, thing.headers["location"].removeprefix(str(http.base_url))) == (
        303,
        "/doc/city/fi/helsinki",
    )
    assert thing.headers["vary"] == "Accept"
    for path, status in (("/id/nope", 404), ("/doc/nope", 404), ("/doc/city/fi/helsinki.pdf", 404), ("/sparql", 404),
                         ("/doc/city/fi/helsinki?page=2", 404), ("/doc/city/fi/helsinki.ttl?page=../x", 404),
                         ("/doc/city/fi/helsinki.html?lang=xx", 404), ("/search?q=x", 404), ("/fragments?subject=urn:x", 404), ("/map?lang=fi&year=2019", 404), ("/compare.csv?of=cities", 404), ("/doc/city/fi", 404),
                         ("/doc/city/fi/", 404), ("/graph/", 404), ("/.problems/404.json", 404),
                         ("/id/city/fi/old-town", 410), ("/doc/city/fi/old-town", 410)):  # fmt: skip
        answer = http.get(path)
        assert answer.status_code == status, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "etag" not in answer.headers
    assert http.get("/timeline?theme=&lang=fi").headers["content-language"] == "fi"
    assert earlier.version in http.get("/doc/city/fi/old-town").text
    assert (
        http.get("/doc/nope", headers={"accept": "text/html"}).headers["content-type"]
        == "text/html; charset=utf-8"
    )
    assert http.post("/doc/city/fi/helsinki").status_code == 405
    options = http.options("/doc/city/fi/helsinki")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    first = http.get("/doc/city/fi/helsinki.ttl")
    since = {"if-modified-since": first.headers["last-modified"]}
    again = http.get("/doc/city/fi/helsinki.ttl", headers=since)
    assert again.status_code == 304
    assert again.headers["cache-control"] == first.headers["cache-control"]
    for coding in ("gzip", "identity"):
        part = http.get("/dumps/dataset.nq", headers={"range": "bytes=0-9", "accept-encoding": coding})
        assert (part.status_code, len(part.content)) == (206, 10)
        assert "content-encoding" not in part.headers
    assert http.get("/dumps/dataset.nq", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"


def walk(address, release):
    """Everything that a harvester does, in every format."""
    with httpx.Client(base_url=address, timeout=60) as client:
        crawler = Crawler(client, BASE)
        crawler.crawl(tuple(FORMATS))
        assert crawler.everything() == canonical_quads(dump(release))
        assert {path: status for path, status in crawler.explore().items() if status != 200} == {}
        assert {
            path for path in iris_of(release) if crawler.get(path, "text/turtle, */*;q=0.1").status_code != 200
        } == {"/sparql"}
        assert crawler.revalidate() == []
        return len(crawler.tags)


def iris_of(release):
    """The address of every IRI of ours in the dump."""
    terms = {term for quad in dump(release) for term in (*quad.triple, quad.graph_name)}
    ours = {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(release.base)}
    return sorted({"/" + iri.removeprefix(release.base).partition("#")[0] for iri in ours})


def test_every_iri_answers_but_that_of_the_endpoint(http, small_release):
    crawler = Crawler(http, BASE)
    answered = {path: crawler.get(path, "text/turtle, */*;q=0.1").status_code for path in iris_of(small_release)}
    assert {path: status for path, status in answered.items() if status != 200} == {"/sparql": 404}
    assert len(answered) > 200


@pytest.mark.slow
@needs_nginx
def test_the_real_release_as_files_is_its_dump_and_asking_again_costs_nothing(tmp_path):
    release = build_release(find_inputs(), tmp_path / "release")
    export(tmp_path / "site", release.path)
    with nginx(tmp_path / "site") as url:
        assert walk(url, release) > 10_000
    release.close()

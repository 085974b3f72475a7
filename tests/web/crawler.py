"""A harvester: it knows one address and the standards, keeps what it read, and asks again only for what changed."""

import json
import re
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import httpx
from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from lupaus.dataset.changes import canonical_quads

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FORMATS = {
    "text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML, "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG, "application/n-quads": RdfFormat.N_QUADS,
}  # fmt: skip
NQUADS = "application/n-quads"
LINK = re.compile(r'<([^>]+)>; rel="([^"]+)"(?:; type="([^"]+)")?')
PREFIXES = """PREFIX tree: <https://w3id.org/tree#> PREFIX as: <https://www.w3.org/ns/activitystreams#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX void: <http://rdfs.org/ns/void#>"""


class Crawler:
    """One harvester of one server, whose data are named below ``base``."""

    def __init__(self, http, base):
        self.http, self.base = http, base
        self.held: dict[str, list] = {}
        self.tags: dict[tuple[str, str], str] = {}
        self.fetched: list[str] = []
        robots = RobotFileParser()
        answer = http.get("/robots.txt")
        robots.parse(answer.text.splitlines())
        self.robots, self.sitemaps = robots, robots.site_maps()
        self.root = self.sitemaps[0].removesuffix("sitemap.xml")

    def get(self, path, accept):
        """One document, if robots may have it."""
        assert self.robots.can_fetch("crawler", path), path
        self.fetched.append(path)
        answer = self.ask(path, {"accept": accept})
        if answer.status_code == 200:
            self.tags[path, accept] = answer.headers["etag"]
        return answer

    def ask(self, path, headers):
        """Once more if the connection was closed meanwhile: whoever thinks long finds it idle for too long."""
        try:
            return self.http.get(path, headers=headers, follow_redirects=True)
        except httpx.RemoteProtocolError:
            return self.http.get(path, headers=headers, follow_redirects=True)

    def read(self, path, accept=NQUADS):
        """The quads of a document."""
        answer = self.get(path, accept)
        assert answer.status_code in (200, 410), (
            path,
            answer.status_code,
        )  # the latter says what was, and what is
        assert answer.headers["content-type"].partition(";")[0] == accept
        return list(parse(answer.content, format=FORMATS[accept]))

    def store(self, path):
        """A document to be queried."""
        found = Store()
        found.extend(quad.__class__(quad.subject, quad.predicate, quad.object, DefaultGraph())
                     for quad in self.read(path, "text/turtle"))  # fmt: skip
        return found

    def local(self, address):
        """The path of an address, of this server or below the base, with its query and without its fragment."""
        for start in (self.base, self.root):
            if address.startswith(start):
                address = "/" + address.removeprefix(start)
        return address.partition("#")[0]

    def entrance(self):
        """What the description says of dumps: path, size, hash are all that is needed to check a crawl."""
        rows = self.store("/.well-known/void").query(
            PREFIXES + f"SELECT ?d {{ <{self.base}dataset> void:dataDump ?d }}"
        )
        return sorted(self.local(row[0].value) for row in rows)

    def places(self, sitemap):
        """Every document that a sitemap, or those that it lists, tells of."""
        tree = ElementTree.fromstring(self.get(self.local(sitemap), "application/xml").text)
        for part in tree.iter(f"{SITEMAPS}sitemap"):
            yield from self.places(part.find(f"{SITEMAPS}loc").text)
        for url in tree.iter(f"{SITEMAPS}url"):
            yield self.local(url.find(f"{SITEMAPS}loc").text)

    def crawl(self, forms=(NQUADS,)):
        """Visit all documents in the given forms, further pages too; keep those that the feed will tell of."""
        told = {self.local(document.value) for _, document in self.events()}
        for sitemap in self.sitemaps:
            for path in self.places(sitemap):
                if path.startswith(("/doc/", "/graph/", "/.well-known/sparql-examples/")):
                    self.visit(path, forms)
        assert told <= set(self.held)
        self.held = {path: quads for path, quads in self.held.items() if path in told}

    def visit(self, path, forms=(NQUADS,)):
        """Read one document in several forms; each must be what the others link to and say."""
        said = {}
        page = path
        self.held[path] = []
        while page:
            head = self.get(page, "text/html").headers["link"]
            links = LINK.findall(head)
            alternates = {kind: target for target, relation, kind in links if relation == "alternate"}
            assert set(alternates) == set(FORMATS), page
            for form in forms:
                quads = self.read(alternates[form], form)
                said.setdefault(form, []).extend(quads)
                assert self.read(page, form) is not None
            self.held[path] += [q for q in self.read(page) if q.graph_name != DefaultGraph()]
            page = next((target for target, relation, _ in links if relation == "next"), "")
        return said

    def explore(self, start="/.well-known/void"):
        """Every address that can be come to from one: by links in headers, linksets, time maps, sitemaps, and the
        dumps of the description. The status of each, but for those that robots leave out."""
        waiting, found = [start, *map(self.local, self.sitemaps), *self.entrance()], {}
        while waiting:
            path = waiting.pop()
            if path in found or not self.robots.can_fetch("crawler", path):
                continue
            answer = self.get(path, "*/*")
            found[path] = answer.status_code
            named = [target for target, _, _ in LINK.findall(answer.headers.get("link", ""))]
            kind = answer.headers.get("content-type", "").partition(";")[0]
            if kind == "application/link-format":
                named += [target for target, _, _ in LINK.findall(answer.text)]
            elif kind == "application/linkset+json":
                told = json.loads(answer.text)["linkset"]
                named += [
                    t["href"]
                    for each in told
                    for targets in each.values()
                    if targets != each["anchor"]
                    for t in targets
                ]
            elif "sitemap" in path:
                named += re.findall("<loc>([^<]+)</loc>", answer.text)
            waiting += [self.local(target) for target in named if self.is_here(target)]
        return found

    def is_here(self, address):
        """Whether this server answers for an address."""
        return address.startswith(("/", self.base, self.root))

    def revalidate(self):
        """Ask again for everything; how many of the answers were not 304."""
        changed = []
        for (path, accept), tag in self.tags.items():
            again = self.ask(path, {"accept": accept, "if-none-match": tag})
            if again.status_code != 304:
                changed.append(path)
        return changed

    def events(self, since="0001-01-01T00:00:00Z"):
        """The kind and the document of each event after a time, an xsd:dateTime; pages in order of theirs."""
        pages = self.store("/feed").query(
            PREFIXES
            + f"""SELECT DISTINCT ?node ?v {{
            ?r a tree:GreaterThanOrEqualToRelation ; tree:node ?node ; tree:value ?v
            FILTER(?v > "{since}"^^xsd:dateTime) }} ORDER BY ?v"""
        )
        for row in pages:
            yield from self.store(self.local(row["node"].value)).query(
                PREFIXES + "SELECT ?kind ?document { ?s tree:member ?m . ?m a ?kind ; as:object ?document }"
            )

    def update(self, since):
        """Follow the feed: fetch anew what changed after ``since``, and drop what is no more."""
        for kind, document in self.events(since):
            path = self.local(document.value)
            if kind.value.endswith("Delete"):
                self.held.pop(path, None)
            else:
                self.visit(path)

    def everything(self):
        """All quads that are held, comparable."""
        return canonical_quads({quad for quads in self.held.values() for quad in quads})

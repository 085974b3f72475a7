"""Which addresses a site has, each with the files that its answers go to.

A file is called as its address is: ``/doc/x.ttl`` is ``doc/x.ttl``. What a query chooses stands before the suffix:
``doc/x.page2.ttl``, ``doc/x.fi.html``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lupaus.dataset.feed import pages_of
from lupaus.dataset.release import Release
from lupaus.media import CSV, DOCUMENT_FORMATS, GRAPH_FORMATS, HTML, LINKSET, SVG, TIMEMAP
from lupaus.web.crawlers import MOST_ADDRESSES
from lupaus.web.dumps import hidden
from lupaus.web.files import EXAMPLES, ontology_versions
from lupaus.web.hydra import PAGE_TRIPLES
from lupaus.web.pages.assets import EDITOR_FILES
from lupaus.web.pages.language import LANGUAGES
from lupaus.web.site import Site

__all__ = [
    "COMPUTED",
    "PLAIN",
    "UNLOCALISED",
    "VIEWS",
    "Place",
    "Variant",
    "dump_places_of",
    "dumps_of",
    "places_of",
    "things_of",
]

VIEWS = ("timeline", "compare", "map", "network", "quality")
_DOCUMENT = tuple(form.suffix for form in DOCUMENT_FORMATS)
_GRAPH = tuple(form.suffix for form in GRAPH_FORMATS)
_PAGE = (HTML.suffix,)
PLAIN = (
    r"^/(?:id|linkset|timemap|dumps|assets)/|^/dataset/[^/]+/dumps/|^/context\.jsonld$"
    r"|\.(?:rdfp|xml|txt|css|js|csv|svg)$"
)
"""Addresses that have one form, and no other address for it."""
COMPUTED = (
    rf"^/(?:fragments|{'|'.join(VIEWS)})(?:\.[a-z]+)?\?(?:.*&)?"
    r"(?:subject|predicate|object|theme|of|declaration|network|year)=[^&]"
)
"""Addresses with queries of which there are too many to be written down."""
UNLOCALISED = r"^/(?:dataset/|fragments)"
"""Addresses whose pages are kept in one language."""


@dataclass(frozen=True)
class Variant:
    """One answer, and the file it goes to."""

    path: str
    query: str
    file: str
    form: str
    page: int = 1
    language: str = ""


@dataclass(frozen=True)
class Place:
    """One address, and the forms of what stands there."""

    stem: str
    """The address without a suffix; of something with one form, the address."""
    suffixes: tuple[str, ...] = ()
    """Its forms, which are addresses too. None: it has one form, and ``file`` says where that goes."""
    pages: int = 1
    is_localised: bool = False
    file: str = ""
    is_bare: bool = False
    """Whether the page stands at ``stem`` alone, with no suffix to ask for it."""
    is_optional: bool = False
    """Whether the site may do without it."""
    is_written: bool = False
    """Whether its file is there already."""

    def variants(self) -> Iterator[Variant]:
        """Every answer to be recorded."""
        if not self.suffixes:
            yield Variant(self.stem, "", self.file or self.stem, "-")
            return
        for suffix in self.suffixes:
            languages = ("", *LANGUAGES) if self.is_localised and suffix == HTML.suffix else ("",)
            for page in range(1, self.pages + 1):
                for language in languages:
                    yield self._variant(suffix, page, language)

    def _variant(self, suffix: str, page: int, language: str) -> Variant:
        asked = [f"page={page}"] if page > 1 else []
        asked += [f"lang={language}"] if language else []
        parts = [self.file or self.stem, f"page{page}" if page > 1 else "", language, suffix]
        path = self.stem if self.is_bare else f"{self.stem}.{suffix}"
        return Variant(path, "&".join(asked), ".".join(filter(None, parts)), suffix, page, language)


def places_of(site: Site) -> Iterator[Place]:
    """Every address but those of things and what belongs to them (``things_of``), and those of dumps."""
    release, history = site.release, site.history
    assert release is not None
    assert history is not None
    yield Place("/", _PAGE, is_localised=True, file="/index", is_bare=True)
    for view in (*VIEWS, "problems"):
        yield Place(f"/{view}", _PAGE, is_localised=True, is_bare=True)
    for form in (CSV, SVG):
        yield Place(f"/compare.{form.suffix}")
    graphs = [f"/graph/{graph.name}" for graph in release.manifest.graphs]
    names = {graph.name for graph in release.manifest.graphs}
    graphs += [at for at, name in (("/ns", "ontology"), ("/shapes", "shapes"), (f"/{EXAMPLES}", "examples"))
               if name in names]  # fmt: skip
    graphs += ["/dataset", "/catalog", "/.well-known/void"]
    versions = [f"/ns/{version}" for version in _ontologies(history.releases)]
    for stem in (*graphs, *versions):
        yield Place(stem, _DOCUMENT, is_localised=True)
    described = [f"/dataset/{each.version}" for each in history.releases]
    for stem in described:
        yield Place(stem, _DOCUMENT)
    for stem in (*graphs, *versions, *described):
        yield Place(f"/linkset{stem}", file=f"/linkset{stem}.{LINKSET.suffix}")
    for each in history.releases[1:]:
        yield Place(f"/dataset/{each.version}.rdfp")
    yield Place("/feed", _GRAPH)
    for page in pages_of(history):
        yield Place(f"/{page.path}", _GRAPH)
    for address in ("context.jsonld", "style.css", "page.js", "robots.txt", "sitemap.xml"):
        yield Place(f"/{address}")
    for name in ("outline.json", "europe.svg", *EDITOR_FILES):
        yield Place(f"/assets/{name}", is_optional=True)
    pages = -(-release.manifest.default_triples // PAGE_TRIPLES)
    yield Place("/fragments", _DOCUMENT, max(1, pages), is_optional=True)
    addresses = sum(1 for _ in _documents(release)) + len(graphs) + len(versions)
    for number in range(1, 2 + addresses // MOST_ADDRESSES):
        yield Place(f"/sitemap-{number}.xml", is_optional=True)


def things_of(site: Site) -> Iterator[Place]:
    """The documents about things, now and as they were, with their linksets and time maps."""
    release, history = site.release, site.history
    assert release is not None
    assert history is not None
    for path in _documents(release):
        stem = _address(path)
        yield Place(stem, _DOCUMENT, _pages(release, path), is_localised=True)
        yield Place(f"/linkset{stem}", file=f"/linkset{stem}.{LINKSET.suffix}")
    seen: set[str] = set()
    for each in history.releases:
        for path in _documents(each):
            stem = _address(path)
            if path not in seen:
                seen.add(path)
                yield Place(f"/timemap{stem}", file=f"/timemap{stem}.{TIMEMAP.suffix}")
            yield Place(f"/dataset/{each.version}{stem}", _DOCUMENT, _pages(each, path))


def dumps_of(release: Release) -> list[str]:
    """The files of a release that are for others."""
    return [path for path in sorted(release.manifest.files) if not hidden(path)]


def dump_places_of(site: Site) -> Iterator[Place]:
    """The addresses of dumps, of every release."""
    assert site.release is not None
    assert site.history is not None
    below = [("/dumps", site.release), *((f"/dataset/{r.version}/dumps", r) for r in site.history.releases)]
    for folder, release in below:
        yield Place(f"{folder}/SHA256SUMS")
        for path in dumps_of(release):
            yield Place(f"{folder}/{path}", is_written=True)


def _documents(release: Release) -> Iterator[str]:
    yield from release.resource_paths()
    yield from release.resource_paths(".well-known/")


def _address(path: str) -> str:
    return f"/doc/{path.removeprefix('id/')}" if path.startswith("id/") else f"/{path}"


def _pages(release: Release, path: str) -> int:
    number = 1
    while release.has_resource(f"{path}?page={number + 1}"):
        number += 1
    return number


def _ontologies(releases: tuple[Release, ...]) -> list[str]:
    return sorted({version for release in releases for version in ontology_versions(release)})

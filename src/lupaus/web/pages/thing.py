"""The page of one thing, from the release's view of it."""

from collections.abc import Sequence

from markupsafe import Markup

from lupaus.web.links import TypedLink
from lupaus.web.pages.citation import bibtex, csl_json
from lupaus.web.pages.kinds import KINDS, kind_of
from lupaus.web.pages.language import Languages
from lupaus.web.pages.questions import SECTIONS, ask, question
from lupaus.web.pages.render import Pages
from lupaus.web.pages.view import ResourcePage, View, read_view
from lupaus.web.site import Site
from lupaus.web.views.projection import HEIGHT, WIDTH, Place, locate

__all__ = ["thing_page"]


def thing_page(
    pages: Pages,
    site: Site,
    view: View,
    languages: Languages,
    *,
    address: str,
    query: str,
    document: str,
    links: Sequence[TypedLink],
    structured: Markup,
) -> bytes:
    """The page for the thing that ``view`` describes.

    :param address: of the document as it is today, without suffix.
    :param query: ``?page=2`` and so on; empty for the first page.
    :param document: of the document that is shown: today's, or one below ``/dataset/{version}``.
    """
    page = read_view(view, languages, site.href)
    cited = (page.iri, page.title.text, site.version, site.released)
    bound = {"this": f"<{page.iri}>", "lang": languages[0]}
    queries = {key: ask(question(body, site.base, **bound)) for key, body in SECTIONS.items()}
    return pages.render(
        "resource.html",
        languages=languages,
        canonical=site.address(address) + query,
        document=document,
        formats=[
            (link.target.rpartition(".")[2].partition("?")[0], link.type)
            for link in links
            if link.relation == "alternate"
        ],
        next_page=next((link.target for link in links if link.relation == "next"), ""),
        links=links,
        structured=structured,
        page=page,
        kind_word=KINDS.get(kind_of(view["path"]), ""),
        spot=_spot(page),
        map_size=(WIDTH, HEIGHT),
        queries=queries | dict.fromkeys(("demands", "statements", "sources"), ""),
        citations=[
            ("BibTeX", "bibtex", bibtex(*cited)),
            ("CSL-JSON", "csl", csl_json(*cited)),
        ],
    )


def _spot(page: ResourcePage) -> Place | None:
    """Where the thing lies on the map of Europe."""
    if "place" not in page.sections:
        return None
    row = page.sections["place"].rows[0]
    return locate(row["lat"][0].text, row["long"][0].text)

"""Writing the document about a thing, of the release that is served or of one that is kept."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from starlette.requests import Request

from lupaus.dataset.release import Release
from lupaus.media import HTML, Format
from lupaus.namespaces import expand
from lupaus.web.context import Context
from lupaus.web.document import CACHE_CONTROL, IMMUTABLE, document_reply
from lupaus.web.headers import PAGE, Headers, field
from lupaus.web.links import TypedLink, link_header, linkset_of, variants, versions_of
from lupaus.web.pages.language import Languages, languages_of
from lupaus.web.pages.structured import as_script, describe_thing
from lupaus.web.pages.thing import thing_page
from lupaus.web.pages.view import View
from lupaus.web.reply import Reply

__all__ = ["Described", "DescriptionWriter"]

_PAGE_TYPE = "schema:AboutPage"


@dataclass(frozen=True)
class Described:
    """One document, or one page of it, in one release."""

    release: Release
    key: str
    """The thing's IRI after the base."""
    address: str
    """Where the document is on this server, without suffix."""
    query: str = ""
    """``?page=2`` and so on; empty for the first page."""
    below: str = ""
    """``/dataset/{version}`` for the document as it was in that version; empty for the one that may change."""

    @cached_property
    def view(self) -> View:
        """What the page shows."""
        found = self.release.resource(self.key + self.query, "view")
        assert found is not None
        return cast(View, json.loads(found[0]))

    @property
    def document(self) -> str:
        """The document's IRI: where it is, but under the base."""
        return self.release.base + self.address.removeprefix("/") + self.query

    @property
    def is_withdrawn(self) -> bool:
        """Whether the thing was taken back (OWL 2, section 5.5: ``owl:deprecated true``)."""
        said = [value.get("text") for value in self.values("owl:deprecated")]
        return "true" in said

    def values(self, curie: str) -> list[dict[str, str]]:
        """The values of one property."""
        groups = [group for group in self.view["groups"] if group["property"] == expand(curie)]
        return [cast(dict[str, str], value) for group in groups for value in group["values"]]


class DescriptionWriter:
    """Writes documents with all that is said in their headers."""

    def __init__(self, context: Context) -> None:
        self._context = context
        site = context.site
        assert site.history is not None
        self._history = site.history

    async def write(
        self, request: Request, described: Described, form: Format, *, is_negotiated: bool, extras: Headers = ()
    ) -> Reply:
        """``described`` in ``form``, with 410 if the thing was withdrawn (RFC 9110, section 15.5.11)."""
        languages = languages_of(request)
        vary = ("Accept",) if is_negotiated else ()
        headers: Headers = (
            link_header(self.links(described, form)),
            field("lupaus-release", described.release.version),
            *extras,
        )
        if is_negotiated:
            place = f"{described.below}{described.address}.{form.suffix}{described.query}"
            headers = (*headers, field("content-location", place))
        if form is HTML:
            vary = (*vary, *languages.vary)
            headers = (*headers, *PAGE, field("content-language", languages[0]))
        return await document_reply(
            self._context.cache,
            request.scope,
            key="|".join(
                (
                    described.below,
                    described.address,
                    described.query,
                    form.name,
                    str(is_negotiated),
                    languages.key if form is HTML else "",
                )
            ),
            make=lambda: self._page(described, languages) if form is HTML else self._rdf(described, form),
            content_type=form.content_type,
            modified=self._history.modified(described.key, described.release),
            vary=vary,
            extras=headers,
            status=410 if described.is_withdrawn and not described.below else 200,
            cache_control=IMMUTABLE if described.below else CACHE_CONTROL,
        )

    def links(self, described: Described, form: Format) -> list[TypedLink]:
        """The typed links of one variant of a document."""
        view, address = described.view, described.address
        types = [TypedLink(node["iri"], "type") for node in view["types"]]
        if form is HTML:
            types.append(TypedLink(expand(_PAGE_TYPE), "type"))
        found = [
            TypedLink(view["iri"], "describes"),
            TypedLink(view["iri"], "cite-as"),
            *variants(described.below + address, form, described.query),
            *types,
            *(TypedLink(licence, "license") for licence in view["licences"]),
            TypedLink("/dataset", "collection"),
            TypedLink("/dataset", "up"),
            *(() if described.below else linkset_of(address)),
            *versions_of(address),
        ]
        address = described.below + address
        number = int(described.query.partition("=")[2] or 1)
        if described.release.has_resource(f"{described.key}?page={number + 1}"):
            found.append(TypedLink(f"{address}?page={number + 1}", "next"))
        if number > 1:
            found.append(TypedLink(address + (f"?page={number - 1}" if number > 2 else ""), "prev"))
        successors = described.values("dcterms:isReplacedBy")
        found += [TypedLink(value["iri"], "successor-version") for value in successors if "iri" in value]
        return found

    def _rdf(self, described: Described, form: Format) -> bytes:
        moment = self._history.modified(described.key, described.release)
        text = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        modified = Quad(
            NamedNode(described.document),
            NamedNode(expand("dcterms:modified")),
            Literal(text, datatype=NamedNode(expand("xsd:dateTime"))),
            DefaultGraph(),
        )
        found = described.release.resource(described.key + described.query, form.name, [modified])
        assert found is not None
        return found[0]

    def _page(self, described: Described, languages: Languages) -> bytes:
        view = described.view
        modified = self._history.modified(described.key, described.release)
        site = self._context.site
        structured = describe_thing(view, site, described.address, view["licences"], modified, languages[0])
        return thing_page(
            self._context.pages,
            site,
            view,
            languages,
            address=described.address,
            query=described.query,
            document=described.below + described.address,
            links=self.links(described, HTML),
            structured=as_script(structured),
        )

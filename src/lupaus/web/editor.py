"""What the editor in the browser is made of and knows: its files, and ``/editor.json``."""

import json
from collections import defaultdict

from starlette.requests import Request

from lupaus.errors import N_, NotFound
from lupaus.media import GRAPH_FORMATS, SOLUTIONS_FORMATS, SVG
from lupaus.namespaces import compact, prefixes_for
from lupaus.web.context import Context
from lupaus.web.document import document_reply
from lupaus.web.headers import field
from lupaus.web.pages.assets import EDITOR_FILES, asset
from lupaus.web.pages.language import Languages, choose_label, languages_of
from lupaus.web.reply import Reply
from lupaus.web.triples import Triples, read_triples
from lupaus.web.views.projection import HEIGHT, WIDTH, coasts, outline

__all__ = ["EditorFiles"]

Json = dict[str, object]
_SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-:"
_DRAWN = {"outline.json": "application/json", "europe.svg": SVG.content_type}
"""What is made of the outlines of countries: for the editor's map, and for the page of a city."""


class EditorFiles:
    """Handlers for what the editor asks for."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def asset(self, request: Request) -> Reply:
        """``/assets/{name}``: a file of the editor, or the outlines that maps are drawn on.

        :raises NotFound: if the package was built without it.
        """
        name: str = request.path_params["name"]
        body = self._drawn(name) if name in _DRAWN else asset(name) if name in EDITOR_FILES else None
        if body is None:
            raise NotFound(
                N_("There is no asset %(name)s; docs/operating.md says how to add the editor."),
                values={"name": repr(name[:40])},
            )
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"asset|{name}",
            make=lambda: body,
            content_type=(EDITOR_FILES | _DRAWN)[name],
            modified=self._context.site.released,
        )

    def _drawn(self, name: str) -> bytes:
        if name == "outline.json":
            return outline()
        size = (WIDTH, HEIGHT)
        return self._context.pages.render("europe.svg", languages=("en",), coasts=coasts(), size=size)

    async def known(self, request: Request) -> Reply:
        """``/editor.json``: prefixes, classes and properties in use, and formats to take an answer in."""
        languages = languages_of(request)
        return await document_reply(
            self._context.cache,
            request.scope,
            key=f"known|{languages.key}",
            make=lambda: json.dumps(self._known(languages), ensure_ascii=False).encode(),
            content_type="application/json",
            modified=self._context.site.released,
            vary=languages.vary,
            extras=(field("content-language", languages[0]),),
        )

    def _known(self, languages: Languages) -> Json:
        site = self._context.site
        found: Json = {
            "base": site.base,
            "prefixes": dict(site.prefixes) or prefixes_for(site.base),
            "classes": [],
            "properties": [],
            "formats": {
                "solutions": [form.name for form in SOLUTIONS_FORMATS],
                "boolean": [form.name for form in SOLUTIONS_FORMATS if form.ask],
                "graph": [form.name for form in GRAPH_FORMATS],
            },
        }
        if site.release is not None:
            described = read_triples(site.release.path / "graphs/void.nt")
            terms = read_triples(site.release.path / "graphs/ontology.nt")
            for key, partition, count in (
                ("classes", "void:class", "void:entities"),
                ("properties", "void:property", "void:triples"),
            ):
                used = _used(described, partition, count)
                found[key] = [entry for iri, n in used if (entry := self._entry(iri, n, terms, languages))]
        return found

    def _entry(self, iri: str, number: int, terms: Triples, languages: Languages) -> Json | None:
        """A term, if it has a name that a query can use without escapes."""
        name = compact(iri, prefixes_for(self._context.site.base))
        if set(name) - set(_SAFE):
            return None
        label = choose_label(terms.labels(iri, "rdfs:label", "skos:prefLabel"), languages, "")
        return {"name": name, "label": label.text, "number": number}


def _used(described: Triples, partition: str, count: str) -> list[tuple[str, int]]:
    """Terms in use (VoID, section 4.3), the most used first."""
    counts: defaultdict[str, int] = defaultdict(int)
    for subject in described:
        for iri in described.nodes(subject, partition):
            for term in described.values(subject, count):
                counts[iri] = max(counts[iri], int(term.text))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

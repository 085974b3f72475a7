"""schema.org descriptions inside the pages, for search engines and for whoever judges how findable data are."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from markupsafe import Markup

from lupaus.dataset.manifest import FileEntry
from lupaus.media import by_suffix
from lupaus.namespaces import EXTERNAL, expand
from lupaus.web.pages.view import View
from lupaus.web.site import Site
from lupaus.web.triples import Triples

__all__ = ["as_script", "describe_dataset", "describe_thing"]

Json = dict[str, object]
_SCHEMA = EXTERNAL["schema"]
_SAME = (expand("schema:sameAs"), expand("owl:sameAs"), expand("skos:exactMatch"))
_CLASSES = {
    "lup:Action": "Action", "lup:City": "City", "lup:CityNetwork": "Organization", "lup:Claim": "Claim",
    "lup:Conference": "Event", "lup:Declaration": "CreativeWork", "lup:Session": "Event",
    "lup:SigningEvent": "Event", "lup:Source": "CreativeWork", "lup:Talk": "Event",
    "foaf:Person": "Person", "org:Organization": "Organization", "skos:Concept": "DefinedTerm",
    "skos:ConceptScheme": "DefinedTermSet",
}  # fmt: skip
"""What schema.org calls a class of ours or of others, where the two mean the same or ours is narrower."""


def as_script(description: Json) -> Markup:
    """A data block for a page. Nothing in it can end the block: ``<`` is written as an escape of JSON."""
    text = json.dumps({"@context": _SCHEMA, **description}, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def describe_thing(
    view: View, site: Site, address: str, licences: Iterable[str], modified: datetime, language: str
) -> Json:
    """A thing and the page about it."""
    types = [name for node in view["types"] if (name := _class(node["iri"], site.base))]
    page: Json = {
        "@type": "WebPage",
        "@id": site.address(address),
        "dateModified": modified.isoformat(),
        "inLanguage": language,
        "isPartOf": {"@type": "Dataset", "@id": site.base + "dataset", "name": site.title},
        "license": sorted(licences),
    }
    thing: Json = {
        "@type": sorted(set(types)) or "Thing",
        "@id": view["iri"],
        "identifier": view["iri"],
        "url": site.address(address),
        "name": [{"@value": text, "@language": lang} if lang else text for lang, text in view["labels"].items()],
        "subjectOf": page,
    }
    same = [
        value["iri"]
        for group in view["groups"]
        if group["property"] in _SAME
        for value in group["values"]
        if "iri" in value
    ]
    return thing | ({"sameAs": same} if same else {})


def describe_dataset(triples: Triples, site: Site, files: Mapping[str, FileEntry]) -> Json:
    """The dataset with its licence, publisher, version and files."""
    dataset = site.base + "dataset"

    def texts(curie: str) -> list[Json | str]:
        values = [term for term in triples.values(dataset, curie) if not term.is_node]
        return [{"@value": t.text, "@language": t.lang} if t.lang else t.text for t in values]

    publishers = [
        {"@type": "Organization", "@id": iri, "name": next(iter(triples.labels(iri, "foaf:name").values()), iri)}
        for iri in triples.nodes(dataset, "dcterms:publisher")
    ]
    return {
        "@type": "Dataset",
        "@id": dataset,
        "identifier": dataset,
        "url": site.address("/dataset"),
        "name": texts("dcterms:title"),
        "description": texts("dcterms:description"),
        "keywords": texts("dcat:keyword"),
        "license": triples.nodes(dataset, "dcterms:license"),
        "creator": publishers,
        "publisher": publishers,
        "version": site.version,
        "datePublished": next(iter(triples.labels(dataset, "dcterms:issued").values()), ""),
        "dateModified": site.released.isoformat(),
        "isAccessibleForFree": True,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": site.base + "catalog",
            "url": site.address("/catalog"),
        },
        "distribution": [_download(path, entry, site) for path, entry in files.items()],
    }


def _download(path: str, entry: FileEntry, site: Site) -> Json:
    form = by_suffix(path.rpartition(".")[2])
    return {
        "@type": "DataDownload",
        "name": path,
        "contentUrl": site.address(f"/dumps/{path}"),
        "encodingFormat": form.media_type if form else "application/octet-stream",
        "contentSize": f"{entry.bytes} B",
        "sha256": entry.sha256,
    }


def _class(iri: str, base: str) -> str:
    if iri.startswith(_SCHEMA):
        return iri.removeprefix(_SCHEMA)
    for curie, name in _CLASSES.items():
        wanted = base + "ns#" + curie.removeprefix("lup:") if curie.startswith("lup:") else expand(curie)
        if iri == wanted:
            return name
    return ""

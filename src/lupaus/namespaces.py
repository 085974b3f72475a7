"""The only place that knows a vocabulary's IRI.

``BASE`` is where our own identifiers live; everything else of ours hangs below it.
A release can be built under another base: the sources are then read with ``BASE`` replaced
(see ``lupaus.dataset.inputs``), so no other module may spell the base out.
"""

__all__ = [
    "BASE", "EXTERNAL", "LUP", "PREFIXES", "SCHEMA_AT_WIKIDATA", "compact", "expand", "graph_iri", "prefixes_for",
]  # fmt: skip

BASE = "https://w3id.org/lupaus/"
LUP = BASE + "ns#"

EXTERNAL: dict[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "bibo": "http://purl.org/ontology/bibo/",
    "dash": "http://datashapes.org/dash#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "entailment": "http://www.w3.org/ns/entailment/",
    "euauth": "http://publications.europa.eu/resource/authority/",
    "eurovoc": "http://eurovoc.europa.eu/",
    "fibo-agr": "https://spec.edmcouncil.org/fibo/ontology/FND/Agreements/Agreements/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "frbr": "http://purl.org/vocab/frbr/core#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "geonames": "https://sws.geonames.org/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "ldes": "https://w3id.org/ldes#",
    "lrmoo": "http://iflastandards.info/ns/lrm/lrmoo/",
    "m8g": "http://data.europa.eu/m8g/",
    "mod": "https://w3id.org/mod#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "person": "http://www.w3.org/ns/person#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rico": "https://www.ica.org/standards/RiC/ontology#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sdg": "http://metadata.un.org/sdg/",
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "spex": "https://purl.expasy.org/sparql-examples/ontology#",
    "tree": "https://w3id.org/tree#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "voaf": "http://purl.org/vocommons/voaf#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "wd": "http://www.wikidata.org/entity/",
    "wdata": "https://www.wikidata.org/wiki/Special:EntityData/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "yso": "http://www.yso.fi/onto/yso/",
}
"""Prefixes of the vocabularies we reuse, each spelled as the vocabulary itself spells it."""

SCHEMA_AT_WIKIDATA = "http://schema.org/"
"""How Wikidata spells schema.org: for questions to it only, what we write has ``https``."""


def prefixes_for(base: str = BASE) -> dict[str, str]:
    """Every prefix we publish, for a release under ``base``; sorted, ours included."""
    ours = {"lup": base + "ns#", "lupr": base + "id/", "lupg": base + "graph/", "lups": base + "shapes#"}
    return dict(sorted((EXTERNAL | ours).items()))


PREFIXES = prefixes_for()


def expand(curie: str) -> str:
    """The IRI that ``prefix:local`` stands for.

    :raises KeyError: if the prefix is not one of ours.
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def compact(iri: str, prefixes: dict[str, str] = PREFIXES) -> str:
    """``iri`` as ``prefix:local`` where a prefix fits and the rest is a plain local name, else ``<iri>``."""
    end = max(iri.rfind("/"), iri.rfind("#")) + 1  # every namespace ends so, and no plain local name has one
    space, local = iri[:end], iri[end:]
    if local and local.replace("_", "").replace("-", "").isalnum() and local.isascii() and local[0] not in "-":
        for prefix, namespace in prefixes.items():
            if namespace == space:
                return f"{prefix}:{local}"
    return f"<{iri}>"


def graph_iri(name: str, base: str = BASE) -> str:
    """The IRI of the named graph called ``name``."""
    return f"{base}graph/{name}"

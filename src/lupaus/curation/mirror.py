"""A mirror of the few statements of Wikidata that we use, in its own shape, for ``data/wikidata``.

An item keeps its IRI and its properties (``wdt:``); the document about it (``wdata:``) says the version, when that
was made and when we took it over, and the licence, as Wikidata's own dumps do. schema.org is written with https.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from lupaus import __version__
from lupaus.curation.facts import Facts
from lupaus.curation.links import Thing
from lupaus.curation.wikidata import COORDINATES, COUNTRY, GEONAMES_ID, INSTANCE_OF, Item
from lupaus.dataset.format import format_turtle
from lupaus.dataset.sources import Sources
from lupaus.dataset.terms import RDF_TYPE, iri
from lupaus.namespaces import BASE, EXTERNAL, graph_iri

__all__ = ["FOLDER", "describe_graph", "import_times", "mirror_files"]

FOLDER = "data/wikidata"
_COPIED = (iri("rdfs:label"), COUNTRY, COORDINATES, GEONAMES_ID, INSTANCE_OF)
_CC0 = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
_TITLES = {
    "en": "Statements of Wikidata that are used here",
    "fi": "Tässä käytetyt Wikidatan väittämät",
    "sv": "Utsagor ur Wikidata som används här",
    "et": "Siin kasutatud Wikidata väited",
}
_HEADER = """# From Wikidata ({address}), CC0 1.0. Written by lupaus wikidata refresh; do not edit.
"""


def mirror_files(
    things: Iterable[Thing],
    items: dict[str, Item],
    address: str,
    as_of: datetime,
    kept: dict[tuple[str, int], str],
    base: str,
) -> dict[str, str]:
    """The text of each file, by its path: one for each kind of thing, and one for the import itself.

    :param address: the endpoint that was asked.
    :param as_of: when it answered, for answers that do not say so themselves.
    :param kept: when the version of an item that did not change was taken over (see ``import_times``).
    """
    kinds: dict[str, str] = {}
    for thing in things:
        for id_ in sorted(thing.items):
            kinds.setdefault(id_, thing.iri.removeprefix(base + "id/").partition("/")[0])
    activity = NamedNode(graph_iri("wikidata", base) + "#import")
    files: defaultdict[str, set[Triple]] = defaultdict(set)
    for id_, kind in kinds.items():
        item = items.get(id_)
        if item and item.exists:
            files[kind] |= _mirror(item, item.asked or as_of, kept, activity)
    latest = max((item.asked or as_of for item in items.values()), default=as_of)
    files["import"] = _activity(activity, address, latest)
    header = _HEADER.format(address=address)
    return {f"{FOLDER}/{kind}.ttl": _turtle(header, triples, kind) for kind, triples in sorted(files.items())}


def describe_graph(sources: Sources) -> Facts:
    """Title and licence of the graph, for ``data/dataset.ttl``, unless they stand there."""
    facts, graph = Facts(), NamedNode(graph_iri("wikidata", sources.base))
    if not any(triple.subject == graph for triple in sources.described):
        facts.say(
            "data/dataset.ttl", graph, dcterms_license=_CC0, dcterms_isPartOf=NamedNode(f"{BASE}dataset"),
            dcterms_title=[Literal(text, language=language) for language, text in _TITLES.items()],
        )  # fmt: skip
    return facts


def import_times(triples: Iterable[Triple]) -> dict[tuple[str, int], str]:
    """When each version of an item in the present mirror was taken over."""
    space = EXTERNAL["wdata"]
    versions: dict[str, int] = {}
    times: dict[str, str] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            id_ = triple.subject.value.removeprefix(space)
            if triple.predicate == iri("schema:version"):
                versions[id_] = int(triple.object.value)
            elif triple.predicate == iri("pav:importedOn"):
                times[id_] = triple.object.value
    return {(id_, version): times[id_] for id_, version in versions.items() if id_ in times}


def _mirror(item: Item, asked: datetime, kept: dict[tuple[str, int], str], activity: NamedNode) -> set[Triple]:
    node, document = NamedNode(EXTERNAL["wd"] + item.id), NamedNode(EXTERNAL["wdata"] + item.id)
    assert item.version is not None
    taken = kept.get((item.id, item.version)) or _time(asked)
    triples = {Triple(node, t.predicate, t.object) for t in item.triples if t.predicate in _COPIED}
    triples |= {
        Triple(document, RDF_TYPE, iri("schema:Dataset")),
        Triple(document, iri("schema:about"), node),
        Triple(document, iri("schema:version"), Literal(item.version)),
        Triple(document, iri("schema:license"), _CC0),
        Triple(document, iri("pav:importedOn"), Literal(taken, datatype=iri("xsd:dateTime"))),
        Triple(document, iri("prov:wasGeneratedBy"), activity),
    }
    if item.modified:
        modified = Literal(item.modified, datatype=iri("xsd:dateTime"))
        triples.add(Triple(document, iri("schema:dateModified"), modified))
    return triples


def _activity(activity: NamedNode, address: str, ended: datetime) -> set[Triple]:
    return {
        Triple(activity, RDF_TYPE, iri("prov:Activity")),
        Triple(activity, iri("rdfs:label"), Literal("Import from Wikidata", language="en")),
        Triple(activity, iri("rdfs:label"), Literal("Tuonti Wikidatasta", language="fi")),
        Triple(activity, iri("rdfs:label"), Literal("Import från Wikidata", language="sv")),
        Triple(activity, iri("rdfs:label"), Literal("Import Wikidatast", language="et")),
        Triple(activity, iri("prov:used"), NamedNode(address)),
        Triple(activity, iri("prov:endedAtTime"), Literal(_time(ended), datatype=iri("xsd:dateTime"))),
        Triple(activity, iri("schema:softwareVersion"), Literal(f"lupaus {__version__}")),
    }


def _turtle(header: str, triples: Iterable[Triple], kind: str) -> str:
    written = serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES)
    assert written is not None
    return format_turtle(header + written.decode(), f"{FOLDER}/{kind}.ttl")


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")

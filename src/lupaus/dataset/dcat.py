"""The catalogue, the dataset and its distributions (DCAT 3 in the profile DCAT-AP)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from lupaus.dataset.pen import Pen
from lupaus.dataset.terms import Term, iri
from lupaus.media import Format
from lupaus.namespaces import EXTERNAL

__all__ = ["Dump", "describe_catalog", "describe_dumps"]

_FILE_TYPES = {
    "nquads": "RDF_N_QUADS", "ntriples": "RDF_N_TRIPLES", "turtle": "RDF_TURTLE", "rdfxml": "RDF_XML",
    "jsonld": "JSON_LD", "trig": "RDF_TRIG",
}  # fmt: skip
_PACKINGS = {"gz": ("application/gzip", "gzip"), "zst": ("application/zstd", "zstd")}
"""Media type and name of a packing (RFC 6713, RFC 8878)."""
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_SHARED = ("dcterms:title", "dcterms:description", "dcterms:publisher", "dcterms:license")
"""What the catalogue, the version and the services say as the one dataset does."""
_CONTENT = ("dcat:keyword", "dcat:theme", "dcat:contactPoint", "dcterms:accessRights")
"""What the version and the services do."""
_SERVICES = (
    ("fragments", "Triple pattern fragments", "http://www.hydra-cg.com/spec/latest/triple-pattern-fragments/"),
    ("feed", "Event stream of changes between releases", EXTERNAL["ldes"].removesuffix("#") + "/specification"),
)
"""Address, title and specification of what answers beside the endpoint."""


_CONTENTS = {
    "graph": "one named graph",
    "part": "some of the named graphs",
    "whole": "the data set as a whole",
}


@dataclass(frozen=True)
class Dump:
    """One file to download. Size and hash are given where the file does not hold this description itself."""

    plain: str
    """Its path before it was packed."""
    format: Format
    title: str
    graph: str | None = None
    """The named graph it holds, or ``None`` for several of them."""
    bytes: int | None = None
    sha256: str | None = None
    packing: str = field(default="", kw_only=True)
    """``gz``, ``zst``, or empty: as it is."""
    parts: tuple[str, ...] = field(default=(), kw_only=True)
    """The named graphs it holds, if they are neither one nor all."""

    @property
    def path(self) -> str:
        """Below ``dumps/`` on the server, and in the release's folder."""
        return f"{self.plain}.{self.packing}" if self.packing else self.plain

    def measured(self, size: int, sha256: str) -> "Dump":
        """The same with its size and hash."""
        return replace(self, bytes=size, sha256=sha256)


def describe_catalog(
    pen: Pen, dataset: NamedNode, version: str, modified: Literal, names: Mapping[Term, Literal]
) -> None:
    """The catalogue with its record, and the dataset with its version.

    What ``data/dataset.ttl`` has said already is not said again in other words.

    :param names: the names of things in the other graphs, where the publisher's is found.
    """
    catalog, record = pen.node("catalog"), pen.node("catalog#record")
    service, current = pen.node("sparql"), pen.node(f"dataset/{version}")
    pen.say(catalog, "dcat:Catalog", dcat_dataset=dataset, dcat_service=service, dcat_record=record,
            foaf_homepage=pen.node(""), dcterms_modified=modified)  # fmt: skip
    pen.say(record, "dcat:CatalogRecord", foaf_primaryTopic=dataset, dcterms_modified=modified)
    pen.say(dataset, "dcat:Dataset void:Dataset", dcterms_identifier=Literal(dataset.value),
            dcat_version=Literal(version), dcat_hasCurrentVersion=current, dcat_hasVersion=current,
            dcat_landingPage=pen.node(""), dcterms_conformsTo=[pen.node("ns"), pen.node("shapes")])  # fmt: skip
    pen.say(current, "dcat:Dataset", dcat_version=Literal(version), dcterms_issued=modified)
    pen.suggest(
        dataset,
        dcterms_accessRights=_authority("access-right/PUBLIC"),
        dcterms_accrualPeriodicity=_authority("frequency/IRREG"),
    )
    services = (service, *_describe_services(pen, dataset, catalog))
    for name, nodes in ((_SHARED, (catalog, current, *services)), (_CONTENT, (current, *services))):
        for curie in name:
            values: list[Term] = pen.values(dataset, curie)
            for node in nodes:
                pen.suggest(node, **{curie.replace(":", "_"): values})
    for curie in ("dcterms:language", "dcterms:spatial", "dcterms:issued"):
        pen.suggest(catalog, **{curie.replace(":", "_"): pen.values(dataset, curie)})
    pen.suggest(current, dcterms_spatial=pen.values(dataset, "dcterms:spatial"))
    pen.suggest(catalog, dcat_themeTaxonomy=_authority("data-theme"))
    pen.suggest(
        record,
        dcterms_conformsTo=NamedNode(EXTERNAL["dcatap"]),
        dcterms_issued=pen.values(dataset, "dcterms:issued"),
    )
    for publisher in pen.values(dataset, "dcterms:publisher"):
        if isinstance(publisher, NamedNode):
            pen.say(publisher, "foaf:Agent")
            pen.suggest(publisher, foaf_name=names.get(publisher, Literal(publisher.value)))
    description = pen.node(".well-known/void")
    pen.say(description, "void:DatasetDescription", foaf_primaryTopic=dataset, dcterms_modified=modified,
            dcterms_title="Description of the dataset")  # fmt: skip


def _describe_services(pen: Pen, dataset: NamedNode, catalog: NamedNode) -> list[NamedNode]:
    services = []
    for path, title, specification in _SERVICES:
        service = pen.say(
            pen.node(path), "dcat:DataService", dcterms_title=title, dcat_endpointURL=pen.node(path),
            dcat_endpointDescription=pen.node(path), dcat_servesDataset=dataset,
            dcterms_conformsTo=NamedNode(specification),
        )  # fmt: skip
        pen.say(catalog, dcat_service=service)
        services.append(service)
    return services


def describe_dumps(pen: Pen, dataset: NamedNode, version: str, dumps: Iterable[Dump]) -> None:
    """A distribution for each dump, of the dataset or of one named graph, and one for the endpoint."""
    service = pen.node("sparql")
    endpoint = pen.say(
        pen.node("dataset#distribution-sparql"), "dcat:Distribution", dcterms_title="SPARQL endpoint",
        dcat_accessURL=service, dcat_accessService=service,
        dcterms_description="Queries over the whole data set, in the protocol of SPARQL 1.1",
        dcatap_availability=_authority("planned-availability/STABLE"),
    )  # fmt: skip
    _describe_rights(pen, endpoint, _parts(pen, dataset) or [dataset], "whole")
    pen.say(dataset, dcat_distribution=endpoint)
    for dump in dumps:
        _describe_dump(pen, dataset, version, dump)


def _describe_dump(pen: Pen, dataset: NamedNode, version: str, dump: Dump) -> None:
    address = pen.node(f"dumps/{dump.path}")
    whole = dataset if dump.graph is None else pen.node(f"graph/{dump.graph}")
    title = f"{dump.title}, {_PACKINGS[dump.packing][1]}" if dump.packing else dump.title
    pen.say(whole, "void:Dataset", dcat_distribution=address)
    if not dump.parts:  # VoID, section 3.3: a data dump is the complete data set
        pen.say(whole, void_dataDump=address)
    if dump.graph is None:
        pen.say(pen.node(f"dataset/{version}"), dcat_distribution=address)
    pen.say(
        address, "dcat:Distribution", dcterms_title=title, dcat_accessURL=whole, dcat_downloadURL=address,
        dcat_mediaType=NamedNode(_MEDIA_TYPES + dump.format.media_type),
        dcterms_format=_authority(f"file-type/{_FILE_TYPES[dump.format.name]}"),
        dcatap_availability=_authority("planned-availability/STABLE"),
        dcterms_description=f"{title}: {_CONTENTS[_kind(dump)]}.",
    )  # fmt: skip
    if dump.packing:
        pen.say(address, dcat_compressFormat=NamedNode(_MEDIA_TYPES + _PACKINGS[dump.packing][0]))
    names = (dump.graph,) if dump.graph is not None else dump.parts
    graphs = [pen.node(f"graph/{name}") for name in names] or _parts(pen, dataset) or [dataset]
    _describe_rights(pen, address, graphs, dump.graph.replace("/", "-") if dump.graph is not None else _kind(dump))
    if dump.bytes is not None and dump.sha256 is not None:
        checksum = pen.node(f"dataset#checksum-{dump.path.replace('/', '-')}")
        pen.say(address, dcat_byteSize=Literal(str(dump.bytes), datatype=iri("xsd:nonNegativeInteger")),
                spdx_checksum=checksum)  # fmt: skip
        pen.say(checksum, "spdx:Checksum", spdx_algorithm=iri("spdx:checksumAlgorithm_sha256"),
                spdx_checksumValue=Literal(dump.sha256, datatype=iri("xsd:hexBinary")))  # fmt: skip


def _kind(dump: Dump) -> str:
    return "graph" if dump.graph is not None else "part" if dump.parts else "whole"


def _describe_rights(pen: Pen, address: NamedNode, graphs: list[NamedNode], of: str) -> None:
    """One licence where all graphs have it, else a document that names all; and each attribution.

    A graph without a licence has its rights alone, and lends no other graph's licence to the whole.
    """
    stated = [frozenset(pen.values(graph, "dcterms:license")) for graph in graphs]
    licences = frozenset().union(*stated)
    if len(set(stated)) > 1:
        document = pen.say(pen.node("dumps/LICENCES.md"), "dcterms:LicenseDocument",
                           dcterms_title="Licences and attributions, graph by graph")  # fmt: skip
        licences = frozenset({document})
    pen.say(address, dcterms_license=licences)
    if rights := {each for graph in graphs for each in pen.values(graph, "dcterms:rights")}:
        statement = pen.say(pen.node(f"dataset#rights-{of}"), "dcterms:RightsStatement", rdfs_label=rights)
        pen.say(address, dcterms_rights=statement)


def _parts(pen: Pen, dataset: NamedNode) -> list[NamedNode]:
    """The named graphs of the whole."""
    below = pen.base + "graph/"
    return [
        part
        for part in pen.values(dataset, "void:subset")
        if isinstance(part, NamedNode) and part.value.startswith(below)
    ]


def _authority(path: str) -> NamedNode:
    return NamedNode(EXTERNAL["euauth"] + path)

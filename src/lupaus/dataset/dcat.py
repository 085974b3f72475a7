"""The catalogue, the dataset and its distributions (DCAT 3 in the profile DCAT-AP)."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from lupaus.dataset.pen import Pen
from lupaus.dataset.terms import Term, iri
from lupaus.media import Format
from lupaus.namespaces import EXTERNAL

__all__ = ["Dump", "describe_catalog", "describe_dumps"]

_FILE_TYPES = {"nquads": "RDF_N_QUADS", "ntriples": "RDF_N_TRIPLES", "turtle": "RDF_TURTLE"}
_SHARED = ("title", "description", "publisher", "license")
"""What the catalogue says as its one dataset does."""


@dataclass(frozen=True)
class Dump:
    """One file to download. Size and hash are given where the file does not hold this description itself."""

    path: str
    """Below ``dumps/`` on the server, and in the release's folder."""
    format: Format
    title: str
    graph: str | None = None
    """The named graph it holds, or ``None`` for all of them."""
    bytes: int | None = None
    sha256: str | None = None


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
    for name in _SHARED:
        values: list[Term] = pen.values(dataset, f"dcterms:{name}")
        for node in (catalog, current, service):
            pen.suggest(node, **{f"dcterms_{name}": values})
    pen.suggest(service, dcat_keyword=pen.values(dataset, "dcat:keyword"))
    for publisher in pen.values(dataset, "dcterms:publisher"):
        if isinstance(publisher, NamedNode):
            pen.say(publisher, "foaf:Agent")
            pen.suggest(publisher, foaf_name=names.get(publisher, Literal(publisher.value)))
    description = pen.node(".well-known/void")
    pen.say(description, "void:DatasetDescription", foaf_primaryTopic=dataset, dcterms_modified=modified,
            dcterms_title="Description of the dataset")  # fmt: skip


def describe_dumps(pen: Pen, dataset: NamedNode, version: str, dumps: tuple[Dump, ...]) -> None:
    """A distribution for each dump, of the dataset or of one named graph, and one for the endpoint."""
    service = pen.node("sparql")
    endpoint = pen.say(
        pen.node("dataset#distribution-sparql"), "dcat:Distribution", dcterms_title="SPARQL endpoint",
        dcat_accessURL=service, dcat_accessService=service,
    )  # fmt: skip
    pen.say(endpoint, dcterms_license=pen.values(dataset, "dcterms:license"))
    pen.say(dataset, dcat_distribution=endpoint)
    for dump in dumps:
        address = pen.node(f"dumps/{dump.path}")
        whole = dataset if dump.graph is None else pen.node(f"graph/{dump.graph}")
        pen.say(whole, "void:Dataset", dcat_distribution=address, void_dataDump=address)
        if dump.graph is None:
            pen.say(pen.node(f"dataset/{version}"), dcat_distribution=address)
        pen.say(
            address, "dcat:Distribution", dcterms_title=dump.title, dcat_accessURL=whole, dcat_downloadURL=address,
            dcat_mediaType=NamedNode(f"https://www.iana.org/assignments/media-types/{dump.format.media_type}"),
            dcterms_format=_authority(f"file-type/{_FILE_TYPES[dump.format.name]}"),
            dcatap_availability=_authority("planned-availability/STABLE"),
        )  # fmt: skip
        pen.say(address, dcterms_license=pen.values(whole, "dcterms:license"),
                dcterms_rights=pen.values(whole, "dcterms:rights"))  # fmt: skip
        if dump.bytes is not None and dump.sha256 is not None:
            checksum = pen.node(f"dataset#checksum-{dump.path.replace('/', '-')}")
            pen.say(address, dcat_byteSize=Literal(str(dump.bytes), datatype=iri("xsd:nonNegativeInteger")),
                    spdx_checksum=checksum)  # fmt: skip
            pen.say(checksum, "spdx:Checksum", spdx_algorithm=iri("spdx:checksumAlgorithm_sha256"),
                    spdx_checksumValue=Literal(dump.sha256, datatype=iri("xsd:hexBinary")))  # fmt: skip


def _authority(path: str) -> NamedNode:
    return NamedNode(EXTERNAL["euauth"] + path)

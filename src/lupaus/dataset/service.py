"""The SPARQL service and the dataset it answers from (SPARQL 1.1 Service Description)."""

from pyoxigraph import NamedNode

from lupaus.dataset.graphs import is_in_default
from lupaus.dataset.pen import Pen
from lupaus.dataset.terms import iri
from lupaus.namespaces import graph_iri

__all__ = ["DEFAULT_GRAPH", "describe_service"]

DEFAULT_GRAPH = "dataset#default-graph"


def describe_service(pen: Pen, dataset: NamedNode, triples: dict[str, int]) -> None:
    """The endpoint with its default graph and the named graphs, whose sizes ``triples`` gives.

    The default graph is stored; it is not the union of all named graphs, and so not ``sd:UnionDefaultGraph``.
    """
    service, default = pen.node("sparql"), pen.node(DEFAULT_GRAPH)
    description = pen.node("dataset#sparql-dataset")
    title = "SPARQL endpoint"
    pen.say(
        service, "sd:Service dcat:DataService",
        sd_endpoint=service, sd_supportedLanguage=iri("sd:SPARQL11Query"), sd_defaultDataset=description,
        dcat_endpointURL=service, dcat_endpointDescription=service, dcat_servesDataset=dataset,
        dcterms_conformsTo=NamedNode("http://www.w3.org/TR/sparql11-protocol/"),
    )  # fmt: skip
    pen.suggest(service, dcterms_title=title)
    pen.say(description, "sd:Dataset", sd_defaultGraph=default)
    pen.say(default, "sd:Graph void:Dataset", dcterms_title="Default graph: the merge of the parts named here")
    for name, number in triples.items():
        graph = NamedNode(graph_iri(name, pen.base))
        named = pen.node(f"dataset#named-{name.replace('/', '-')}")
        pen.say(named, "sd:NamedGraph", sd_name=graph, sd_graph=graph)
        pen.say(description, sd_namedGraph=named)
        pen.say(graph, "sd:Graph void:Dataset", void_triples=number)
        if is_in_default(name):
            pen.say(default, dcterms_hasPart=graph)

"""The VoID part of the description: counts, partitions, linksets."""

import hashlib
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from lupaus.dataset.pen import Pen
from lupaus.dataset.statistics import Statistics
from lupaus.dataset.terms import Graphs, iri
from lupaus.namespaces import EXTERNAL, compact, graph_iri, prefixes_for

__all__ = [
    "TARGETS", "describe_linksets", "describe_vocabularies", "partition_node", "write_counts", "write_links",
    "write_partitions",
]  # fmt: skip

TARGETS = {
    "wd": ("Wikidata", EXTERNAL["wd"]),
    "geonames": ("GeoNames", EXTERNAL["geonames"]),
    "ror": ("Research Organization Registry", "https://ror.org/"),
    "sdg": ("UN Sustainable Development Goals", EXTERNAL["sdg"]),
    "eurovoc": ("EuroVoc", EXTERNAL["eurovoc"]),
    "yso": ("YSO, General Finnish Ontology", EXTERNAL["yso"]),
    "euauth": ("EU authority tables", EXTERNAL["euauth"]),
}
"""Data sets we link to: title and space of IRIs."""


def write_counts(pen: Pen, node: NamedNode, counts: Statistics, *, has_objects: bool = True) -> None:
    """The six totals of one data set, or five without the number of distinct objects."""
    pen.say(
        node,
        void_triples=counts.triples,
        void_entities=counts.entities,
        void_classes=len(counts.classes),
        void_properties=len(counts.properties),
        void_distinctSubjects=counts.subjects,
    )
    if has_objects:
        pen.say(node, void_distinctObjects=counts.objects)


def write_partitions(pen: Pen, node: NamedNode, name: str, counts: Statistics) -> None:
    """Class and property partitions of one data set. That they are data sets follows from the links to them."""
    for class_, entities in counts.classes.items():
        part = partition_node(pen, name, "class", class_)
        pen.say(node, void_classPartition=part)
        pen.say(part, void_class=class_, void_entities=entities)
    for property_, triples in counts.properties.items():
        part = partition_node(pen, name, "property", property_)
        pen.say(node, void_propertyPartition=part)
        pen.say(part, void_property=property_, void_triples=triples)


def write_links(pen: Pen, name: str, counts: Statistics, classes: Collection[NamedNode]) -> None:
    """For each class of ``classes`` its properties, and for each of these the classes and datatypes of its values.

    SPARQL editors complete terms from this, and draw the schema of a data set.
    """

    def property_part(class_: NamedNode, property_: NamedNode) -> NamedNode:
        return partition_node(pen, name, "class", class_, "property", property_)

    for (class_, property_), triples in counts.links.items():
        if class_ in classes:
            part = property_part(class_, property_)
            pen.say(partition_node(pen, name, "class", class_), void_propertyPartition=part)
            pen.say(part, void_property=property_, void_triples=triples)
    for (class_, property_, target), triples in counts.object_classes.items():
        if class_ in classes:
            part = partition_node(pen, name, "class", class_, "property", property_, "class", target)
            pen.say(property_part(class_, property_), void_classPartition=part)
            pen.say(part, void_class=target, void_triples=triples)
    for (class_, property_, datatype), triples in counts.datatypes.items():
        if class_ in classes:
            part = partition_node(pen, name, "class", class_, "property", property_, "datatype", datatype)
            pen.say(property_part(class_, property_), void__ext_datatypePartition=part)
            pen.say(part, void__ext_datatype=datatype, void_triples=triples)


def describe_linksets(pen: Pen, dataset: NamedNode, graphs: Graphs) -> None:
    """One linkset for each graph, link property and data set we link to (VoID, section 5)."""
    found: Counter[tuple[str, NamedNode, str]] = Counter()
    for name, triples in graphs.items():
        for triple in triples:
            target = _target(triple.object.value) if isinstance(triple.object, NamedNode) else None
            if target and isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(pen.base):
                found[name, triple.predicate, target] += 1
    for (name, predicate, target), number in found.items():
        objects = pen.say(
            pen.node(f"dataset#target-{target}"), "void:Dataset",
            dcterms_title=TARGETS[target][0], void_uriSpace=Literal(TARGETS[target][1]),
        )  # fmt: skip
        linkset = partition_node(pen, name, "linkset", predicate, target)
        pen.say(dataset, void_subset=linkset)
        pen.say(
            linkset, "void:Linkset", void_linkPredicate=predicate, void_subjectsTarget=dataset,
            void_objectsTarget=objects, void_triples=number,
            dcterms_isPartOf=NamedNode(graph_iri(name, pen.base)),
            dcterms_title=f"Links to {TARGETS[target][0]} by {compact(predicate.value)} in graph/{name}",
        )  # fmt: skip


def describe_vocabularies(pen: Pen, dataset: NamedNode, counts: Statistics) -> None:
    """The vocabularies whose terms are used, and every prefix they are written with (SHACL, section 5.2.1)."""
    prefixes = prefixes_for(pen.base)
    used = {compact(term.value, prefixes).partition(":")[0] for term in (*counts.properties, *counts.classes)}
    for prefix, namespace in prefixes.items():
        if prefix in used:
            # Our own vocabulary is an ontology whose IRI is its namespace without the hash.
            ours = namespace.removesuffix("#") if namespace.startswith(pen.base) else namespace
            pen.say(dataset, void_vocabulary=NamedNode(ours))
        declaration = pen.say(
            pen.node(f"dataset#prefix-{prefix}"), "sh:PrefixDeclaration", sh_prefix=Literal(prefix),
            sh_namespace=Literal(namespace, datatype=iri("xsd:anyURI")),
        )  # fmt: skip
        pen.say(dataset, sh_declare=declaration)


def _target(value: str) -> str | None:
    return next((name for name, (_, space) in TARGETS.items() if value.startswith(space)), None)


def partition_node(pen: Pen, *steps: str | NamedNode) -> NamedNode:
    """The IRI of a partition, spelled from the names of what it holds."""
    return pen.node("dataset#" + "-".join(_slug(step, pen.base) for step in steps))


@lru_cache(maxsize=4096)
def _slug(step: str | NamedNode, base: str) -> str:
    if isinstance(step, str):
        return step.replace("/", "-")
    name = compact(step.value, prefixes_for(base))
    if name.startswith("<"):
        return hashlib.sha256(name.encode()).hexdigest()[:12]
    return name.replace(":", "-")

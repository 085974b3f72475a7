"""Catalogue, dumps, service and linksets, one at a time."""

import pytest
from pyoxigraph import Literal, NamedNode

from lupaus.dataset.dcat import Dump, describe_catalog, describe_dumps
from lupaus.dataset.licences import licences_text
from lupaus.dataset.manifest import GraphEntry
from lupaus.dataset.pen import Pen
from lupaus.dataset.service import describe_service
from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.statistics import count
from lupaus.dataset.void import describe_linksets, describe_vocabularies, write_counts, write_partitions
from lupaus.media import NQUADS, TURTLE
from lupaus.namespaces import PREFIXES, compact

BASE = "http://localhost/"
DATASET = NamedNode(BASE + "dataset")
DAY = Literal("2026-11-24", datatype=NamedNode(PREFIXES["xsd"] + "date"))
HEAD = "".join(f"@prefix {p}: <{namespace}> .\n" for p, namespace in PREFIXES.items())


def pen(text=""):
    return Pen(BASE, parse_turtle(HEAD + text, "t.ttl"))


def said(pen, path, predicate):
    """The values of a property of the node at ``path``, short."""
    values = pen.values(NamedNode(BASE + path), predicate)
    return [compact(v.value).strip("<>") if isinstance(v, NamedNode) else v.value for v in values]


def test_the_pen_knows_text_numbers_terms_and_several_values():
    p = pen()
    p.say(DATASET, "void:Dataset dcat:Dataset", dcterms_title="A", void_triples=3, dcterms_subject=[DATASET, "x"],
          void__ext_datatype=DATASET)  # fmt: skip
    assert sorted(said(p, "dataset", "rdf:type")) == ["dcat:Dataset", "void:Dataset"]
    assert p.values(DATASET, "dcterms:title") == [Literal("A", language="en")]
    assert said(p, "dataset", "void:triples") == ["3"]
    assert len(p.values(DATASET, "dcterms:subject")) == 2
    assert p.has(DATASET, "void-ext:datatype")


def test_a_suggestion_gives_way_to_what_was_said():
    p = pen(f'<{BASE}dataset> dcterms:title "Mine"@fi .')
    p.suggest(DATASET, dcterms_title="Yours", dcterms_description="New", dcterms_subject=[])
    assert said(p, "dataset", "dcterms:title") == ["Mine"]
    assert said(p, "dataset", "dcterms:description") == ["New"]
    assert not p.has(DATASET, "dcterms:subject")


def catalog(text, names=None):
    p = pen(text)
    describe_catalog(p, DATASET, "v1", DAY, names or {})
    return p


def test_the_catalogue_says_what_its_dataset_says():
    p = catalog(f'<{BASE}dataset> dcterms:title "T"@en , "O"@fi ; dcterms:description "D"@en .')
    for path in ("catalog", "dataset/v1", "sparql"):
        assert said(p, path, "dcterms:title") == ["O", "T"]
        assert said(p, path, "dcterms:description") == ["D"]


def test_a_catalogue_with_a_name_of_its_own_keeps_it():
    p = catalog(f'<{BASE}dataset> dcterms:title "T"@en . <{BASE}catalog> dcterms:title "C"@en .')
    assert said(p, "catalog", "dcterms:title") == ["C"]


@pytest.mark.parametrize(
    ("stated", "names", "name"),
    [
        ("", {}, BASE + "me"),
        ("", {NamedNode(BASE + "me"): Literal("Label", language="en")}, "Label"),
        (f'<{BASE}me> foaf:name "Stated" .', {NamedNode(BASE + "me"): Literal("Label", language="en")}, "Stated"),
    ],
)
def test_the_publisher_is_an_agent_with_a_name(stated, names, name):
    p = catalog(f"<{BASE}dataset> dcterms:publisher <{BASE}me> . {stated}", names)
    assert said(p, "me", "rdf:type") == ["foaf:Agent"]
    assert said(p, "me", "foaf:name") == [name]
    assert said(p, "catalog", "dcterms:publisher") == [BASE + "me"]


def test_versions_are_named():
    p = catalog("")
    assert said(p, "dataset", "dcat:version") == ["v1"]
    assert said(p, "dataset", "dcat:hasCurrentVersion") == [BASE + "dataset/v1"]
    assert said(p, "catalog#record", "dcterms:modified") == ["2026-11-24"]


def dumps(text, *files):
    p = pen(text)
    describe_dumps(p, DATASET, "v1", files)
    return p


def test_a_dump_has_address_format_and_the_licence_of_what_it_holds():
    text = f"<{BASE}dataset> dcterms:license <http://cc0> . <{BASE}graph/geo> dcterms:license <http://by> ; " \
           'dcterms:rights "Name them."@en .'  # fmt: skip
    p = dumps(text, Dump("dataset.nq", NQUADS, "All"), Dump("graphs/geo.ttl", TURTLE, "Geo", "geo", 7, "ab"))
    assert said(p, "dumps/dataset.nq", "dcterms:license") == ["http://cc0"]
    assert said(p, "dumps/graphs/geo.ttl", "dcterms:license") == ["http://by"]
    assert said(p, "dumps/graphs/geo.ttl", "dcterms:rights") == [BASE + "dataset#rights-geo"]
    assert said(p, "dataset#rights-geo", "rdfs:label") == ["Name them."]
    assert said(p, "dumps/graphs/geo.ttl", "dcat:mediaType") == [
        "https://www.iana.org/assignments/media-types/text/turtle"
    ]
    assert said(p, "graph/geo", "void:dataDump") == [BASE + "dumps/graphs/geo.ttl"]
    assert said(p, "dataset", "void:dataDump") == [BASE + "dumps/dataset.nq"]
    assert said(p, "dataset/v1", "dcat:distribution") == [BASE + "dumps/dataset.nq"]


def terms(licences):
    """Described graphs, each with its licence or with none but its rights."""
    graphs = " , ".join(f"<{BASE}graph/{name}>" for name in licences)
    said = "".join(
        f'<{BASE}graph/{name}> dcterms:rights "Of {name}."@en {f"; dcterms:license <{licence}>" if licence else ""} . '
        for name, licence in licences.items()
    )
    return f"<{BASE}dataset> dcterms:license <http://cc0> ; void:subset {graphs} . {said}"


@pytest.mark.parametrize("path", ["dumps/dataset.nq", "dataset#distribution-sparql"])
@pytest.mark.parametrize(
    ("licences", "told"),
    [
        ({"a": "http://cc0", "b": "http://cc0"}, "http://cc0"),
        ({"a": "http://cc0", "b": "http://by"}, BASE + "dumps/LICENCES.md"),
        # Called CC0 as a whole, it would give away what nobody gave us.
        ({"a": "http://cc0", "b": None}, BASE + "dumps/LICENCES.md"),
    ],
)
def test_what_holds_all_graphs_has_a_licence_only_if_all_have_it(path, licences, told):
    p = dumps(terms(licences), Dump("dataset.nq", NQUADS, "All"))
    assert said(p, path, "dcterms:license") == [told]
    assert said(p, path, "dcterms:rights") == [BASE + "dataset#rights-whole"]
    assert said(p, "dataset#rights-whole", "rdfs:label") == ["Of a.", "Of b."]


def test_a_graph_without_a_licence_is_lent_none():
    p = dumps(terms({"a": "http://cc0", "b": None}), Dump("graphs/b.ttl", TURTLE, "B", "b"))
    assert said(p, "dumps/graphs/b.ttl", "dcterms:license") == []
    assert said(p, "dataset#rights-b", "rdfs:label") == ["Of b."]


def test_size_and_hash_are_given_only_where_they_can_be():
    p = dumps("", Dump("dataset.nq", NQUADS, "All"), Dump("graphs/geo.ttl", TURTLE, "Geo", "geo", 7, "ab"))
    assert said(p, "dumps/graphs/geo.ttl", "dcat:byteSize") == ["7"]
    assert said(p, "dataset#checksum-graphs-geo.ttl", "spdx:checksumValue") == ["ab"]
    assert said(p, "dumps/dataset.nq", "dcat:byteSize") == []
    assert said(p, "dumps/dataset.nq", "spdx:checksum") == []


def test_the_service_lists_graphs_and_parts_of_its_default_graph():
    p = pen()
    describe_service(p, DATASET, {"curated": 3, "shapes": 4, "lists/members": 5})
    assert said(p, "sparql", "sd:endpoint") == [BASE + "sparql"]
    assert len(said(p, "dataset#sparql-dataset", "sd:namedGraph")) == 3
    assert said(p, "dataset#named-lists-members", "sd:name") == [BASE + "graph/lists/members"]
    assert said(p, "graph/shapes", "void:triples") == ["4"]
    assert said(p, "dataset#default-graph", "dcterms:hasPart") == [
        BASE + "graph/curated",
        BASE + "graph/lists/members",
    ]


def test_linksets_are_counted_by_graph_property_and_target():
    text = (
        f"<{BASE}id/a> schema:sameAs wd:Q1 , wd:Q2 ; skos:closeMatch yso:p1 , <http://elsewhere/> ; "
        "schema:name wd:Q1 . "
        "<http://foreign/a> schema:sameAs wd:Q3 ."
    )
    p = pen()
    describe_linksets(p, DATASET, {"curated": frozenset(parse_turtle(HEAD + text, "t.ttl"))})
    assert said(p, "dataset#curated-linkset-schema-sameAs-wd", "void:triples") == ["2"]
    assert said(p, "dataset#curated-linkset-schema-name-wd", "void:triples") == ["1"]
    assert said(p, "dataset#curated-linkset-skos-closeMatch-yso", "void:triples") == ["1"]
    assert len(said(p, "dataset", "void:subset")) == 3


def test_vocabularies_are_those_used_and_prefixes_all():
    p = pen()
    counts = count(parse_turtle(HEAD + f"<{BASE}id/a> a <{BASE}ns#City> ; schema:name 1 .", "t.ttl"), BASE)
    describe_vocabularies(p, DATASET, counts)
    assert said(p, "dataset", "void:vocabulary") == [
        BASE + "ns", PREFIXES["rdf"], PREFIXES["schema"],
    ]  # fmt: skip
    assert len(said(p, "dataset", "sh:declare")) == len(PREFIXES)
    assert said(p, "dataset#prefix-lup", "sh:namespace") == [BASE + "ns#"]


def test_partitions_of_unknown_namespaces_have_addresses_that_do_not_clash():
    p = pen()
    text = "<http://e/a> a <http://e/x/T> , <http://e/y/T> ; <http://e/x/p> 1 ; <http://e/y/p> 2 ."
    write_partitions(p, DATASET, "all", count(parse_turtle(text, "t.ttl"), BASE))
    assert len(said(p, "dataset", "void:classPartition")) == 2
    assert len(said(p, "dataset", "void:propertyPartition")) == 3
    for part in said(p, "dataset", "void:classPartition"):
        assert len(said(p, part.removeprefix(BASE), "void:class")) == 1


def test_the_number_of_objects_can_be_left_out():
    counts = count(parse_turtle("<http://e/a> <http://e/p> 1 .", "t.ttl"), BASE)
    p, q = pen(), pen()
    write_counts(p, DATASET, counts)
    write_counts(q, DATASET, counts, has_objects=False)
    assert {t.predicate.value for t in p.triples - q.triples} == {PREFIXES["void"] + "distinctObjects"}


def test_licences_are_told_graph_by_graph():
    def entry(name, licence, *rights):
        return GraphEntry(name, BASE + "graph/" + name, 1, "f", 1, "h", licence, rights)

    text = licences_text(BASE, [
        entry("a", "https://creativecommons.org/publicdomain/zero/1.0/"), entry("b", "http://own", "Name us."),
        entry("c", None, "Nothing stated."),
    ])  # fmt: skip
    assert text.count("## ") == 3
    assert "Licence: CC0 1.0 <https://creativecommons.org/publicdomain/zero/1.0/>.\n" in text
    assert "Licence: <http://own>.\nName us.\n" in text
    assert "No licence is stated.\nNothing stated.\n" in text

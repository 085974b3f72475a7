"""The description of the dataset, held against what a store counts."""

from collections import Counter

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store

from lupaus.dataset.build import build_release
from lupaus.dataset.describe import Subject, describe, licence_of, rights_of
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.pen import Pen
from lupaus.dataset.report import Report
from lupaus.dataset.sources import parse_turtle
from lupaus.namespaces import PREFIXES

BASE = "https://w3id.org/lupaus/"
DATASET, DEFAULT = f"<{BASE}dataset>", f"<{BASE}dataset#default-graph>"


@pytest.fixture(scope="module", params=["small", pytest.param("real", marks=pytest.mark.slow)])
def described(request, release, tmp_path_factory):
    """The release whose description is read: of the small tree, and of the real sources."""
    if request.param == "small":
        yield release
    else:
        real = build_release(find_inputs(), tmp_path_factory.mktemp("described") / "real")
        yield real
        real.close()


@pytest.fixture(scope="module")
def store(described):
    store = Store()
    store.load(path=described.default_file, format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    for name, path in described.graph_files().items():
        store.load(path=path, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(name))
    return store


def rows(store, query):
    return [tuple(term.value for term in row) for row in store.query(query, prefixes=PREFIXES)]


def value(store, query):
    [(found,)] = rows(store, query)
    return int(found)


def named(store):
    return [name.value for name in store.named_graphs()]


WHOLE = {DEFAULT: "{ ?s ?p ?o }", DATASET: "{ SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"}
COUNTS = {
    "triples": "(COUNT(*) AS ?n)",
    "distinctSubjects": "(COUNT(DISTINCT ?s) AS ?n)",
    "distinctObjects": "(COUNT(DISTINCT ?o) AS ?n)",
    "properties": "(COUNT(DISTINCT ?p) AS ?n)",
}


@pytest.mark.parametrize("node", WHOLE, ids=["default", "dataset"])
@pytest.mark.parametrize("name", COUNTS)
def test_totals_equal_what_the_endpoint_counts(store, node, name):
    stated = [int(n) for (n,) in rows(store, f"SELECT ?n {{ {node} void:{name} ?n }}")]
    live = value(store, f"SELECT {COUNTS[name]} WHERE {WHOLE[node]}")
    # The number of objects is an object itself and may have no solution (see the test of that below).
    assert stated == [live] or (name == "distinctObjects" and stated == [])


@pytest.mark.parametrize("node", WHOLE, ids=["default", "dataset"])
def test_entities_and_classes_equal_what_the_endpoint_counts(store, node):
    where = WHOLE[node]
    entities = f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {where} FILTER(STRSTARTS(STR(?s), "{BASE}id/")) }}'
    classes = f"SELECT (COUNT(DISTINCT ?o) AS ?n) {{ {where} FILTER(?p = rdf:type) }}"
    assert value(store, f"SELECT ?n {{ {node} void:entities ?n }}") == value(store, entities)
    assert value(store, f"SELECT ?n {{ {node} void:classes ?n }}") == value(store, classes)


def test_every_named_graph_states_its_size(store):
    stated = dict(rows(store, "SELECT ?g ?n { ?named a sd:NamedGraph ; sd:name ?g . ?g void:triples ?n }"))
    assert stated == dict(rows(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"))
    assert set(stated) == set(named(store))


def test_class_partitions_equal_counts_by_class(store):
    stated = f"SELECT ?c ?n {{ {DEFAULT} void:classPartition ?part . ?part void:class ?c ; void:entities ?n }}"
    live = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"
    assert Counter(rows(store, stated)) == Counter(rows(store, live))


def test_property_partitions_equal_counts_by_property(store):
    stated = (
        f"SELECT ?p ?n {{ {DEFAULT} void:propertyPartition ?part . ?part void:property ?p ; void:triples ?n }}"
    )
    live = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
    assert Counter(rows(store, stated)) == Counter(rows(store, live))


def test_partitions_of_a_named_graph_equal_its_counts(store):
    for graph in named(store):
        if graph.endswith("/void"):
            continue
        stated = f"SELECT ?c ?n {{ <{graph}> void:classPartition ?part . ?part void:class ?c ; void:entities ?n }}"
        live = f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH <{graph}> {{ ?s a ?c }} }} GROUP BY ?c"
        assert Counter(rows(store, stated)) == Counter(rows(store, live))


DEEP = f"""{DEFAULT} void:classPartition ?cp . ?cp void:class ?c ; void:propertyPartition ?pp .
           ?pp void:property ?p"""


@pytest.mark.parametrize(
    ("stated", "live"),
    [
        (f"SELECT ?c ?p ?n {{ {DEEP} ; void:triples ?n }}",
         "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p"),
        (f"SELECT ?c ?p ?d ?n {{ {DEEP} ; void:classPartition ?op . ?op void:class ?d ; void:triples ?n }}",
         "SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?d } GROUP BY ?c ?p ?d"),
        (f"SELECT ?c ?p ?d ?n {{ {DEEP} ; void-ext:datatypePartition ?op . ?op void-ext:datatype ?d ; "
         "void:triples ?n }",
         "SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o FILTER(ISLITERAL(?o)) BIND(DATATYPE(?o) AS ?d) } "
         "GROUP BY ?c ?p ?d"),
    ],
    ids=["properties", "classes", "datatypes"],
)  # fmt: skip
def test_what_editors_complete_from_equals_live_counts(store, stated, live):
    told = set(rows(store, stated))
    content = {c for (c,) in rows(store, "SELECT DISTINCT ?c { GRAPH ?g { ?s a ?c } "
               "FILTER(?g NOT IN (lupg:void, lupg:shapes, lupg:examples, lupg:sameas)) }")}  # fmt: skip
    assert told == {row for row in rows(store, live) if row[0] in content}
    assert len(told) > 5


def test_the_checks_that_sparql_editors_make_find_rows(store):
    """The three questions of sib-swiss/sparql-editor, as its readme has them."""
    assert rows(store, """SELECT DISTINCT ?c ?p ?o ?dt { ?cp void:class ?c ; void:propertyPartition ?pp .
        ?pp void:property ?p . { ?pp void:classPartition [ void:class ?o ] }
        UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?dt ] } }""".replace("?o ?dt", ""))  # fmt: skip
    assert rows(store, "SELECT ?p ?ns { [] sh:namespace ?ns ; sh:prefix ?p }")


def test_linksets_equal_live_counts(store):
    stated = set(rows(store, """SELECT ?g ?p ?space ?n { ?l a void:Linkset ; void:linkPredicate ?p ;
        dcterms:isPartOf ?g ; void:objectsTarget ?t ; void:triples ?n . ?t void:uriSpace ?space }"""))  # fmt: skip
    wikidata = (BASE + "graph/curated", "https://schema.org/sameAs", "http://www.wikidata.org/entity/")
    assert wikidata in {row[:3] for row in stated}
    assert len(stated) >= 4
    for graph, predicate, space, number in stated:
        where = f'GRAPH <{graph}> {{ ?s <{predicate}> ?o }} FILTER(STRSTARTS(STR(?o), "{space}"))'
        live = f"SELECT (COUNT(*) AS ?n) {{ {where} }}"
        assert value(store, live) == int(number)


def test_what_dcat_ap_demands_is_there(store):
    for query in (
        "ASK { ?c a dcat:Catalog ; dcterms:title ?t ; dcterms:description ?d ; dcat:dataset ?s ; "
        "dcterms:publisher ?p . ?p a foaf:Agent ; foaf:name ?n }",
        "ASK { ?r a dcat:CatalogRecord ; dcterms:modified ?m ; foaf:primaryTopic ?d }",
        "ASK { ?s a dcat:DataService ; dcterms:title ?t ; dcat:endpointURL ?u }",
        f"ASK {{ {DATASET} a dcat:Dataset , void:Dataset ; dcterms:title ?t ; dcterms:description ?d }}",
        f"ASK {{ {DATASET} void:sparqlEndpoint <{BASE}sparql> ; void:dataDump ?d ; void:vocabulary <{BASE}ns> }}",
    ):
        assert store.query(query, prefixes=PREFIXES), query
    assert not store.query(
        "ASK { ?d a dcat:Distribution FILTER NOT EXISTS { ?d dcat:accessURL ?u } }", prefixes=PREFIXES
    )


def test_the_service_says_that_its_default_graph_is_stored(store):
    parts = {part for (part,) in rows(store, f"SELECT ?g {{ {DEFAULT} dcterms:hasPart ?g }}")}
    assert parts == set(named(store)) - {BASE + f"graph/{name}" for name in ("shapes", "examples", "sameas")}
    assert not store.query("ASK { ?s sd:feature sd:UnionDefaultGraph }", prefixes=PREFIXES)


def test_hashes_of_dumps_are_those_of_the_files(store, described):
    stated = rows(store, """SELECT ?url ?size ?hash { ?d dcat:downloadURL ?url ; dcat:byteSize ?size ;
        spdx:checksum [ spdx:checksumValue ?hash ] }""")  # fmt: skip
    assert len(stated) > 10
    for url, size, sha256 in stated:
        entry = described.manifest.files[url.removeprefix(BASE + "dumps/")]
        assert (str(entry.bytes), entry.sha256) == (size, sha256)


def test_the_version_is_the_hash_of_a_dump(store, described):
    [(sha256,)] = rows(
        store, f"SELECT ?h {{ <{BASE}dumps/canonical.nq> spdx:checksum [ spdx:checksumValue ?h ] }}"
    )
    [(version,)] = rows(store, f"SELECT ?v {{ {DATASET} dcat:version ?v }}")
    assert version == sha256 == described.version


def test_no_blank_node_is_in_the_description(store):
    assert not store.query(
        "ASK { GRAPH lupg:void { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) } }", prefixes=PREFIXES
    )


# Small descriptions made by hand.


def subject(described="", **graphs):
    prefix = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
    parsed = {name: frozenset(parse_turtle(prefix + text, "t.ttl")) for name, text in graphs.items()}
    modified = Literal("2026-11-24", datatype=NamedNode(PREFIXES["xsd"] + "date"))
    return Subject(
        BASE, parsed, frozenset(parse_turtle(prefix + described, "t.ttl")), Report(BASE, ()), "v1", modified
    )


@pytest.mark.parametrize(
    ("described", "licence", "rights"),
    [
        ("", None, []),
        (f"{DATASET} dcterms:license <http://cc0> .", "http://cc0", []),
        (f"{DATASET} dcterms:license <http://cc0> . lupg:geo dcterms:license <http://by> .", "http://by", []),
        # rights without a licence: the dataset's licence must not be lent to it
        (f'{DATASET} dcterms:license <http://cc0> . lupg:geo dcterms:rights "No licence seen."@en .', None,
         ["No licence seen."]),
        ('lupg:geo dcterms:license <http://by> ; dcterms:rights "b"@fi , "a"@en , "c"@et .', "http://by",
         ["a", "c", "b"]),
    ],
)  # fmt: skip
def test_a_graph_has_its_own_licence_or_the_datasets(described, licence, rights):
    stated = subject(described, geo="lupr:a lup:b 1 .")
    assert licence_of(stated, "geo") == licence
    assert rights_of(stated, "geo") == rights
    told = {t.object.value for t in describe(stated) if t.subject.value == BASE + "graph/geo"
            and t.predicate.value.endswith("/license")}  # fmt: skip
    assert told == ({licence} if licence else set())


def test_a_time_of_release_given_by_hand_takes_the_place_of_the_stated_one():
    stated = subject(f'{DATASET} dcterms:modified "2020-01-01"^^xsd:date .', curated="lupr:a a lup:City .")
    times = {t.object.value for t in describe(stated) if t.predicate.value.endswith("/modified")}
    assert times == {"2026-11-24"}


def test_what_is_stated_is_not_said_again_in_other_words():
    stated = subject(f'{DATASET} dcterms:accessRights <http://mine> . lupg:curated dcterms:title "Mine"@fi .',
                     curated="lupr:a a lup:City .")  # fmt: skip
    triples = describe(stated)
    assert {t.object.value for t in triples if t.predicate.value.endswith("accessRights")} == {"http://mine"}
    titles = {t.object.value for t in triples if t.subject.value == BASE + "graph/curated"
              and t.predicate.value.endswith("/title")}  # fmt: skip
    assert titles == {"Mine"}


def test_an_unsettled_number_of_objects_is_left_out_and_nothing_else():
    """That number is an object itself. Whatever numbers the data hold, what is stated is true."""

    def stated_by(triples, name):
        return [int(t.object.value) for t in triples if t.subject.value == BASE + "dataset"
                and t.predicate.value == PREFIXES["void"] + name]  # fmt: skip

    [usual] = stated_by(describe(subject(curated="lupr:a a lup:City ; lup:n 100000 .")), "distinctObjects")
    outcomes = set()
    for number in range(usual - 2, usual + 3):
        told = subject(curated=f"lupr:a a lup:City ; lup:n {number} .")
        triples = describe(told)
        everything = triples | told.graphs["curated"]
        objects = stated_by(triples, "distinctObjects")
        assert objects in ([], [len({t.object for t in everything})])
        assert stated_by(triples, "triples") == [len(everything)]
        outcomes.add(len(objects))
    assert outcomes == {0, 1}


def test_the_pen_refuses_a_prefix_it_does_not_know():
    with pytest.raises(KeyError):
        Pen(BASE).say(NamedNode(BASE), nonsense_title="x")

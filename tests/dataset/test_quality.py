"""Quality in numbers: each value equals what a live query of the same release gives."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs
from lupaus.dataset.pen import Pen
from lupaus.dataset.quality import LANGUAGES, describe_quality
from lupaus.dataset.quality_words import DIMENSIONS, METRICS
from lupaus.dataset.report import Finding, Report
from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.void import TARGETS
from lupaus.namespaces import PREFIXES

BASE = "https://w3id.org/lupaus/"
TREE = Path(__file__).parent / "tree"
TERMS = """
lup:standing a owl:ObjectProperty . lup:confidence a owl:ObjectProperty .
lup:oneSource rdfs:label "unliked"@en ; skos:prefLabel "Yksi lähde"@fi .
"""
LISTS = f"""
<{BASE}id/network/n> a lup:CityNetwork ; rdfs:label "N"@en .
<{BASE}id/list/n/a> a lup:MemberList ; rdfs:label "A"@en ; lup:expectedCount 3 .
<{BASE}id/list/n/b> a lup:MemberList ; rdfs:label "B"@en ; lup:isComplete false .
<{BASE}id/membership/n/1> a lup:Membership ; lup:listedIn <{BASE}id/list/n/a> , <{BASE}id/list/n/b> .
<{BASE}id/membership/n/2> a lup:Membership ; lup:listedIn <{BASE}id/list/n/a> .
<{BASE}id/claim/c7> a lup:Claim ; lup:standing lup:accepted ; lup:confidence lup:inferred .
<{BASE}id/claim/c8> a lup:Claim ; lup:standing lup:accepted ; lup:confidence lup:inferred .
"""
LISTED = f"""
<{BASE}id/claim/listed> a lup:Claim ; lup:standing lup:accepted ; lup:confidence lup:oneSource .
"""
COUNTS = """
PREFIX lup: <https://w3id.org/lupaus/ns#>
CONSTRUCT { ?claim lup:publisherCount ?n }
WHERE { ?claim a lup:Claim BIND(IF(CONTAINS(STR(?claim), "c7"), 4, 1) AS ?n) FILTER(!CONTAINS(STR(?claim), "c8")) }
"""


def turtle(text):
    return "\n" + "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items()) + text


def load(release):
    store = Store()
    store.load(path=release.default_file, format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    for name, path in release.graph_files().items():
        store.load(path=path, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(name))
    return store


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A release of the small tree with lists and claims of several kinds, and a store of it."""
    tree = shutil.copytree(TREE, tmp_path_factory.mktemp("quality") / "tree")
    ontology = tree / "ontology/lupaus.ttl"
    ontology.write_text(ontology.read_text() + turtle(TERMS))
    (tree / "data/networks").mkdir()
    (tree / "data/networks/n.ttl").write_text(turtle(LISTS))
    (tree / "data/lists").mkdir()
    (tree / "data/lists/etc.ttl").write_text(turtle(LISTED))
    (tree / "ontology/rules/60-counts.rq").write_text(COUNTS)
    release = build_release(Inputs(tree), tree.parent / "out")
    yield release, load(release)
    release.close()


def measured(store, family):
    """The numbers of one family of metrics: member and what was measured, and the value."""
    query = """SELECT ?metric ?of ?value { GRAPH lupg:void {
        ?m a dqv:QualityMeasurement ; dqv:isMeasurementOf ?metric ; dqv:computedOn ?of ; dqv:value ?value .
        ?of dqv:hasQualityMeasurement ?m } }"""
    found = {}
    for row in store.query(query, prefixes=PREFIXES):
        name = row["metric"].value.removeprefix(BASE + "dataset#metric-")
        if name.split("-")[0] == family:
            key = name.removeprefix(f"{family}-"), row["of"].value
            assert key not in found
            found[key] = float(row["value"].value)
    return found


def live(store, query):
    return {tuple(term.value for term in row)[:-1]: float(row[len(row) - 1].value)
            for row in store.query(query, prefixes=PREFIXES)}  # fmt: skip


def partition(store, name):
    """The class of each class partition of a graph."""
    query = f"SELECT ?part ?class {{ lupg:{name} void:classPartition ?part . ?part void:class ?class }}"
    return {row["part"].value: row["class"].value for row in store.query(query, prefixes=PREFIXES)}


def check_labels(store, name):
    graph = BASE + f"graph/{name}"
    told = measured(store, "labels")
    parts = partition(store, name)
    for language in LANGUAGES:
        has = f'EXISTS {{ GRAPH <{graph}> {{ ?t rdfs:label|skos:prefLabel ?l FILTER(LANG(?l) = "{language}") }} }}'
        by_class = live(store, f"""SELECT ?class (AVG(IF({has}, 1.0, 0.0)) AS ?share)
            {{ SELECT DISTINCT ?class ?t {{ GRAPH <{graph}> {{ ?t a ?class }} }} }} GROUP BY ?class""")  # fmt: skip
        whole = live(store, f"""SELECT (AVG(IF({has}, 1.0, 0.0)) AS ?share)
            {{ SELECT DISTINCT ?t {{ GRAPH <{graph}> {{ ?t a ?c }} }} }}""")  # fmt: skip
        assert told[language, graph] == pytest.approx(whole[()], abs=0.00006)
        found = {parts[of]: value for (lang, of), value in told.items() if lang == language and of in parts}
        assert found == {class_: pytest.approx(share, abs=0.00006) for (class_,), share in by_class.items()}
        assert found


def check_links(store, name):
    told = measured(store, "links")
    parts = partition(store, name)
    found = {(target, parts[of]): value for (target, of), value in told.items() if of in parts}
    expected = {}
    for target in {target for target, _ in told}:
        has = f'EXISTS {{ ?t ?p ?o FILTER(STRSTARTS(STR(?o), "{TARGETS[target][1]}") && isIRI(?o)) }}'
        shares = live(store, f"""SELECT ?class (AVG(IF({has}, 1.0, 0.0)) AS ?share)
            {{ SELECT DISTINCT ?class ?t {{ GRAPH lupg:{name} {{ ?t a ?class }} }} }} GROUP BY ?class""")  # fmt: skip
        expected |= {(target, class_): share for (class_,), share in shares.items() if share}
    assert found == {key: pytest.approx(share, abs=0.00006) for key, share in expected.items()}
    return found


def check_facts(store):
    """In the graph of claims and in each list's own."""
    per_graph = """SELECT ?of ?k (COUNT(?c) AS ?n) { GRAPH ?of { ?c a lup:Claim ; lup:standing lup:accepted %s }
        %s FILTER(?of = lupg:claims || STRSTARTS(STR(?of), CONCAT(STR(lupg:), "lists/"))) } GROUP BY ?of ?k"""
    totals = {of: n for (of, _), n in live(store, per_graph % ("", 'BIND("" AS ?k)')).items()}
    by_confidence = live(store, per_graph % ("; lup:confidence ?k", ""))
    by_number = live(store, per_graph % ("", """OPTIONAL { ?c lup:publisherCount ?p }
        BIND(STR(IF(COALESCE(?p, 0) > 3, 3, COALESCE(?p, 0))) AS ?k)"""))  # fmt: skip
    assert measured(store, "facts") == {
        (key.partition("#")[2], of): pytest.approx(n / totals[of], abs=0.00006)
        for (of, key), n in by_confidence.items()
    }
    told = measured(store, "publishers")
    assert {key for key, _ in told} == {"0", "1", "2", "3"}
    assert {key: value for key, value in told.items() if value} == {
        (key, of): pytest.approx(n / totals[of], abs=0.00006) for (of, key), n in by_number.items()
    }
    return set(totals)


def check_lists(store):
    expected = live(store, """SELECT ?list (COUNT(?m) / SAMPLE(?n) AS ?share)
        { ?list lup:expectedCount ?n OPTIONAL { ?m lup:listedIn ?list } } GROUP BY ?list""")  # fmt: skip
    said = live(store, """SELECT ?k (COUNT(DISTINCT ?list) AS ?n) { ?list a ?kind
        FILTER(?kind IN (lup:MemberList, lup:SignatoryList)) OPTIONAL { ?list lup:isComplete ?whole }
        BIND(COALESCE(IF(?whole, "complete", "incomplete"), "unstated") AS ?k) } GROUP BY ?k""")  # fmt: skip
    counted = {key: value for (key, _), value in measured(store, "lists").items()}
    assert set(counted) == {"complete", "incomplete", "unstated"}
    assert {(key,): value for key, value in counted.items() if value} == said
    told = measured(store, "list")
    assert told == {("completeness", of): pytest.approx(share, abs=0.00006) for (of,), share in expected.items()}
    return told


@pytest.mark.parametrize("name", ["curated", "themes"])
def test_label_coverage_by_language_and_class(world, name):
    check_labels(world[1], name)


def test_link_coverage_by_class_and_target(world):
    found = check_links(world[1], "curated")
    assert found["wd", BASE + "ns#City"] == 1
    assert {target for target, _ in check_links(world[1], "themes")} == {"eurovoc", "yso"}


def test_facts_by_confidence_and_by_independent_publishers(world):
    assert check_facts(world[1]) == {BASE + "graph/claims", BASE + "graph/lists/etc"}
    assert measured(world[1], "facts")["oneSource", BASE + "graph/lists/etc"] == 1
    assert measured(world[1], "publishers")["0", BASE + "graph/claims"] == pytest.approx(1 / 3, abs=0.0001)
    assert measured(world[1], "publishers")["3", BASE + "graph/claims"] == pytest.approx(1 / 3, abs=0.0001)


def test_list_completeness(world):
    assert check_lists(world[1]) == {("completeness", BASE + "id/list/n/a"): 0.6667}


def test_results_by_severity_are_those_of_the_report(world):
    release, store = world
    report = {quad.triple for quad in parse(path=release.path / "report.ttl", format=RdfFormat.TURTLE)}
    severity = {t.subject: t.object.value for t in report if t.predicate.value.endswith("#resultSeverity")}
    rule = {t.subject: t.object.value for t in report if t.predicate.value.endswith("#sourceShape")}
    for family, counted in (("results", rule), ("shacl", {s for s, r in rule.items() if "hygiene/" not in r})):
        for name, term in (("violation", "Violation"), ("warning", "Warning"), ("info", "Info")):
            found = sum(severity[result].endswith(f"#{term}") for result in counted)
            assert measured(store, family)[name, BASE + "dataset"] == found
    assert measured(store, "shacl")["info", BASE + "dataset"] > 0


def test_results_of_hygiene_rules_are_not_those_of_shacl():
    finding = {"component": "c", "message": "m", "focus": "<f>"}
    report = Report(BASE, (Finding("warning", f"<{BASE}shapes#hygiene/01-x>", **finding),
                           Finding("warning", f"<{BASE}shapes#LabelShape>", **finding)))  # fmt: skip
    pen = Pen(BASE)
    describe_quality(pen, pen.node("dataset"), {}, report)
    store = Store()
    store.extend(quad_in_void(t) for t in pen.triples)
    assert measured(store, "results")["warning", BASE + "dataset"] == 2
    assert measured(store, "shacl")["warning", BASE + "dataset"] == 1


def quad_in_void(triple):
    return Quad(triple.subject, triple.predicate, triple.object, NamedNode(BASE + "graph/void"))


def test_things_are_counted_and_not_labels():
    text = turtle('lupr:a a lup:X ; rdfs:label "a"@en , "b"@en . lupr:b a lup:X , lup:Y ; skos:prefLabel "c"@fi . '
                  'lupr:c rdfs:label "no type"@en .')  # fmt: skip
    pen = Pen(BASE)
    graphs = {"curated": frozenset(parse_turtle(text, "t.ttl"))}
    describe_quality(pen, pen.node("dataset"), graphs, Report(BASE, ()))
    store = Store()
    store.extend(quad_in_void(t) for t in pen.triples)
    shares = {
        language: value for (language, of), value in measured(store, "labels").items() if of.endswith("curated")
    }
    assert shares == {"en": 0.5, "fi": 0.5, "sv": 0, "et": 0}


def test_every_metric_and_dimension_is_defined_and_named_in_four_languages(world):
    store = world[1]
    for kind in ("Metric", "Dimension"):
        rows = store.query(f"""SELECT ?x (GROUP_CONCAT(DISTINCT LANG(?l); SEPARATOR=" ") AS ?found)
            {{ ?x a dqv:{kind} ; skos:prefLabel ?l }} GROUP BY ?x""", prefixes=PREFIXES)  # fmt: skip
        names = {row["x"].value: set(row["found"].value.split()) for row in rows}
        assert len(names) == (23 if kind == "Metric" else 4)
        assert {x: found for x, found in names.items() if found != set(LANGUAGES)} == {}
    assert not store.query("""ASK { ?m a dqv:QualityMeasurement ; dqv:isMeasurementOf ?x FILTER NOT EXISTS {
        ?x a dqv:Metric ; skos:definition ?d ; dqv:inDimension ?i ; dqv:expectedDataType ?t . ?i a dqv:Dimension } }
        """, prefixes=PREFIXES)  # fmt: skip
    assert not store.query("""ASK { ?m dqv:isMeasurementOf ?x ; dqv:value ?v . ?x dqv:expectedDataType ?t
        FILTER(DATATYPE(?v) != ?t) }""", prefixes=PREFIXES)  # fmt: skip


def test_a_confidence_is_called_as_the_vocabulary_calls_it(world):
    query = "SELECT ?l { <" + BASE + "dataset#metric-facts-oneSource> skos:prefLabel ?l }"
    names = {row["l"].language: row["l"].value for row in world[1].query(query, prefixes=PREFIXES)}
    assert names["fi"] == "Tiedot varmuuden mukaan: Yksi lähde"
    assert names["en"] == "Facts by confidence: one source"


def test_the_words_are_complete():
    assert all(set(words) == set(LANGUAGES) for words in DIMENSIONS.values())
    for dimension, label, definition, members in METRICS.values():
        assert dimension in DIMENSIONS
        assert set(label) == set(LANGUAGES)
        assert definition.endswith(".")
        assert all(set(words) == set(LANGUAGES) for words in members.values())

"""FOOPS!: its tests of an ontology, as far as they show without the network. See docs/scorecards.md.

Not here: PURL1 is in the name (w3id.org), FIND2 and FIND3 need prefix.cc and LOV, and there is no DOI (part of OM3).
VOC3 and VOC4, a label and a definition of every term, are held by tests/ontology in four languages.
"""

import pytest
from published import ROOT, published
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from lupaus.namespaces import BASE, PREFIXES

NS = f"<{BASE}ns>"


@pytest.fixture(scope="module")
def http(tmp_path_factory):
    """A client of a server that has the real vocabulary."""
    with published(tmp_path_factory.mktemp("foops")) as (_, client):
        yield client


@pytest.fixture(scope="module")
def ask():
    """Whether the file of the vocabulary says something."""
    store = Store()
    store.load(path=ROOT / "ontology/lupaus.ttl", format=RdfFormat.TURTLE)
    return lambda pattern: bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD],
                         ids=lambda form: form.name)  # fmt: skip
def test_uri1_uri2_cn1_rdf1_the_iri_answers_in_rdf_and_is_that_of_the_ontology(http, form):
    quads = list(parse(http.get("/ns", headers={"accept": form.media_type}).content, format=form))
    ontologies = {quad.subject.value for quad in quads if quad.object == NamedNode(PREFIXES["owl"] + "Ontology")}
    assert ontologies == {BASE + "ns"}


def test_cn1_doc1_the_iri_answers_in_html(http):
    answer = http.get("/ns", headers={"accept": "text/html"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "lup:Declaration" in answer.text


def test_ver1_ver2_the_version_has_another_iri_and_it_answers(http, ask):
    assert ask(f"{NS} owl:versionIRI ?version FILTER(?version != {NS})")
    answer = http.get("/ns", headers={"accept": "text/turtle"})
    [version] = {quad.object.value for quad in parse(answer.content, format=RdfFormat.TURTLE)
                 if quad.predicate.value == PREFIXES["owl"] + "versionIRI"}  # fmt: skip
    path = "/" + version.removeprefix(BASE)
    for accept in ("text/turtle", "text/html"):
        answer = http.get(path, headers={"accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(accept)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param('vann:preferredNamespacePrefix "lup"', id="FIND1"),
        pytest.param(f"schema:includedInDataCatalog <{BASE}catalog>", id="FIND3-BIS"),
        pytest.param("dcterms:title ?t ; dcterms:description ?d ; dcterms:license ?l ; owl:versionIRI ?v ; "
                     f'dcterms:creator ?c ; vann:preferredNamespaceUri "{BASE}ns#"', id="OM1"),
        pytest.param("owl:versionInfo ?i ; dcterms:created ?d ; dcterms:bibliographicCitation ?b", id="OM2"),
        pytest.param("dcterms:publisher ?p ; adms:status ?s ; mod:status ?m ; dcterms:source ?o ; dcterms:issued ?i ; "
                     "owl:priorVersion ?v ; owl:backwardCompatibleWith ?b ; dcterms:modified ?n", id="OM3-but-DOI-and-logo"),
        pytest.param("dcterms:license <https://creativecommons.org/licenses/by/4.0/>", id="OM4.1"),
        pytest.param("dcterms:creator ?c ; dcterms:created ?d", id="OM5.1"),
        pytest.param("dcterms:issued ?i ; dcterms:publisher ?p", id="OM5.2"),
    ],
)  # fmt: skip
def test_the_file_says_of_itself(ask, pattern):
    assert ask(f"{NS} {pattern}")


@pytest.mark.parametrize("prefix", ["dcterms", "vann", "voaf", "schema"])
def test_voc1_metadata_are_said_in_words_of_others(ask, prefix):
    assert ask(f"{NS} ?p ?o FILTER(STRSTARTS(STR(?p), '{PREFIXES[prefix]}'))")


@pytest.mark.parametrize("prefix", ["org", "prov", "schema", "skos", "geo"])
def test_voc2_terms_of_others_are_reused(ask, prefix):
    namespace = PREFIXES[prefix]
    assert ask(f"?term rdfs:subClassOf|rdfs:subPropertyOf ?other FILTER(STRSTARTS(STR(?other), '{namespace}'))")

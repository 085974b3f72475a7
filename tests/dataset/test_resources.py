"""Rendered descriptions."""

import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from lupaus.dataset.jsonld import to_jsonld
from lupaus.dataset.rendering import RENDERED, render
from lupaus.dataset.resources import Statements, render_resources
from lupaus.dataset.sources import parse_turtle
from lupaus.dataset.view import EXAMPLES, INCOMING_LIMIT, Index, view_of
from lupaus.namespaces import PREFIXES

BASE = "https://w3id.org/lupaus/"
HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
HELSINKI = "id/city/fi/helsinki"


def index(text, shapes=""):
    return Index(parse_turtle(HEAD + text, "t.ttl"), parse_turtle(HEAD + shapes, "s.ttl"), BASE)


def view(text, path="id/a", shapes=""):
    return json.loads(view_of(index(text, shapes), NamedNode(BASE + path)))


def test_every_thing_has_every_format(release):
    paths = list(release.resource_paths())
    assert paths == sorted(paths)
    assert HELSINKI in paths
    assert all(path.startswith("id/") for path in paths)
    for path in paths:
        for name in (*RENDERED, "view"):
            body, etag = release.resource(path, name)
            assert etag == sha256(body).hexdigest()[:32]


@pytest.mark.parametrize(
    ("path", "name"), [("id/none", "turtle"), (HELSINKI, "csv"), ("", ""), ("ns#City", "view")]
)
def test_what_is_not_there_gives_none(release, path, name):
    assert release.resource(path, name) is None


PARSERS = {
    "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD, "trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS,
}  # fmt: skip


def test_the_formats_say_the_same(release):
    for path in [*release.resource_paths(), *release.resource_paths(EXAMPLES)]:
        said = {name: set(parse(release.resource(path, name)[0], form)) for name, form in PARSERS.items()}
        assert said["trig"] == said["nquads"]
        triples = {quad.triple for quad in said["nquads"]}
        for name in ("turtle", "ntriples", "rdfxml", "jsonld"):
            assert {quad.triple for quad in said[name]} == triples, (path, name)


def test_a_format_is_written_alike_by_every_process(release):
    code = (
        "import sys, pathlib; from lupaus.dataset.release import open_release; "
        "release = open_release(pathlib.Path(sys.argv[1])); "
        "[sys.stdout.buffer.write(release.resource(sys.argv[2], name)[0]) for name in sys.argv[3:]]"
    )
    written = {
        subprocess.run([sys.executable, "-c", code, release.path, HELSINKI, *RENDERED], check=True,
                       capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert written == {b"".join(release.resource(HELSINKI, name)[0] for name in RENDERED)}


def test_each_statement_stands_in_its_graphs_and_what_a_document_says_of_itself_in_none(release):
    quads = set(parse(release.resource(HELSINKI, "nquads")[0], RdfFormat.N_QUADS))
    dump = set(parse(path=release.path / "dataset.nq", format=RdfFormat.N_QUADS))
    document = NamedNode(f"{BASE}doc/city/fi/helsinki")
    own = {quad for quad in quads if quad.subject == document}
    assert quads - own <= dump
    assert {str(quad.graph_name) for quad in own} == {"DEFAULT"}
    thing = {quad for quad in dump if quad.subject.value == BASE + HELSINKI}
    assert thing <= quads
    assert f"<{BASE}graph/sameas>" in {str(quad.graph_name) for quad in thing}


def test_a_document_names_the_licences_and_graphs_of_what_it_holds(release):
    text = release.resource(HELSINKI, "ntriples")[0].decode()
    document = f"<{BASE}doc/city/fi/helsinki>"
    for licence in ("publicdomain/zero/1.0/", "licenses/by/4.0/"):
        assert f"{document} <{PREFIXES['dcterms']}license> <https://creativecommons.org/{licence}> ." in text
    for graph in ("curated", "geo", "inferred", "sameas"):
        assert f"{document} <{PREFIXES['prov']}wasDerivedFrom> <{BASE}graph/{graph}> ." in text


def test_more_can_be_said_by_whoever_serves_it(release):
    document = NamedNode(f"{BASE}doc/city/fi/helsinki")
    said = Quad(document, NamedNode(PREFIXES["dcterms"] + "modified"), Literal("2026-11-24"), DefaultGraph())
    turtle = release.resource(HELSINKI, "turtle", [said])[0].decode()
    assert turtle.count(f"<{document.value}>") == 1  # one block with the rest of what the document says
    assert 'dcterms:modified "2026-11-24"' in turtle


@pytest.mark.parametrize("name", RENDERED)
def test_nothing_at_all_can_be_written(name):
    assert set(parse(render([], name, PREFIXES), PARSERS[name])) == set()


# rdflib reads JSON-LD through a class of its own that it calls deprecated
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_rdflib_reads_the_same_from_json_ld(release):
    body = release.resource("id/declaration/test-2019", "jsonld")[0].decode()
    other = release.resource("id/declaration/test-2019", "ntriples")[0].decode()
    assert isomorphic(Graph().parse(data=body, format="json-ld"), Graph().parse(data=other, format="nt"))


def test_a_description_holds_what_a_reader_needs(release):
    text = release.resource(HELSINKI, "ntriples")[0].decode()
    thing = f"<{BASE}{HELSINKI}>"
    assert f"{thing} <{BASE}ns#signed> <{BASE}id/declaration/test-2019> ." in text  # its own, inferred too
    assert f'<{BASE}id/declaration/test-2019> <{PREFIXES["rdfs"]}label> "Koejulistus"@fi .' in text  # a name
    assert f"<{BASE}id/signature/test-2019/helsinki> <{BASE}ns#signatory> {thing} ." in text  # what links here
    assert f"<{BASE}doc/city/fi/helsinki> <{PREFIXES['void']}inDataset> <{BASE}dataset> ." in text
    assert "sparql-examples" not in text


def test_the_thing_comes_first(release):
    body = release.resource(HELSINKI, "turtle")[0].decode().split("\n\n")[1]
    assert body.startswith(f"<{BASE}{HELSINKI}>")


def test_incoming_links_are_limited_for_each_property():
    many = "".join(f"lup:x{n:03} lup:p <{BASE}id/a> ; lup:q <{BASE}id/a> .\n" for n in range(INCOMING_LIMIT + 7))
    text = f"<{BASE}id/a> a lup:T .\n" + many
    made = {(path, name): body for path, name, _, body in render_resources(Statements(index(text), {}))}
    assert {path for path, _ in made} == {"id/a", "id/a?page=2"}
    for path, number, left in (("id/a", INCOMING_LIMIT, INCOMING_LIMIT + 7), ("id/a?page=2", 7, 7)):
        assert made[path, "nquads"].count(b"ns#p>") == made[path, "nquads"].count(b"ns#q>") == number
        incoming = json.loads(made[path, "view"])["incoming"]
        assert [(group["total"], len(group["values"])) for group in incoming] == [(left, number)] * 2
    assert f"<{BASE}doc/a> <{PREFIXES['hydra']}next> <{BASE}doc/a?page=2> .".encode() in made["id/a", "nquads"]
    assert (
        f"<{BASE}doc/a?page=2> <{PREFIXES['hydra']}previous> <{BASE}doc/a> .".encode()
        in made["id/a?page=2", "nquads"]
    )
    everything = b"".join(body for (_, name), body in made.items() if name == "nquads").splitlines()
    assert len({line for line in everything if b"ns#p> <" in line}) == INCOMING_LIMIT + 7


def test_a_view_has_names_types_groups_and_links():
    seen = view(
        f'<{BASE}id/a> a lup:T ; rdfs:label "A"@en , "Aa"@fi ; lup:p <{BASE}id/b> , <{BASE}id/gone> ; lup:n 5 , '
        '"x"@sv . '
        f'<{BASE}id/b> rdfs:label "B"@en ; lup:q <{BASE}id/a> . lup:T rdfs:label "type"@en . '
        'lup:p rdfs:label "has"@en .'
    )
    assert (seen["iri"], seen["path"], seen["labels"]) == (BASE + "id/a", "id/a", {"en": "A", "fi": "Aa"})
    assert seen["types"] == [{"iri": BASE + "ns#T", "path": None, "labels": {"en": "type"}}]
    assert seen["groups"] == [
        {"property": BASE + "ns#n", "labels": {}, "heading": {}, "values": [
            {"text": "5", "lang": None, "datatype": PREFIXES["xsd"] + "integer"},
            {"text": "x", "lang": "sv", "datatype": PREFIXES["rdf"] + "langString"}]},
        {"property": BASE + "ns#p", "labels": {"en": "has"}, "heading": {}, "values": [
            {"iri": BASE + "id/b", "path": "id/b", "labels": {"en": "B"}},
            {"iri": BASE + "id/gone", "path": None, "labels": {}}]},
    ]  # fmt: skip
    assert seen["incoming"] == [
        {"property": BASE + "ns#q", "labels": {}, "total": 1, "values": [
            {"iri": BASE + "id/b", "path": "id/b", "labels": {"en": "B"}}]},
    ]  # fmt: skip


def test_a_view_orders_properties_as_the_shapes_do():
    text = f"<{BASE}id/a> lup:a 1 ; lup:b 1 ; lup:c 1 ; lup:d 1 ."
    orders = (("c", 1), ("b", 2), ("b", 0.5))
    shapes = " ".join(f"lup:S{n} sh:path lup:{p} ; sh:order {order} ." for n, (p, order) in enumerate(orders))
    assert [g["property"][-1] for g in view(text, shapes=shapes)["groups"]] == ["b", "c", "a", "d"]


def test_a_view_calls_a_property_of_others_what_the_shapes_call_it():
    shapes = """
        lup:S1 sh:path dcterms:issued ; sh:order 2 ; sh:name "later"@en .
        lup:S2 sh:path dcterms:issued ; sh:order 1 ; sh:name "date"@en , "päivä"@fi .
        lup:S3 sh:path lup:n ; sh:order 3 ; sh:name "other"@en .
    """
    seen = view(
        f'<{BASE}id/a> dcterms:issued 1 ; lup:n 1 ; lup:o 1 . lup:n rdfs:label "number"@en .', shapes=shapes
    )
    assert [group["labels"] for group in seen["groups"]] == [{"en": "date", "fi": "päivä"}, {"en": "number"}, {}]


def test_a_view_tells_claims_with_standing_and_sources():
    seen = view(
        f"<{BASE}id/a> lup:n 5 . <{BASE}id/claim/c1> a lup:Claim ; rdf:subject <{BASE}id/a> ; rdf:predicate "
        "lup:n ; rdf:object 6 ; lup:standing lup:disputed ; lup:confidence lup:oneSource ; "
        f'prov:wasDerivedFrom <{BASE}id/source/p> . <{BASE}id/source/p> rdfs:label "Page"@en . '
        'lup:disputed skos:prefLabel "disputed"@en . lup:n rdfs:label "number"@en .'
    )
    assert seen["incoming"] == []
    assert seen["claims"] == [
        {
            "iri": BASE + "id/claim/c1", "path": "id/claim/c1", "property": BASE + "ns#n",
            "labels": {"en": "number"},
            "value": {"text": "6", "lang": None, "datatype": PREFIXES["xsd"] + "integer"},
            "standing": {"iri": BASE + "ns#disputed", "path": None, "labels": {"en": "disputed"}},
            "confidence": {"iri": BASE + "ns#oneSource", "path": None, "labels": {}},
            "sources": [{"iri": BASE + "id/source/p", "path": "id/source/p", "labels": {"en": "Page"}}],
        }
    ]  # fmt: skip


def test_a_claim_without_its_parts_is_shown_as_far_as_it_goes():
    [claim] = view(f"<{BASE}id/a> lup:n 5 . <{BASE}id/claim/c1> rdf:subject <{BASE}id/a> .")["claims"]
    assert (claim["property"], claim["value"], claim["standing"], claim["sources"]) == (None, None, None, [])


def test_rdfs_label_wins_over_other_names_and_languages_add_up():
    text = f'<{BASE}id/a> schema:name "N"@en , "Nf"@fi ; rdfs:label "L"@en ; skos:prefLabel "P"@en , "Ps"@sv .'
    assert view(text)["labels"] == {"en": "L", "fi": "Nf", "sv": "Ps"}


# rdflib reads JSON-LD through a class of its own that it calls deprecated
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_json_ld_keeps_datatypes_languages_and_iris():
    text = HEAD + (
        f'<{BASE}id/a> a lup:T , <http://unknown/T> ; lup:n 5 , 1.5 , true , "x" , "y"@en , "5"^^xsd:byte ; '
        f"lup:p wd:Q1 , <{BASE}id/b> ; <http://unknown/p> _:b . _:b lup:q rdf:nil ."
    )
    triples = parse_turtle(text, "t.ttl")
    document = to_jsonld(triples, PREFIXES)
    assert isomorphic(Graph().parse(data=document, format="json-ld"), Graph().parse(data=text, format="turtle"))
    assert set(json.loads(document)["@context"]) == {"lup", "lupr", "wd", "xsd", "rdf"}

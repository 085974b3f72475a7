"""F-UJI, metrics v0.8: each of the seventeen, as far as it shows without the network. See docs/scorecards.md."""

import json
import re
from urllib.parse import urljoin

import pytest
from published import published
from pyoxigraph import RdfFormat, Store, parse

from lupaus.namespaces import BASE, PREFIXES

DATASET = f"<{BASE}dataset>"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """The release and a client of its server."""
    with published(tmp_path_factory.mktemp("fuji")) as both:
        yield both


@pytest.fixture(scope="module")
def page(opened):
    """The page of the data set."""
    return opened[1].get("/dataset", headers={"accept": "text/html"})


@pytest.fixture(scope="module")
def embedded(page):
    """What the page says of itself to programs."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    return json.loads(block)


@pytest.fixture(scope="module")
def told(opened):
    """What negotiation gives, to be asked."""
    answer = opened[1].get("/dataset", headers={"accept": "text/turtle"})
    store = Store()
    store.load(answer.content, RdfFormat.TURTLE)
    assert len(store) > 100
    return lambda pattern: bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


def relations(page):
    """Typed links of the header and of the head of the page."""
    header = set(re.findall(r'<([^>]+)>; rel="([^"]+)"', page.headers["link"]))
    head = set(re.findall(r'<link rel="([^"]+)"[^>]* href="([^"]+)"', page.text))
    return header, {(target, relation) for relation, target in head}


def test_f1_01_the_identifier_is_an_iri_and_said(told, embedded):
    assert told(f'{DATASET} dcterms:identifier "{BASE}dataset"')
    assert embedded["identifier"] == BASE + "dataset"


def test_f1_02_the_identifier_is_in_a_scheme_of_persistent_ones(page):
    """That w3id.org redirects can be seen only once it does; our rules for it run in an Apache in the tests of docs/w3id."""
    assert BASE.startswith("https://w3id.org/")
    assert (BASE + "dataset", "cite-as") in relations(page)[0]


@pytest.mark.parametrize(
    "key", ["creator", "name", "identifier", "publisher", "datePublished", "description", "keywords"]
)
def test_f2_01_core_metadata_in_the_page(embedded, key):
    assert embedded[key]


@pytest.mark.parametrize("term", ["dcterms:creator", "dcterms:title", "dcterms:identifier", "dcterms:publisher",
                                  "dcterms:issued", "dcterms:description", "dcat:keyword"])  # fmt: skip
def test_f2_01_core_metadata_in_rdf(told, term):
    assert told(f"{DATASET} {term} ?value")


def test_f3_01_the_data_are_linked_from_the_metadata(opened, embedded, told, page):
    for file in embedded["distribution"]:
        path = file["contentUrl"].removeprefix("http://public.example")
        answer = opened[1].head(path, headers={"accept-encoding": "identity"})
        assert answer.status_code == 200, path
        assert answer.headers["content-length"] == file["contentSize"].removesuffix(" B")
    assert told(f"{DATASET} dcat:distribution ?d . ?d dcat:downloadURL ?u")
    assert any(relation == "item" for _, relation in relations(page)[0])


def test_f4_01_search_engines_find_json_ld_of_a_data_set(embedded):
    assert embedded["@context"] == "https://schema.org/"
    assert embedded["@type"] == "Dataset"


def test_a1_01_access_rights(told, embedded):
    rights = "<http://publications.europa.eu/resource/authority/access-right/PUBLIC>"
    assert told(f"{DATASET} dcterms:accessRights {rights}")
    assert embedded["isAccessibleForFree"] is True


def test_a1_02_metadata_and_data_are_got_by_the_identifier(opened, page):
    assert page.status_code == 200
    items = [target for target, relation in relations(page)[0] if relation == "item"]
    assert items
    assert opened[1].get(items[0].removeprefix("http://public.example")).status_code == 200


def test_a1_1_01_and_a1_2_01_the_protocol_is_http_which_knows_authentication(page):
    """What is tested in the field is the scheme of the addresses."""
    addresses = {urljoin("http://public.example/dataset", target) for target, _ in relations(page)[0]}
    assert {address.partition(":")[0] for address in addresses} <= {"http", "https"}


def test_i1_01_metadata_can_be_parsed_embedded_and_by_negotiation(opened, embedded):
    for form in (RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.JSON_LD):
        answer = opened[1].get("/dataset", headers={"accept": form.media_type})
        assert answer.headers["content-type"].startswith(form.media_type)
        assert any(quad.subject.value == BASE + "dataset" for quad in parse(answer.content, format=form))
    assert embedded["@id"] == BASE + "dataset"


def test_i2_01_vocabularies_are_registered_ones(told):
    """Those named here are in the lists F-UJI reads (Linked Open Vocabularies)."""
    for prefix in ("dcterms", "dcat", "void", "foaf", "prov"):
        assert told(f"?s ?p ?o FILTER(STRSTARTS(STR(?p), '{PREFIXES[prefix]}'))"), prefix


def test_i3_01_related_things_are_linked(told):
    assert told(f"{DATASET} dcterms:conformsTo ?standard")
    assert told(f"{DATASET} void:vocabulary ?vocabulary")


def test_r1_01_type_and_size_and_form_of_the_data_and_the_service(told, embedded):
    assert told("?d a dcat:Distribution ; dcat:mediaType ?t ; dcat:byteSize ?n")
    assert told("?s a dcat:DataService ; dcat:endpointURL ?u ; dcterms:conformsTo ?protocol")
    assert all(file["encodingFormat"] and file["contentSize"] for file in embedded["distribution"])


def test_r1_1_01_the_licence_is_an_iri(told, embedded, page):
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    assert told(f"{DATASET} dcterms:license <{licence}>")
    assert embedded["license"] == [licence]
    assert (licence, "license") in relations(page)[0]


def test_r1_2_01_provenance_in_dublin_core_and_prov(told):
    for term in (
        "dcterms:creator",
        "dcterms:issued",
        "dcterms:modified",
        "dcterms:publisher",
        "prov:wasDerivedFrom",
    ):
        assert told(f"{DATASET} {term} ?value"), term


def test_r1_3_01_the_standard_of_the_community_is_dcat(told, opened):
    answer = opened[1].get("/catalog", headers={"accept": "text/turtle"})
    quads = list(parse(answer.content, format=RdfFormat.TURTLE))
    assert any(quad.object.value == PREFIXES["dcat"] + "Catalog" for quad in quads)
    assert told(f"{DATASET} a dcat:Dataset")


def test_r1_3_02_the_files_are_in_open_formats_for_the_long_term(embedded):
    forms = {file["encodingFormat"] for file in embedded["distribution"]}
    assert {"application/n-quads", "application/trig", "application/ld+json"} <= forms


def test_signposting_is_the_same_in_the_header_and_in_the_page(page):
    header, head = relations(page)
    wanted = {"cite-as", "item", "license", "type", "describedby", "linkset"}
    assert {relation for _, relation in header} >= wanted
    assert {link for link in head if link[1] in wanted} == {link for link in header if link[1] in wanted}

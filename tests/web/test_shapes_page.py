"""The shapes as a page: classes and rules in the words of the shapes, in the reader's language."""

from pyoxigraph import RdfFormat, parse

from lupaus.namespaces import BASE, prefixes_for
from lupaus.web.pages.render import Pages
from lupaus.web.pages.shapes import SEVERITIES, shapes_page
from lupaus.web.triples import read_triples

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes_for(BASE).items())
SHAPES = """
<#City> a sh:NodeShape ; sh:targetClass lup:City ; sh:property <#label>, <#date> .
<#label> sh:path rdfs:label ; sh:name "name"@en, "nimi"@fi ; sh:description "What it is <called>."@en ;
  sh:minCount 1 ; sh:datatype rdf:langString ; sh:order 1 .
<#date> sh:path dcterms:issued ; sh:message "One date."@en ; sh:maxCount 1 ; sh:severity sh:Warning ; sh:order 0 .
<#empty> a sh:NodeShape ; sh:targetClass lup:Nothing .
"""


def page(tmp_path, site, language):
    files = []
    for name, text in (("shapes", SHAPES), ("terms", 'lup:City rdfs:label "City"@en, "Kaupunki"@fi .')):
        path = tmp_path / f"{name}.nt"
        quads = parse(HEAD + text, format=RdfFormat.TURTLE, base_iri=BASE + "shapes")
        path.write_text("".join(f"{quad.triple} .\n" for quad in quads))
        files.append(read_triples(path))
    return shapes_page(Pages(site), *files, site, (language, "en"), "/shapes", ()).decode()


def test_each_class_has_its_rules_in_order(tmp_path, small_site):
    english = page(tmp_path, small_site, "en")
    assert english.index("One date.") < english.index("What it is &lt;called&gt;.")
    assert '<h2 id="City"><span>City</span></h2>' in english
    assert "<td>1–∞</td>" in english
    assert "<td>0–1</td>" in english
    assert "<td>should</td>" in english
    assert "<td>must</td>" in english
    assert 'id="empty"' not in english
    finnish = page(tmp_path, small_site, "fi")
    assert "<span>Kaupunki</span>" in finnish
    assert "<span>nimi</span>" in finnish


def test_every_severity_of_shacl_has_a_word():
    assert set(SEVERITIES) == {"Violation", "Warning", "Info"}


def test_the_shapes_of_a_release_are_a_page(client):
    answer = client.get("/shapes", headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert "/shapes.ttl" in answer.text

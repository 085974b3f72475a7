"""What a page tells first, gathered from the neighbours of a thing; names and order from the shapes."""

import json

from pyoxigraph import NamedNode, RdfFormat, parse

from lupaus.dataset.view import Index, view_of
from lupaus.namespaces import BASE, prefixes_for

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes_for().items())
DATA = """
<{b}id/declaration/a> a lup:Declaration ; rdfs:label "A"@en ; dcterms:issued "2019-10-10"^^xsd:date .
<{b}id/declaration/b> a lup:Declaration ; rdfs:label "B"@en ; dcterms:issued "2008-01-29"^^xsd:date .
<{b}id/commitment/a/2> a lup:Commitment ; rdfs:label "second"@en ; schema:position 2 ;
  lup:commitmentOf <{b}id/declaration/a> ; lup:clauseOf <{b}id/declaration/a> ; lup:theme <{b}id/theme/climate> .
<{b}id/commitment/a/1> a lup:Commitment ; rdfs:label "first"@en ; schema:position 1 ;
  lup:commitmentOf <{b}id/declaration/a> ; lup:clauseOf <{b}id/declaration/a> ; lup:theme <{b}id/theme/climate> .
<{b}id/commitment/b/1> a lup:Commitment ; rdfs:label "old"@en ; schema:position 1 ;
  lup:commitmentOf <{b}id/declaration/b> ; lup:clauseOf <{b}id/declaration/b> ; lup:theme <{b}id/theme/climate> .
<{b}id/commitment/b/2> a lup:Commitment ; rdfs:label "added"@en ; schema:position 2 ;
  lup:madeInEdition <{b}id/edition/b/later> ; lup:clauseOf <{b}id/declaration/b> ; lup:theme <{b}id/theme/climate> .
<{b}id/edition/b/later> a lup:Edition ; rdfs:label "later"@en .
<{b}id/demand/a/1> a lup:Demand ; rdfs:label "give"@en ; lup:clauseOf <{b}id/declaration/a> ;
  lup:addressee <{b}id/organisation/states> ; lup:theme <{b}id/theme/climate> .
<{b}id/theme/climate> a skos:Concept ; skos:relatedMatch <http://metadata.un.org/sdg/13> , <http://e.org/x> .
<{b}id/city/x> a lup:City ; rdfs:label "X"@en ; lup:committedTo <{b}id/commitment/a/1> , <{b}id/commitment/a/2> .
<{b}id/signature/a/x> a lup:Signature ; lup:signedDeclaration <{b}id/declaration/a> ; lup:signatory <{b}id/city/x> ;
  lup:signedBy <{b}id/person/p> ; lup:inCapacityOf <{b}id/post/m> ; lup:dateSigned "2019-10-10"^^xsd:date .
<{b}id/membership/n/x> a org:Membership ; org:member <{b}id/city/x> ; org:organization <{b}id/network/n> .
<{b}id/tenure/p> a lup:Tenure ; org:member <{b}id/person/p> ; org:organization <{b}id/city/x> ;
  lup:heldPost <{b}id/post/m> .
<{b}id/person/p> a schema:Person ; rdfs:label "P"@en .
<{b}id/network/n> a lup:CityNetwork ; rdfs:label "N"@en .
<{b}id/source/s> a lup:Source ; rdfs:label "S"@en .
<{b}id/claim/c> a lup:Claim ; rdf:subject <{b}id/city/x> ; rdf:predicate rdfs:label ; rdf:object "X"@en ;
  prov:wasDerivedFrom <{b}id/source/s> .
"""


def graph(text):
    return [q.triple for q in parse((PROLOGUE + text.replace("{b}", BASE)).encode(), format=RdfFormat.TURTLE)]


def portrait(path, shapes=""):
    index = Index(graph(DATA), graph(shapes), BASE)
    view = json.loads(view_of(index, NamedNode(BASE + path)))
    return {section["key"]: section for section in view["portrait"]}


def paths(section, column):
    return [[v.get("path") or v.get("iri") or v["text"] for v in row.get(column, ())] for row in section["rows"]]


def test_a_declaration_has_its_commitments_in_order_and_its_signatures_with_office():
    found = portrait("id/declaration/a")
    assert paths(found["commitments"], "item") == [["id/commitment/a/1"], ["id/commitment/a/2"]]
    assert paths(found["signatures"], "party") == [["id/city/x"]]
    assert paths(found["signatures"], "person") == [["id/person/p"]]
    assert found["masthead"]["rows"][0]["date"][0]["text"] == "2019-10-10"


def test_a_city_counts_its_commitments_by_theme_and_keeps_members_and_office_apart():
    found = portrait("id/city/x")
    assert found["profile"]["rows"][0]["number"][0]["text"] == "2"
    assert paths(found["networks"], "network") == [["id/network/n"]]
    assert "member" not in found["networks"]["rows"][0]
    assert paths(found["office"], "person") == [["id/person/p"]]
    assert paths(found["signed"], "declaration") == [["id/declaration/a"]]


def test_kin_are_commitments_of_others_on_the_same_theme_and_goals_are_the_uns():
    found = portrait("id/commitment/a/1")
    assert paths(found["kin"], "item") == [["id/commitment/b/1"], ["id/commitment/b/2"]]
    assert paths(found["themes"], "goal") == [["http://metadata.un.org/sdg/13"]]


def test_what_a_later_edition_added_is_not_as_old_as_its_declaration():
    (old, added) = portrait("id/commitment/a/1")["kin"]["rows"]
    assert "date" not in added
    assert added["edition"][0]["path"] == "id/edition/b/later"
    assert old["date"][0]["text"] == "2008-01-29"
    (origin,) = portrait("id/commitment/b/2")["origin"]["rows"]
    assert "date" not in origin


def test_a_clause_says_first_where_it_stands():
    (origin,) = portrait("id/commitment/a/2")["origin"]["rows"]
    assert origin["declaration"][0]["path"] == "id/declaration/a"
    assert (origin["position"][0]["text"], origin["date"][0]["text"]) == ("2", "2019-10-10")
    (origin,) = portrait("id/demand/a/1")["origin"]["rows"]
    assert origin["addressee"][0]["iri"].endswith("id/organisation/states")


def test_networks_people_sources_and_themes_have_theirs():
    assert paths(portrait("id/network/n")["members"], "member") == [["id/city/x"]]
    assert paths(portrait("id/person/p")["tenures"], "organisation") == [["id/city/x"]]
    assert paths(portrait("id/source/s")["rests"], "subject") == [["id/city/x"]]
    carried = portrait("id/theme/climate")["carried"]
    assert len(carried["rows"]) == 4
    assert all(row["declaration"] for row in carried["rows"])
    assert "id/demand/a/1" not in str(paths(carried, "item"))
    assert portrait("id/signature/a/x") == {}


def test_properties_stand_in_the_order_and_under_the_names_that_shapes_of_the_class_give():
    shapes = """
    lup:S a sh:NodeShape ; sh:targetClass lup:Signature ; sh:property lup:S-by , lup:S-of .
    lup:S-by sh:path lup:signedBy ; sh:order 1 ; sh:name "by whom"@en ; sh:group lup:late .
    lup:S-of sh:path lup:signatory ; sh:order 9 ; sh:name "for whom"@en ; sh:group lup:early .
    lup:O a sh:NodeShape ; sh:targetClass lup:Other ; sh:property lup:O-by .
    lup:O-by sh:path lup:signedBy ; sh:order 0 ; sh:name "another"@en .
    lup:early a sh:PropertyGroup ; rdfs:label "Early"@en ; sh:order 1 .
    lup:late a sh:PropertyGroup ; rdfs:label "Late"@en ; sh:order 2 .
    """
    index = Index(graph(DATA), graph(shapes), BASE)
    groups = json.loads(view_of(index, NamedNode(BASE + "id/signature/a/x")))["groups"]
    assert [(g["labels"].get("en"), g["heading"].get("en")) for g in groups[:2]] == [
        ("for whom", "Early"), ("by whom", "Late"),
    ]  # fmt: skip
    assert [g["heading"] for g in groups[2:]] == [{}] * 3

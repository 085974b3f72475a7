# trips: lups:Term-isDefinedBy
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { GRAPH lupg:ontology { lup:Promise rdfs:isDefinedBy ?value } }
INSERT { GRAPH lupg:ontology { lup:Promise rdfs:isDefinedBy <http://www.w3.org/ns/org> } }
WHERE { GRAPH lupg:ontology { lup:Promise rdfs:isDefinedBy ?value } }

# trips: lups:Term-label-en
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { GRAPH lupg:ontology { lup:Promise rdfs:label ?text } }
WHERE { GRAPH lupg:ontology { lup:Promise rdfs:label ?text } FILTER (LANG(?text) = "en") }

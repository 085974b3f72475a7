# trips: lups:Term-definition-fi
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { GRAPH lupg:ontology { lup:Promise skos:definition ?text } }
WHERE { GRAPH lupg:ontology { lup:Promise skos:definition ?text } FILTER (LANG(?text) = "fi") }

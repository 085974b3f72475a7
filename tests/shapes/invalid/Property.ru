# trips: lups:Property
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:ontology { lup:promisedBy ?p ?o } }
INSERT { GRAPH lupg:ontology { lup:promised_by ?p ?o } }
WHERE { GRAPH lupg:ontology { lup:promisedBy ?p ?o } }

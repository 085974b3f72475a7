# trips: lups:Class
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:ontology { lup:Promise ?p ?o } }
INSERT { GRAPH lupg:ontology { lup:promise ?p ?o } }
WHERE { GRAPH lupg:ontology { lup:Promise ?p ?o } }

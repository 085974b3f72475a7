# trips: lups:Linkset-triples
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX void: <http://rdfs.org/ns/void#>

DELETE { GRAPH lupg:release { <dataset#links> void:triples ?value } }
INSERT { GRAPH lupg:release { <dataset#links> void:triples 0 } }
WHERE { GRAPH lupg:release { <dataset#links> void:triples ?value } }

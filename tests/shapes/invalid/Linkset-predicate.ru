# trips: lups:Linkset-predicate
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX void: <http://rdfs.org/ns/void#>

DELETE WHERE { GRAPH lupg:release { <dataset#links> void:linkPredicate ?value } }

# trips: lups:VoidDataset-dataDump
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX void: <http://rdfs.org/ns/void#>

DELETE WHERE { GRAPH lupg:release { <dataset> void:dataDump ?value } }

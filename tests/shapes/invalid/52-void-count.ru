# trips: 52-void-count
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX void: <http://rdfs.org/ns/void#>

DELETE WHERE { GRAPH lupg:void { lupg:geo void:triples ?n } } ;
INSERT DATA { GRAPH lupg:void { lupg:geo void:triples 7 } }

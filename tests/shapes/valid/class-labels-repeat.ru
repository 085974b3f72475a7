# Labels of classes may stand in several graphs.
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX void: <http://rdfs.org/ns/void#>

INSERT DATA { GRAPH lupg:curated { schema:Person rdfs:label "Person"@en } GRAPH lupg:geo { schema:Person rdfs:label "Person"@en } } ;
DELETE WHERE { GRAPH lupg:void { lupg:geo void:triples ?n } }

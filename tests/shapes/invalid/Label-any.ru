# trips: lups:Label-any
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> rdfs:label ?value } }

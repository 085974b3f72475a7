# trips: lups:Label-text
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> rdfs:label ?label } }
INSERT { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> rdfs:label " Ahtola"@en } }
WHERE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> rdfs:label ?label } FILTER (LANG(?label) = "en") }

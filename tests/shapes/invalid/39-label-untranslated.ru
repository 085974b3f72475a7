# trips: 39-label-untranslated
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { GRAPH lupg:curated { <id/post/ahtola/mayor> rdfs:label ?label } } ;
INSERT DATA { GRAPH lupg:curated { <id/post/ahtola/mayor> rdfs:label "Mayor of Ahtola"@en , "Mayor of Ahtola"@fi , "Mayor of Ahtola"@sv , "Mayor of Ahtola"@et } }

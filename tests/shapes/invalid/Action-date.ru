# trips: lups:Action-date
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/action/plan> dcterms:issued ?value } }
INSERT { GRAPH lupg:curated { <id/action/plan> dcterms:issued "November 2020" } }
WHERE { GRAPH lupg:curated { <id/action/plan> dcterms:issued ?value } }

# trips: lups:Edition-date
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/edition/pact-2008/second> dcterms:issued ?value } }
INSERT { GRAPH lupg:curated { <id/edition/pact-2008/second> dcterms:issued "spring 2021" } }
WHERE { GRAPH lupg:curated { <id/edition/pact-2008/second> dcterms:issued ?value } }

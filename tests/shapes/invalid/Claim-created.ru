# trips: lups:Claim-created
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:claims { <id/claim/c4> dcterms:created ?value } }
INSERT { GRAPH lupg:claims { <id/claim/c4> dcterms:created "November 2026" } }
WHERE { GRAPH lupg:claims { <id/claim/c4> dcterms:created ?value } }

# trips: lups:SigningEvent-conference
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/event/meet/signing> schema:superEvent ?value } }
INSERT { GRAPH lupg:curated { <id/event/meet/signing> schema:superEvent <id/event/meet/day-1> } }
WHERE { GRAPH lupg:curated { <id/event/meet/signing> schema:superEvent ?value } }

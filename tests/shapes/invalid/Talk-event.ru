# trips: lups:Talk-event
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/talk/meet/tiina> schema:superEvent ?value } }
INSERT { GRAPH lupg:curated { <id/talk/meet/tiina> schema:superEvent <id/venue/hall> } }
WHERE { GRAPH lupg:curated { <id/talk/meet/tiina> schema:superEvent ?value } }

# trips: lups:Conference-edition
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/event/meet> lup:editionNumber ?value } }
INSERT { GRAPH lupg:curated { <id/event/meet> lup:editionNumber "first" } }
WHERE { GRAPH lupg:curated { <id/event/meet> lup:editionNumber ?value } }

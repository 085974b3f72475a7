# trips: lups:Declaration-adoptedBy
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/declaration/pact-2008> lup:adoptedBy ?value } }
INSERT { GRAPH lupg:curated { <id/declaration/pact-2008> lup:adoptedBy <id/person/aino> } }
WHERE { GRAPH lupg:curated { <id/declaration/pact-2008> lup:adoptedBy ?value } }

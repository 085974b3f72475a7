# trips: lups:Action-issuedBy
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/action/plan> lup:issuedBy ?value } }
INSERT { GRAPH lupg:curated { <id/action/plan> lup:issuedBy <id/person/tiina> } }
WHERE { GRAPH lupg:curated { <id/action/plan> lup:issuedBy ?value } }

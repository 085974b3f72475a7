# trips: lups:Action-alignedWith
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/action/plan> lup:alignedWith ?value } }
INSERT { GRAPH lupg:curated { <id/action/plan> lup:alignedWith <id/theme/climate> } }
WHERE { GRAPH lupg:curated { <id/action/plan> lup:alignedWith ?value } }

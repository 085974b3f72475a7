# trips: lups:Declaration-statedAdopter
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/declaration/pact-2008> lup:statedAdopter ?value } }
INSERT { GRAPH lupg:curated { <id/declaration/pact-2008> lup:statedAdopter "No language" } }
WHERE { GRAPH lupg:curated { <id/declaration/pact-2008> lup:statedAdopter ?value } }

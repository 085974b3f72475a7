# trips: lups:Declaration-signingJoins
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/declaration/pact-2008> lup:signingJoins ?value } }
INSERT { GRAPH lupg:curated { <id/declaration/pact-2008> lup:signingJoins <id/event/meet> } }
WHERE { GRAPH lupg:curated { <id/declaration/pact-2008> lup:signingJoins ?value } }

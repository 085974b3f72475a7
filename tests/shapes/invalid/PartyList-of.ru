# trips: lups:PartyList-of
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:listOf ?value } }
INSERT { GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:listOf <id/city/fi/ahtola>,<id/declaration/pact-2008> } }
WHERE { GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:listOf ?value } }

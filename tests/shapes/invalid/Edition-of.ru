# trips: lups:Edition-of
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/edition/pact-2008/second> lup:editionOf ?value } }
INSERT { GRAPH lupg:curated { <id/edition/pact-2008/second> lup:editionOf <id/network/northern-towns> } }
WHERE { GRAPH lupg:curated { <id/edition/pact-2008/second> lup:editionOf ?value } }

# trips: lups:PartyList-asOf
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:asOf ?value } }
INSERT { GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:asOf "2022 or later" } }
WHERE { GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:asOf ?value } }

# trips: lups:Membership-listed
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola-again> lup:listedIn ?value } }
INSERT { GRAPH lupg:curated { <id/membership/northern-towns/ahtola-again> lup:listedIn <id/list/pact-2008/signatories-2022> } }
WHERE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola-again> lup:listedIn ?value } }

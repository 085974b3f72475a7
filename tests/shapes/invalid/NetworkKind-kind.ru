# trips: lups:NetworkKind-kind
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/network/northern-towns> lup:networkKind ?value } }
INSERT { GRAPH lupg:curated { <id/network/northern-towns> lup:networkKind <id/city/fi/ahtola> } }
WHERE { GRAPH lupg:curated { <id/network/northern-towns> lup:networkKind ?value } }

# trips: lups:WikidataItem-id
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/network/region-circle> lup:wikidataId ?value } }
INSERT { GRAPH lupg:curated { <id/network/region-circle> lup:wikidataId "q1000006" } }
WHERE { GRAPH lupg:curated { <id/network/region-circle> lup:wikidataId ?value } }

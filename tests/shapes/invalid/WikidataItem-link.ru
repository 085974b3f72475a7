# trips: lups:WikidataItem-link
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/network/region-circle> schema:sameAs ?item } }
INSERT { GRAPH lupg:curated { <id/network/region-circle> schema:sameAs <https://www.wikidata.org/wiki/Q1000006> } }
WHERE { GRAPH lupg:curated { <id/network/region-circle> schema:sameAs ?item } }

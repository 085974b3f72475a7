# trips: lups:WikidataCoverage-item
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { GRAPH lupg:curated { <id/network/region-circle> schema:sameAs ?item ; lup:wikidataId ?qid } }

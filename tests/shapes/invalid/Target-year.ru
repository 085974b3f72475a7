# trips: lups:Target-year
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/target/plan/neutral> lup:targetYear ?value } }
INSERT { GRAPH lupg:curated { <id/target/plan/neutral> lup:targetYear 2035 } }
WHERE { GRAPH lupg:curated { <id/target/plan/neutral> lup:targetYear ?value } }

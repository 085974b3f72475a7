# trips: lups:Target-reduction
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/target/plan/neutral> lup:reductionPercent ?value } }
INSERT { GRAPH lupg:curated { <id/target/plan/neutral> lup:reductionPercent 180.0 } }
WHERE { GRAPH lupg:curated { <id/target/plan/neutral> lup:reductionPercent ?value } }

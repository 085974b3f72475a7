# trips: lups:StatedQuantity-asOf
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/quantity/plan-measures> lup:asOf ?value } }
INSERT { GRAPH lupg:curated { <id/quantity/plan-measures> lup:asOf "lately" } }
WHERE { GRAPH lupg:curated { <id/quantity/plan-measures> lup:asOf ?value } }

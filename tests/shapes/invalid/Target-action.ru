# trips: lups:Target-action
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/target/plan/neutral> lup:targetOf ?value } }
INSERT { GRAPH lupg:curated { <id/target/plan/neutral> lup:targetOf <id/city/fi/ahtola> } }
WHERE { GRAPH lupg:curated { <id/target/plan/neutral> lup:targetOf ?value } }

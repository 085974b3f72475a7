# trips: lups:Commitment-theme
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/1> lup:theme ?value } }
INSERT { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/1> lup:theme <id/timing/before> } }
WHERE { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/1> lup:theme ?value } }

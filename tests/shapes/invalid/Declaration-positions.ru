# trips: lups:Declaration-positions
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> schema:position ?value } }
INSERT { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> schema:position 6 } }
WHERE { GRAPH lupg:curated { <id/commitment/helsinki-impact-declaration-2019/5> schema:position ?value } }

# trips: lups:Declaration-place
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> schema:locationCreated ?value } }
INSERT { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> schema:locationCreated <id/venue/hall> } }
WHERE { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> schema:locationCreated ?value } }

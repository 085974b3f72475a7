# trips: lups:WebPage-url
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/network/region-circle> schema:url ?value } }
INSERT { GRAPH lupg:curated { <id/network/region-circle> schema:url "circle.example" } }
WHERE { GRAPH lupg:curated { <id/network/region-circle> schema:url ?value } }

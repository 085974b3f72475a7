# trips: lups:Presidency-start
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/presidency/autumn> schema:startDate ?value } }
INSERT { GRAPH lupg:curated { <id/presidency/autumn> schema:startDate "2019-12-31"^^xsd:date } }
WHERE { GRAPH lupg:curated { <id/presidency/autumn> schema:startDate ?value } }

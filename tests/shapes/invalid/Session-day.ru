# trips: lups:Session-day
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/event/meet/day-1> schema:startDate ?value } }
INSERT { GRAPH lupg:curated { <id/event/meet/day-1> schema:startDate "2019-10-09T09:30:00"^^xsd:dateTime } }
WHERE { GRAPH lupg:curated { <id/event/meet/day-1> schema:startDate ?value } }

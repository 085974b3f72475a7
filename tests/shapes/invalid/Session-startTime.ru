# trips: lups:Session-startTime
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/event/meet/day-1> lup:startTime ?value } }
INSERT { GRAPH lupg:curated { <id/event/meet/day-1> lup:startTime "13:00:00"^^xsd:time } }
WHERE { GRAPH lupg:curated { <id/event/meet/day-1> lup:startTime ?value } }

# trips: lups:Session-broadcast
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/event/meet/day-1> lup:broadcastStartTime ?value } }
INSERT { GRAPH lupg:curated { <id/event/meet/day-1> lup:broadcastStartTime "9.15" } }
WHERE { GRAPH lupg:curated { <id/event/meet/day-1> lup:broadcastStartTime ?value } }

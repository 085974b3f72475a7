# trips: lups:Conference-presidency
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/event/meet> lup:inProgrammeOf ?value } }
INSERT { GRAPH lupg:curated { <id/event/meet> lup:inProgrammeOf <id/event/meet/day-1> } }
WHERE { GRAPH lupg:curated { <id/event/meet> lup:inProgrammeOf ?value } }

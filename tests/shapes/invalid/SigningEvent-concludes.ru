# trips: lups:SigningEvent-concludes
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/event/meet/signing> lup:concludes ?value } }
INSERT { GRAPH lupg:curated { <id/event/meet/signing> lup:concludes <id/event/meet/day-1> } }
WHERE { GRAPH lupg:curated { <id/event/meet/signing> lup:concludes ?value } }

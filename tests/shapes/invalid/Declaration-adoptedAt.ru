# trips: lups:Declaration-adoptedAt
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> lup:adoptedAt ?value } }
INSERT { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> lup:adoptedAt <id/event/meet/day-1> } }
WHERE { GRAPH lupg:curated { <id/declaration/helsinki-impact-declaration-2019> lup:adoptedAt ?value } }

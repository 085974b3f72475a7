# trips: 12-fact-without-claim
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:curated { <id/event/meet/day-1> lup:topic "Towns"@en } }

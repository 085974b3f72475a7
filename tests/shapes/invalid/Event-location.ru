# trips: lups:Event-location
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:curated { <id/event/meet/day-1> schema:location <id/person/tiina> } }

# trips: lups:Commitment-position
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { GRAPH lupg:curated { <id/commitment/charter-2010/1> schema:position ?value } }

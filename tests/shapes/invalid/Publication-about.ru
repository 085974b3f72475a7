# trips: lups:Publication-about
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { GRAPH lupg:curated { <id/publication/post> schema:about ?value } }

# trips: 01-dangling-iri
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:curated { <id/organisation/academy> schema:location <id/place/nowhere> } }

# trips: 09-wikidata-link
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:curated { <id/person/bo> schema:sameAs <http://www.wikidata.org/entity/Q1000099> } }

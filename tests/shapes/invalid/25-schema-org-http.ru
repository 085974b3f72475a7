# trips: 25-schema-org-http
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:curated { <id/city/fi/ahtola> <http://schema.org/telephone> "1" } }

# trips: 06-same-as
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { GRAPH lupg:curated { <id/city/fi/ahtola> owl:sameAs <http://www.wikidata.org/entity/Q1000001> } }

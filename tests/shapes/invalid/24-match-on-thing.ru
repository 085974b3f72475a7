# trips: 24-match-on-thing
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { GRAPH lupg:curated { <id/city/fi/ahtola> skos:exactMatch <http://www.wikidata.org/entity/Q1000001> } }

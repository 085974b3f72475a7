# trips: lups:Talk-title
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:curated { <id/talk/meet/tiina> dcterms:title "What came before"@en } }

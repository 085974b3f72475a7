# trips: 45-editorial-unsigned
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:claims { <id/claim/c4> dcterms:created ?day } }

# trips: lups:Dataset-description
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:release { <dataset> dcterms:description ?value } }

# trips: lups:Service-defaultDataset
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>

DELETE WHERE { GRAPH lupg:release { <sparql#service> sd:defaultDataset ?value } }

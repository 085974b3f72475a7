# trips: lups:Service-endpoint
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>

INSERT DATA { GRAPH lupg:release { <sparql#service> sd:endpoint <query> } }

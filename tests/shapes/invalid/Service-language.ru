# trips: lups:Service-language
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>

DELETE { GRAPH lupg:release { <sparql#service> sd:supportedLanguage ?value } }
INSERT { GRAPH lupg:release { <sparql#service> sd:supportedLanguage sd:SPARQL11Update } }
WHERE { GRAPH lupg:release { <sparql#service> sd:supportedLanguage ?value } }

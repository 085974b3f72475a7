# trips: lups:CatalogRecord-primaryTopic
# base: valid/release.ttl
BASE <https://w3id.org/lupaus/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:release { <catalog#record> foaf:primaryTopic ?value } }

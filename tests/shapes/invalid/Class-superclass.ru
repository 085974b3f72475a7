# trips: lups:Class-superclass
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { GRAPH lupg:ontology { lup:Promise rdfs:subClassOf [ a owl:Restriction ] } }

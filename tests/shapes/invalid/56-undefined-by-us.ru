# trips: 56-undefined-by-us
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { GRAPH lupg:ontology { lup:City rdfs:isDefinedBy <https://w3id.org/lupaus/ns> } }

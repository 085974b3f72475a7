# trips: 57-hijacked-term
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:ontology { org:Organization rdfs:subClassOf schema:Organization } }

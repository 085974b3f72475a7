# trips: lups:Ontology-created
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE WHERE { GRAPH lupg:ontology { <ns> dcterms:created ?value } }

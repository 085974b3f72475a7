# trips: lups:Ontology-namespace
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX vann: <http://purl.org/vocab/vann/>

DELETE WHERE { GRAPH lupg:ontology { <ns> vann:preferredNamespaceUri ?value } }

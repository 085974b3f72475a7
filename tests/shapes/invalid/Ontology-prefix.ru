# trips: lups:Ontology-prefix
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX vann: <http://purl.org/vocab/vann/>

DELETE { GRAPH lupg:ontology { <ns> vann:preferredNamespacePrefix ?value } }
INSERT { GRAPH lupg:ontology { <ns> vann:preferredNamespacePrefix "lupaus" } }
WHERE { GRAPH lupg:ontology { <ns> vann:preferredNamespacePrefix ?value } }

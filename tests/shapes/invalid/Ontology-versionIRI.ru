# trips: lups:Ontology-versionIRI
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

DELETE { GRAPH lupg:ontology { <ns> owl:versionIRI ?value } }
INSERT { GRAPH lupg:ontology { <ns> owl:versionIRI <ns> } }
WHERE { GRAPH lupg:ontology { <ns> owl:versionIRI ?value } }

# trips: lups:Ontology-versionInfo
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

DELETE { GRAPH lupg:ontology { <ns> owl:versionInfo ?value } }
INSERT { GRAPH lupg:ontology { <ns> owl:versionInfo "1" } }
WHERE { GRAPH lupg:ontology { <ns> owl:versionInfo ?value } }

# trips: lups:Ontology-issued
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:ontology { <ns> dcterms:issued ?value } }
INSERT { GRAPH lupg:ontology { <ns> dcterms:issued "2026"^^xsd:gYear } }
WHERE { GRAPH lupg:ontology { <ns> dcterms:issued ?value } }

# trips: lups:Ontology-status
# base: valid/vocabulary.ttl
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX mod: <https://w3id.org/mod#>

DELETE WHERE { GRAPH lupg:ontology { <ns> mod:status ?value } }

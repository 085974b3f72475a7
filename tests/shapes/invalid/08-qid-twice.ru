# trips: 08-qid-twice
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/person/bo> lup:wikidataId ?q ; schema:sameAs ?item } GRAPH lupg:claims { ?claim rdf:object ?q } }
INSERT { GRAPH lupg:curated { <id/person/bo> lup:wikidataId "Q1000011" ; schema:sameAs <http://www.wikidata.org/entity/Q1000011> } GRAPH lupg:claims { ?claim rdf:object "Q1000011" } }
WHERE { GRAPH lupg:curated { <id/person/bo> lup:wikidataId ?q ; schema:sameAs ?item } GRAPH lupg:claims { ?claim rdf:subject <id/person/bo> ; rdf:predicate lup:wikidataId ; rdf:object ?q } }

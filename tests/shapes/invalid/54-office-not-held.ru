# trips: 54-office-not-held
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/tenure/nora/northern-towns/secretary-general> schema:endDate ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/tenure/nora/northern-towns/secretary-general> schema:endDate "2019-09-30"^^xsd:date } GRAPH lupg:claims { ?claim rdf:object "2019-09-30"^^xsd:date } }
WHERE {
  GRAPH lupg:curated { <id/tenure/nora/northern-towns/secretary-general> schema:endDate ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/tenure/nora/northern-towns/secretary-general> ; rdf:predicate schema:endDate ; rdf:object ?old }
}

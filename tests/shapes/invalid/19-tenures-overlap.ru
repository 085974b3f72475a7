# trips: 19-tenures-overlap
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor-first> schema:endDate ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor-first> schema:endDate "2018"^^xsd:gYear } GRAPH lupg:claims { ?claim rdf:object "2018"^^xsd:gYear } }
WHERE {
  GRAPH lupg:curated { <id/tenure/aino/ahtola/mayor-first> schema:endDate ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/tenure/aino/ahtola/mayor-first> ; rdf:predicate schema:endDate ; rdf:object ?old }
}

# trips: 48-membership-before-founding
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> schema:startDate ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/membership/northern-towns/ahtola> schema:startDate "1985"^^xsd:gYear } GRAPH lupg:claims { ?claim rdf:object "1985"^^xsd:gYear } }
WHERE {
  GRAPH lupg:curated { <id/membership/northern-towns/ahtola> schema:startDate ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/membership/northern-towns/ahtola> ; rdf:predicate schema:startDate ; rdf:object ?old }
}

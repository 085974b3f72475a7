# trips: 49-target-before-baseline
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH lupg:curated { <id/target/plan/neutral> lup:baselineYear ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/target/plan/neutral> lup:baselineYear "2040"^^xsd:gYear } GRAPH lupg:claims { ?claim rdf:object "2040"^^xsd:gYear } }
WHERE {
  GRAPH lupg:curated { <id/target/plan/neutral> lup:baselineYear ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/target/plan/neutral> ; rdf:predicate lup:baselineYear ; rdf:object ?old }
}

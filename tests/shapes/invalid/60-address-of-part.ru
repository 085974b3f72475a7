# trips: 60-address-of-part
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { GRAPH lupg:curated { <id/milestone/plan/decision> lup:milestoneOf ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/milestone/plan/decision> lup:milestoneOf <id/action/pact> } GRAPH lupg:claims { ?claim rdf:object <id/action/pact> } }
WHERE {
  GRAPH lupg:curated { <id/milestone/plan/decision> lup:milestoneOf ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/milestone/plan/decision> ; rdf:predicate lup:milestoneOf ; rdf:object ?old }
}

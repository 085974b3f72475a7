# trips: 63-more-than-listed
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:expectedCount ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:expectedCount 2 } GRAPH lupg:claims { ?claim rdf:object 2 } }
WHERE {
  GRAPH lupg:curated { <id/list/pact-2008/signatories-2022> lup:expectedCount ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/list/pact-2008/signatories-2022> ; rdf:predicate lup:expectedCount ; rdf:object ?old }
}

# trips: 23-relative-timing
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { GRAPH lupg:curated { <id/action/plan> lup:relativeTiming ?old } GRAPH lupg:claims { ?claim rdf:object ?old } }
INSERT { GRAPH lupg:curated { <id/action/plan> lup:relativeTiming <id/timing/before> } GRAPH lupg:claims { ?claim rdf:object <id/timing/before> } }
WHERE {
  GRAPH lupg:curated { <id/action/plan> lup:relativeTiming ?old }
  GRAPH lupg:claims { ?claim rdf:subject <id/action/plan> ; rdf:predicate lup:relativeTiming ; rdf:object ?old }
}

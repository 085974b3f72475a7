# A row of somebody else's list: the fact and its claim stand together in the list's own graph.
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA { GRAPH <graph/lists/table> {
  <id/event/meet/day-1> lup:topic "Towns"@en .
  <id/claim/c90> a lup:Claim ; rdf:subject <id/event/meet/day-1> ; rdf:predicate lup:topic ; rdf:object "Towns"@en ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
 } }

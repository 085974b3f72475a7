# A claim that sources leave open, and nothing stated.
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA { GRAPH lupg:claims { 
  <id/claim/c90> a lup:Claim ; rdf:subject <id/event/meet> ; rdf:predicate lup:coHost ; rdf:object <id/organisation/union> ; lup:standing lup:undecided ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
 } }

# trips: 10-claim-not-asserted
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>

INSERT DATA { GRAPH lupg:claims { 
  <id/claim/c90> a lup:Claim ; rdf:subject <id/organisation/academy> ; rdf:predicate schema:location ; rdf:object <id/venue/hall> ; lup:standing lup:accepted ;
    lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> .
 } }
